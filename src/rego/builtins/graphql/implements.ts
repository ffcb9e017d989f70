import type { Host } from '../builtin.ts'
import { type Definition, type FieldDefinition, type TypeRef, typeText } from './ast.ts'
import type { Schema } from './schema.ts'
import { GraphqlError } from './token-reader.ts'

/** Whether a type has all that an interface asks of it (GraphQL, October 2021, section 3.6.1). */
export function checkImplements(schema: Schema, definition: Definition, name: string, host: Host): void {
  const asked = schema.types.get(name)
  if (asked === undefined) throw new GraphqlError(`Undefined type "${name}".`, definition.at)
  if (asked.kind !== 'INTERFACE') throw new GraphqlError(`"${name}" is a non interface type ${asked.kind}.`, definition.at)
  const fields = new Map(definition.fields.map((field) => [field.name, field]))
  host.spend(1 + definition.fields.length + asked.fields.length)
  for (const required of asked.fields) {
    const found = fields.get(required.name)
    const subject = `For ${definition.name} to implement ${asked.name}`
    if (found === undefined) throw new GraphqlError(`${subject} it must have a field called ${required.name}.`, definition.at)
    if (!isCovariant(schema, required.type, found.type))
      throw new GraphqlError(`${subject} the field ${required.name} must have type ${typeText(required.type)}.`, found.at)
    checkArguments(subject, required, found)
    host.spend(required.arguments.length + found.arguments.length)
  }
  host.spend(definition.interfaces.length * asked.interfaces.length)
  checkAncestors(definition, asked)
}

function checkArguments(subject: string, required: FieldDefinition, found: FieldDefinition): void {
  const given = new Map(found.arguments.map((argument) => [argument.name, argument]))
  const asked = new Set(required.arguments.map(({ name }) => name))
  for (const { name, type } of required.arguments) {
    const argument = given.get(name)
    const same = `${subject} the field ${required.name} must have the same arguments but`
    if (argument === undefined) throw new GraphqlError(`${same} it is missing ${name}.`, found.at)
    if (!isCompatible(type, argument.type)) throw new GraphqlError(`${same} ${name} has the wrong type.`, argument.at)
  }
  for (const { name, type, defaultValue, at } of found.arguments) {
    if (asked.has(name) || !type.nonNull || defaultValue !== undefined) continue
    throw new GraphqlError(`${subject} any additional arguments on ${found.name} must be optional or have a default value but ${name} is required.`, at)
  }
}

/** What an interface implements, whoever implements it must implement, too. */
function checkAncestors(definition: Definition, asked: Definition): void {
  for (const name of asked.interfaces) {
    if (definition.interfaces.includes(name)) continue
    if (name === definition.name)
      throw new GraphqlError(`Type ${definition.name} cannot implement ${asked.name} because it would create a circular reference.`, definition.at)
    throw new GraphqlError(`Type ${definition.name} must implement ${name} because it is implemented by ${asked.name}.`, definition.at)
  }
}

function isCovariant(schema: Schema, required: TypeRef, actual: TypeRef): boolean {
  if (required.nonNull && !actual.nonNull) return false
  if (required.elem === undefined) {
    return actual.elem === undefined && (required.name === actual.name || schema.possibleTypes.get(required.name)?.has(actual.name) === true)
  }
  return actual.elem !== undefined && isCovariant(schema, required.elem, actual.elem)
}

/** The same, or with fewer nulls on the other side. */
function isCompatible(type: TypeRef, other: TypeRef): boolean {
  if (type.name !== other.name || (other.nonNull && !type.nonNull)) return false
  if (type.elem === undefined || other.elem === undefined) return type.elem === other.elem
  return isCompatible(type.elem, other.elem)
}
