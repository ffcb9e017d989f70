import { jsonText } from '../../values/json.ts'
import { compareNumbers, isNumber } from '../../values/numbers.ts'
import { entriesOf, getKey, isArray, isObject } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import { boundOf, countOf, invalidType, isSchemaNode, listOf, textOf } from './keyword-values.ts'
import { isAtLeast, type KeywordContext, type ReadKeyword, type Schema, SchemaError } from './schema.ts'

const types = ['array', 'boolean', 'integer', 'number', 'null', 'object', 'string']

const readType: ReadKeyword = (value, schema) => {
  const names = typeof value === 'string' ? [value] : isArray(value) ? value : undefined
  if (names === undefined) throw invalidType('type', 'string/array of strings')
  const known: string[] = []
  for (const name of names) {
    if (typeof name !== 'string') throw invalidType('type', 'string/array of strings')
    if (!types.includes(name))
      throw new SchemaError(`has a primitive type that is NOT VALID -- given: /${name}/ Expected valid values are:[${types.join(' ')}]`)
    if (known.includes(name)) throw new SchemaError(`${name} type is duplicated`)
    known.push(name)
  }
  schema.types = known
}

const readProperties: ReadKeyword = (value, schema, { read }) => {
  if (!isObject(value)) throw new SchemaError('properties must be of type object')
  schema.properties = new Map(entriesOf(value).map(([name, node]) => [String(name), read(node)]))
}

const readPatternProperties: ReadKeyword = (value, schema, { read, pattern }) => {
  if (!isObject(value)) throw invalidType('patternProperties', 'schema')
  schema.patternProperties = entriesOf(value).map(([name, node]) => {
    const source = String(name)
    return [orError(() => pattern(source), `Invalid regex pattern '${source}'`), read(node)] as const
  })
}

function orError<T>(run: () => T, message: string): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof SchemaError) throw new SchemaError(message)
    throw error
  }
}

/** A boolean, or a schema. */
function eitherOf(word: 'additionalProperties' | 'additionalItems'): ReadKeyword {
  return (value, schema, { read }) => {
    if (typeof value !== 'boolean' && !isObject(value)) throw invalidType(word, 'boolean/schema')
    schema[word] = typeof value === 'boolean' ? value : read(value)
  }
}

const readDependencies: ReadKeyword = (value, schema, { read }) => {
  if (!isObject(value)) throw new SchemaError('dependencies must be of type object')
  const dependencies = new Map<string, readonly string[] | Schema>()
  for (const [name, node] of entriesOf(value)) dependencies.set(String(name), isSchemaNode(node) ? read(node) : namesOf(node))
  schema.dependencies = dependencies
}

function namesOf(node: Value): readonly string[] {
  const names = isArray(node) ? node.filter((name) => typeof name === 'string') : undefined
  if (!isArray(node) || names === undefined || names.length < node.length) throw new SchemaError('dependency must be of type schema or array of strings')
  return names
}

const readItems: ReadKeyword = (value, schema, { read }) => {
  const wrong = invalidType('items', 'schema/array of schemas')
  if (isArray(value)) {
    if (!value.every(isSchemaNode)) throw wrong
    schema.items = value.map(read)
  } else {
    if (!isSchemaNode(value)) throw wrong
    schema.items = read(value)
  }
}

const readMultipleOf: ReadKeyword = (value, schema) => {
  if (!isNumber(value)) throw invalidType('multipleOf', 'number')
  if (compareNumbers(value, 0) <= 0) throw new SchemaError('multipleOf must be strictly greater than 0')
  schema.multipleOf = value
}

/** A number; in draft 4 a boolean that makes the other bound strict. */
function strictBound(word: 'exclusiveMinimum' | 'exclusiveMaximum', other: 'minimum' | 'maximum'): ReadKeyword {
  return (value, schema, { draft }) => {
    const canBeFlag = draft === 4 || draft === 'hybrid'
    if (draft !== 4 && isNumber(value)) schema[word] = value
    else if (!canBeFlag || typeof value !== 'boolean') throw invalidType(word, draft === 4 ? 'boolean' : draft === 'hybrid' ? 'boolean/number' : 'number')
    else {
      const bound = schema[other]
      if (bound === undefined) throw new SchemaError(`${word} cannot be used without ${other}`)
      if (!value) return
      schema[word] = bound
      delete schema[other]
    }
  }
}

function count(word: 'minLength' | 'maxLength' | 'minProperties' | 'maxProperties' | 'minItems' | 'maxItems'): ReadKeyword {
  return (value, schema) => {
    schema[word] = countOf(value, word)
    const [least, most] = word.endsWith('Length') ? [schema.minLength, schema.maxLength] : [schema.minProperties, schema.maxProperties]
    if (word.startsWith('max') && !word.endsWith('Items') && least !== undefined && most !== undefined && least > most) {
      throw new SchemaError(`${word.replace('max', 'min')} cannot be greater than ${word}`)
    }
  }
}

const readPattern: ReadKeyword = (value, schema, { pattern }) => {
  if (typeof value !== 'string') throw new SchemaError('pattern must be of a string')
  schema.pattern = { source: value, regex: orError(() => pattern(value), 'pattern must be a valid regex') }
}

const readFormat: ReadKeyword = (value, schema) => {
  if (typeof value !== 'string') throw new SchemaError('format must be of type string')
  schema.format = value
}

const readRequired: ReadKeyword = (value, schema) => {
  const names: string[] = []
  for (const name of listOf(value, 'required')) {
    if (typeof name !== 'string') throw new SchemaError('required items must be string')
    names.push(name)
  }
  if (new Set(names).size < names.length) throw new SchemaError('required items must be unique')
  schema.required = names
}

const readEnum: ReadKeyword = (value, schema) => {
  const texts = listOf(value, 'enum').map((item) => jsonText(item))
  const different = new Set(texts)
  if (different.size < texts.length) throw new SchemaError('enum items must be unique')
  schema.enum = { texts: different, all: texts.join(', ') }
}

/** The library blames `anyOf` for an `allOf` that is none. */
function alternatives(word: 'oneOf' | 'anyOf' | 'allOf'): ReadKeyword {
  return (value, schema, { read }) => {
    schema[word] = listOf(value, word === 'allOf' ? 'anyOf' : word).map(read)
  }
}

function part(word: 'not' | 'if' | 'then' | 'else'): ReadKeyword {
  return (value, schema, { read }) => {
    if (!isSchemaNode(value)) throw new SchemaError(`${word} must be of an object`)
    schema[word] = read(value)
  }
}

function inDrafts(least: 6 | 7, read: ReadKeyword): ReadKeyword {
  return (value, schema, context) => {
    if (isAtLeast(context.draft, least)) read(value, schema, context)
  }
}

const readDefinitions: ReadKeyword = (value, _, { read }) => {
  const wrong = invalidType('definitions', 'array of schemas')
  if (!isObject(value)) throw wrong
  for (const [, node] of entriesOf(value)) {
    if (!isSchemaNode(node)) throw wrong
    read(node)
  }
}

function bound(word: 'minimum' | 'maximum'): ReadKeyword {
  return (value, schema) => {
    schema[word] = boundOf(value, word)
  }
}

const readPropertyNames: ReadKeyword = (value, schema, { read }) => {
  // The library blames another word.
  if (!isSchemaNode(value)) throw invalidType('patternProperties', 'schema')
  schema.propertyNames = read(value)
}

const readUniqueItems: ReadKeyword = (value, schema) => {
  if (typeof value !== 'boolean') throw new SchemaError('uniqueItems must be of a boolean')
  schema.uniqueItems = value
}

const readContains: ReadKeyword = (value, schema, { read }) => {
  schema.contains = read(value)
}

const readConst: ReadKeyword = (value, schema) => {
  schema.const = jsonText(value)
}

function text(word: string): ReadKeyword {
  return (value) => {
    textOf(value, word)
  }
}

/** In the order in which gojsonschema reads them: what is wrong first is what is told. */
const before: readonly (readonly [string, ReadKeyword])[] = [
  ['definitions', readDefinitions],
  ['title', text('title')],
  ['description', text('description')],
]

const words: readonly (readonly [string, ReadKeyword])[] = [
  ['type', readType],
  ['properties', readProperties],
  ['additionalProperties', eitherOf('additionalProperties')],
  ['patternProperties', readPatternProperties],
  ['propertyNames', inDrafts(6, readPropertyNames)],
  ['dependencies', readDependencies],
  ['items', readItems],
  ['additionalItems', eitherOf('additionalItems')],
  ['multipleOf', readMultipleOf],
  ['minimum', bound('minimum')],
  ['exclusiveMinimum', strictBound('exclusiveMinimum', 'minimum')],
  ['maximum', bound('maximum')],
  ['exclusiveMaximum', strictBound('exclusiveMaximum', 'maximum')],
  ['minLength', count('minLength')],
  ['maxLength', count('maxLength')],
  ['pattern', readPattern],
  ['format', readFormat],
  ['minProperties', count('minProperties')],
  ['maxProperties', count('maxProperties')],
  ['required', readRequired],
  ['minItems', count('minItems')],
  ['maxItems', count('maxItems')],
  ['uniqueItems', readUniqueItems],
  ['contains', inDrafts(6, readContains)],
  ['const', inDrafts(6, readConst)],
  ['enum', readEnum],
  ['oneOf', alternatives('oneOf')],
  ['anyOf', alternatives('anyOf')],
  ['allOf', alternatives('allOf')],
  ['not', part('not')],
  ['if', inDrafts(7, part('if'))],
  ['then', inDrafts(7, part('then'))],
  ['else', inDrafts(7, part('else'))],
]

/** Reads what a reference keeps of the words beside it. */
export function readAnnotations(schema: Schema, context: KeywordContext): void {
  readWords(before, schema, context)
}

export function readKeywords(schema: Schema, context: KeywordContext): void {
  readWords(words, schema, context)
}

function readWords(list: readonly (readonly [string, ReadKeyword])[], schema: Schema, context: KeywordContext): void {
  for (const [word, read] of list) {
    const value: Value | undefined = getKey(context.node, word)
    if (value !== undefined) read(value, schema, context)
  }
}
