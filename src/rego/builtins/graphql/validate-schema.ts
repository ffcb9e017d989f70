import { compareStrings } from '../../values/strings.ts'
import type { Host } from '../builtin.ts'
import {
  type ArgumentDefinition,
  type Definition,
  type DefinitionKind,
  type Directive,
  type DirectiveDefinition,
  nameOfType,
  type Position,
  type TypeRef,
  typeText,
} from './ast.ts'
import { checkImplements } from './implements.ts'
import type { Schema } from './schema.ts'
import { GraphqlError } from './token-reader.ts'

/** Throws a GraphqlError, in gqlparser's words, for the first thing that is wrong with a schema: types by name, then directives. */
export function validateSchema(schema: Schema, host: Host): void {
  const validator = new SchemaValidator(schema, host)
  for (const [, definition] of byName(schema.types)) validator.definition(definition)
  for (const [, directive] of byName(schema.directives)) validator.directiveDefinition(directive)
}

function byName<T>(map: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => compareStrings(a, b))
}

const outputKinds: readonly DefinitionKind[] = ['SCALAR', 'OBJECT', 'INTERFACE', 'UNION', 'ENUM']
const inputKinds: readonly DefinitionKind[] = ['SCALAR', 'ENUM', 'INPUT_OBJECT']

class SchemaValidator {
  private readonly schema: Schema
  private readonly host: Host
  constructor(schema: Schema, host: Host) {
    this.schema = schema
    this.host = host
  }

  definition(definition: Definition): void {
    const { kind, name, at } = definition
    for (const field of definition.fields) {
      this.host.spend(1)
      checkName(field.name, field.at)
      this.typeRef(field.type)
      this.arguments(field.arguments, undefined)
      this.directives(field.directives, kind === 'INPUT_OBJECT' ? 'INPUT_FIELD_DEFINITION' : 'FIELD_DEFINITION', undefined)
    }
    for (const type of definition.types) this.member(definition, type)
    for (const type of definition.interfaces) checkImplements(this.schema, definition, type, this.host)
    if (kind === 'OBJECT' || kind === 'INTERFACE') this.fieldKinds(definition, outputKinds, 'must define one or more fields.')
    if (kind === 'INPUT_OBJECT') this.fieldKinds(definition, inputKinds, 'must define one or more input fields.')
    if (kind === 'ENUM') checkEnum(definition)
    checkUnique(definition)
    if (!definition.builtIn) checkName(name, at)
    this.directives(definition.directives, kind, undefined)
  }

  directiveDefinition(directive: DirectiveDefinition): void {
    checkName(directive.name, directive.at)
    this.arguments(directive.arguments, directive.name)
  }

  private member(definition: Definition, type: string): void {
    this.host.spend(1)
    const member = this.schema.types.get(type)
    if (member === undefined) throw new GraphqlError(`Undefined type "${type}".`, definition.at)
    if (member.kind !== 'OBJECT') throw new GraphqlError(`${definition.kind} type "${type}" must be OBJECT.`, definition.at)
  }

  private fieldKinds({ kind, name, fields, at }: Definition, allowed: readonly DefinitionKind[], empty: string): void {
    if (fields.length === 0) throw new GraphqlError(`${kind} ${name}: ${empty}`, at)
    for (const field of fields) {
      const type = this.schema.types.get(nameOfType(field.type))
      if (type === undefined || allowed.includes(type.kind)) continue
      const subject = kind === 'INPUT_OBJECT' ? `${type.kind} ${field.name}` : `${kind} ${name}`
      throw new GraphqlError(`${subject}: field must be one of ${allowed.join(', ')}.`, field.at)
    }
  }

  private typeRef(type: TypeRef): Definition {
    const definition = this.schema.types.get(nameOfType(type))
    if (definition === undefined) throw new GraphqlError(`Undefined type ${nameOfType(type)}.`, type.at)
    return definition
  }

  private arguments(given: readonly ArgumentDefinition[], ofDirective: string | undefined): void {
    for (const argument of given) {
      this.host.spend(1)
      checkName(argument.name, argument.at)
      const { kind } = this.typeRef(argument.type)
      if (!inputKinds.includes(kind))
        throw new GraphqlError(`cannot use ${typeText(argument.type)} as argument ${argument.name} because ${kind} is not a valid input type`, argument.at)
      this.directives(argument.directives, 'ARGUMENT_DEFINITION', ofDirective)
    }
  }

  private directives(directives: readonly Directive[], location: string, inside: string | undefined): void {
    for (const { name, at } of directives) {
      this.host.spend(1)
      checkName(name, at)
      if (name === inside) throw new GraphqlError(`Directive ${name} cannot refer to itself.`, at)
      const definition = this.schema.directives.get(name)
      if (definition === undefined) throw new GraphqlError(`Undefined directive ${name}.`, at)
      if (!definition.locations.includes(location)) throw new GraphqlError(`Directive ${name} is not applicable on ${location}.`, at)
    }
  }
}

function checkName(name: string, at: Position | undefined): void {
  // The prelude's types begin so; their fields do not.
  if (name.startsWith('__')) throw new GraphqlError(`Name "${name}" must not begin with "__", which is reserved by GraphQL introspection.`, at)
}

function checkEnum({ kind, name, enumValues, at }: Definition): void {
  if (enumValues.length === 0) throw new GraphqlError(`${kind} ${name}: must define one or more unique enum values.`, at)
  const wrong = enumValues.find((value) => ['true', 'false', 'null'].includes(value.name))
  if (wrong !== undefined) throw new GraphqlError(`${kind} ${name}: non-enum value ${wrong.name}.`, at)
}

function checkUnique({ name, fields }: Definition): void {
  const seen = new Set<string>()
  for (const field of fields) {
    if (seen.has(field.name)) throw new GraphqlError(`Field ${name}.${field.name} can only be defined once.`, field.at)
    seen.add(field.name)
  }
}
