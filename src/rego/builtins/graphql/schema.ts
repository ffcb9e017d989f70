import type { Host } from '../builtin.ts'
import type { Definition, DirectiveDefinition, SchemaDefinition, SchemaDocument } from './ast.ts'
import { prelude } from './prelude.ts'
import { GraphqlError } from './token-reader.ts'

/** A schema with its extensions merged into it, and with what every schema has. */
export interface Schema {
  readonly types: ReadonlyMap<string, Definition>
  readonly directives: ReadonlyMap<string, DirectiveDefinition>
  /** By abstract type: the names of what may stand for it. An object stands for itself. */
  readonly possibleTypes: ReadonlyMap<string, ReadonlySet<string>>
  /** By operation. */
  readonly roots: ReadonlyMap<string, string>
}

const redefinable = new Set(['include', 'skip', 'deprecated', 'specifiedBy'])

/** Throws a GraphqlError for what cannot be merged; the rest is for validate-schema.ts. */
export function mergedSchema(document: SchemaDocument, host: Host): Schema {
  const types = mergedTypes(document, host)
  const directives = mergedDirectives(document)
  const roots = rootsOf(document, types)
  return { types, directives, roots, possibleTypes: possibleTypesOf(types) }
}

function mergedTypes(document: SchemaDocument, host: Host): Map<string, Definition> {
  const types = new Map<string, Definition>()
  for (const definition of [...prelude().definitions, ...document.definitions]) {
    if (types.has(definition.name)) throw new GraphqlError(`Cannot redeclare type ${definition.name}.`, definition.at)
    types.set(definition.name, definition)
  }
  const added = new Map<string, Definition[]>()
  for (const extension of document.extensions) {
    host.spend(1)
    const base = types.get(extension.name) ?? emptyDefinition(extension)
    if (base.kind !== extension.kind) {
      throw new GraphqlError(`Cannot extend type ${extension.name} because the base type is a ${base.kind}, not ${extension.kind}.`, extension.at)
    }
    types.set(base.name, base)
    const extensions = added.get(base.name)
    if (extensions === undefined) added.set(base.name, [extension])
    else extensions.push(extension)
  }
  for (const [name, extensions] of added) {
    const base = types.get(name)
    if (base !== undefined) types.set(name, extended(base, extensions))
  }
  return types
}

/** An extension of a type that there is not makes it. */
function emptyDefinition({ kind, name, at }: Definition): Definition {
  return { kind, name, description: '', directives: [], interfaces: [], fields: [], types: [], enumValues: [], builtIn: false, at }
}

function extended(base: Definition, extensions: readonly Definition[]): Definition {
  const all = [base, ...extensions]
  return {
    ...base,
    directives: all.flatMap(({ directives }) => directives),
    interfaces: all.flatMap(({ interfaces }) => interfaces),
    fields: all.flatMap(({ fields }) => fields),
    types: all.flatMap(({ types }) => types),
    enumValues: all.flatMap(({ enumValues }) => enumValues),
  }
}

function mergedDirectives(document: SchemaDocument): Map<string, DirectiveDefinition> {
  const directives = new Map<string, DirectiveDefinition>()
  for (const directive of [...prelude().directives, ...document.directives]) {
    if (!directives.has(directive.name)) directives.set(directive.name, directive)
    // Of the specification's own, the first is kept.
    else if (!redefinable.has(directive.name)) throw new GraphqlError(`Cannot redeclare directive ${directive.name}.`, directive.at)
  }
  return directives
}

function rootsOf({ schema, schemaExtensions }: SchemaDocument, types: ReadonlyMap<string, Definition>): Map<string, string> {
  const [, second] = schema
  if (second !== undefined) throw new GraphqlError('Cannot have multiple schema entry points, consider schema extensions instead.', second.at)
  const roots = new Map<string, string>()
  for (const { operationTypes } of [...schema, ...schemaExtensions]) addRoots(roots, operationTypes, types)
  if (schema.length === 0) {
    for (const [operation, name] of [
      ['query', 'Query'],
      ['mutation', 'Mutation'],
      ['subscription', 'Subscription'],
    ] as const) {
      if (!roots.has(operation) && types.has(name)) roots.set(operation, name)
    }
  }
  return roots
}

function addRoots(roots: Map<string, string>, operationTypes: SchemaDefinition['operationTypes'], types: ReadonlyMap<string, Definition>): void {
  for (const { operation, type, at } of operationTypes) {
    if (!types.has(type)) throw new GraphqlError(`Schema root ${operation} refers to a type ${type} that does not exist.`, at)
    roots.set(operation, type)
  }
}

function possibleTypesOf(types: ReadonlyMap<string, Definition>): Map<string, Set<string>> {
  const possible = new Map<string, Set<string>>()
  const add = (name: string, type: string): void => {
    const names = possible.get(name) ?? new Set()
    possible.set(name, names.add(type))
  }
  for (const { kind, name, interfaces, types: members } of types.values()) {
    if (kind === 'UNION') for (const member of members) add(name, member)
    else if (kind !== 'SCALAR' && kind !== 'ENUM') for (const one of interfaces) add(one, name)
    if (kind === 'OBJECT' || kind === 'INPUT_OBJECT') add(name, name)
  }
  return possible
}
