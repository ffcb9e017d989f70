import type { ErrorObject } from 'ajv'
import { MODES } from '../model/gate.ts'
import { isArray, isObject, type Json } from '../model/json.ts'
import { displayPath } from '../model/path.ts'
import type { SettingsCode } from './codes.ts'
import { nearest } from './nearest.ts'
import { child, dotted } from './pointer.ts'
import { MAX_DIAGNOSTICS, type Problem, quote, type Span } from './problem.ts'
import type { YamlReading } from './read-yaml.ts'
import { withoutBranches } from './schema-branches.ts'
import { globProblem } from './validators.ts'

/** What is said about one failed keyword. */
interface Finding {
  readonly code: SettingsCode
  readonly message: string
  readonly suggestion?: string | undefined
}

/**
 * A failed validation in words that say what to write instead, each at its own place. `errors` are those of a
 * validator compiled with `allErrors` and `verbose`.
 */
export function schemaProblems(errors: readonly ErrorObject[], reading: YamlReading, text: string): readonly Problem[] {
  const placed = withoutBranches(errors).map((error) => ({ error, span: spanOf(error, reading, text) }))
  // Words cost more than places: a hostile file has thousands of errors, and only the first are shown.
  const shown = placed.toSorted((a, b) => a.span.start - b.span.start).slice(0, MAX_DIAGNOSTICS)
  return shown.map(({ error, span }) => {
    const { code, message, suggestion } = findingOf(error)
    return { code, message, ...span, ...(suggestion === undefined ? {} : { suggestion }) }
  })
}

/** The key for what is wrong about a key, a plain value as a whole, of a map or list its key or its first line. */
function spanOf(error: ErrorObject, reading: YamlReading, text: string): Span {
  const key = paramOf(error, 'additionalProperty') ?? paramOf(error, 'propertyName')
  const spans = reading.spans.get(key === undefined ? error.instancePath : child(error.instancePath, key))
  if (!spans) return { start: 0, end: 0 }
  const collection = typeof error.data === 'object' && error.data !== null
  if (spans.key && (key !== undefined || collection || spans.value.end <= spans.value.start)) return spans.key
  if (!collection) return spans.value
  const newline = text.indexOf('\n', spans.value.start)
  return { start: spans.value.start, end: newline < 0 ? spans.value.end : Math.min(newline, spans.value.end) }
}

function findingOf(error: ErrorObject): Finding {
  const where = error.instancePath === '' ? 'the file' : quote(dotted(error.instancePath))
  const limit = Number(error.params['limit'])
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error)
    case 'required':
      return missingKey(error)
    case 'type':
      return wrongType(error, where)
    case 'enum':
      return wrongChoice(error, where)
    case 'const':
      return { code: 'settings.wrong-value', message: `${where} must be ${quote(JSON.stringify(error.schema))}, not ${shown(error.data)}` }
    case 'minimum':
      return { code: 'settings.out-of-range', message: `${where} must be at least ${limit}` }
    case 'maximum':
      return { code: 'settings.out-of-range', message: `${where} must be at most ${limit}` }
    case 'exclusiveMinimum':
      return { code: 'settings.out-of-range', message: `${where} must be more than ${limit}` }
    case 'exclusiveMaximum':
      return { code: 'settings.out-of-range', message: `${where} must be less than ${limit}` }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { code: 'settings.out-of-range', message: limit === 1 ? `${where} is empty` : `${where} must have at least ${limit} ${UNITS[error.keyword]}` }
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return { code: 'settings.out-of-range', message: `${where} must have at most ${limit} ${UNITS[error.keyword]}` }
    case 'uniqueItems':
      return { code: 'settings.wrong-value', message: `${where} names the same twice` }
    case 'format':
      return wrongFormat(error, where)
    case 'pattern':
      return {
        code: 'settings.wrong-value',
        message: `${where} must be ${schemaText(error, 'patternErrorMessage') ?? schemaText(error, 'description') ?? 'of another form'}`,
      }
    case 'anyOf':
    case 'oneOf':
      return noneFits(error, where)
    default:
      return { code: 'settings.wrong-value', message: `${where} is not allowed like this (${error.message ?? error.keyword})` }
  }
}

const UNITS: Readonly<Record<string, string>> = {
  minLength: 'characters',
  maxLength: 'characters',
  minItems: 'items',
  maxItems: 'items',
  minProperties: 'keys',
  maxProperties: 'keys',
}

function unknownKey(error: ErrorObject): Finding {
  const key = paramOf(error, 'additionalProperty') ?? ''
  const valid = isObject(error.parentSchema?.['properties']) ? Object.keys(error.parentSchema['properties']) : []
  const suggestion = nearest(key, valid)
  const gates = error.instancePath === '/gates' || error.schemaPath.endsWith('/gates/additionalProperties')
  const unknown = `unknown ${gates ? 'gate' : 'key'} ${quote(key)}`
  return {
    code: gates ? 'settings.unknown-gate' : 'settings.unknown-key',
    message: suggestion === undefined ? `${unknown}${listed(valid)}` : `${unknown}, did you mean ${quote(suggestion)}?`,
    suggestion,
  }
}

function listed(valid: readonly string[]): string {
  if (valid.length === 0) return ''
  return `; here can be ${valid.slice(0, 12).join(', ')}${valid.length > 12 ? ', …' : ''}`
}

function missingKey(error: ErrorObject): Finding {
  const key = paramOf(error, 'missingProperty') ?? ''
  const properties = isObject(error.parentSchema?.['properties']) ? error.parentSchema['properties'] : {}
  const own = Object.hasOwn(properties, key) ? properties[key] : undefined
  const line = isObject(own) && own['const'] !== undefined ? `${key}: ${JSON.stringify(own['const'])}` : key
  const owner = error.instancePath === '' ? '' : ` in ${quote(dotted(error.instancePath))}`
  return { code: 'settings.missing-key', message: `${quote(line)} is missing${owner}`, suggestion: line }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys and values',
  null: 'empty',
}

function wrongType(error: ErrorObject, where: string): Finding {
  const code = 'settings.wrong-type'
  if (error.instancePath === '' && error.data === null) return { code, message: 'the file is empty; it needs at least `version: 1`' }
  const types = [error.params['type']].flat().map(String)
  const form = schemaText(error, 'patternErrorMessage')
  const must = `${where} must be ${form ?? types.map((type) => TYPES[type] ?? type).join(' or ')}, not ${shown(error.data)}`
  const suggestion = form === undefined ? insteadOf(error.data, types, error.parentSchema) : undefined
  return { code, message: suggestion === undefined ? must : `${must}; did you mean ${quote(suggestion)}?`, suggestion }
}

/** The same value in the type that is wanted, where it is plain what was meant. */
function insteadOf(data: unknown, types: readonly string[], schema: ErrorObject['parentSchema']): string | undefined {
  if (typeof data === 'string') {
    const numeric = types.includes('number') || types.includes('integer')
    if (numeric && data.trim() !== '' && Number.isFinite(Number(data))) return String(Number(data))
    if (types.includes('boolean') && /^(?:yes|on)$/i.test(data)) return 'true'
    if (types.includes('boolean') && /^(?:no|off)$/i.test(data)) return 'false'
    if (types.includes('array') && data.length <= 40) return `[${JSON.stringify(data)}]`
    if (types.includes('object') && isObject(schema?.['properties']) && MODES.some((mode) => mode === data)) return `{ mode: ${data} }`
  }
  if (data === null && types.includes('object')) return '{}'
  if ((typeof data === 'number' || typeof data === 'boolean') && types.includes('string')) return JSON.stringify(String(data))
  return undefined
}

/** A value as a message shows it: what kind it is, and a short plain value itself. */
function shown(data: unknown): string {
  if (data === null || data === undefined) return 'empty'
  if (typeof data === 'string') return `the text ${quote(JSON.stringify(data.slice(0, 50)))}`
  if (typeof data === 'object') return Array.isArray(data) ? 'a list' : 'a map'
  return quote(String(data))
}

function wrongChoice(error: ErrorObject, where: string): Finding {
  const choices = isArray(error.schema) ? error.schema.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice))) : []
  // `mode: false` is what a person gets who knows YAML 1.1, where `off` meant that.
  const word = error.data === false ? 'off' : typeof error.data === 'string' ? error.data : ''
  const suggestion = nearest(word, choices)
  const must = `${where} must be one of ${choices.join(', ')}`
  return { code: 'settings.wrong-value', message: suggestion === undefined ? must : `${must}; did you mean ${quote(suggestion)}?`, suggestion }
}

function wrongFormat(error: ErrorObject, where: string): Finding {
  if (error.schema !== 'glob' && error.schema !== 'branch-glob')
    return { code: 'settings.wrong-value', message: `${where} is no valid ${String(error.schema)}` }
  return { code: 'settings.bad-glob', message: `${where}: ${displayPath((globProblem(String(error.data)) ?? 'the pattern cannot be read').slice(0, 200))}` }
}

function noneFits(error: ErrorObject, where: string): Finding {
  const branches = isArray(error.schema) ? error.schema : []
  const required = branches.flatMap((branch) => (isObject(branch) && isArray(branch['required']) ? branch['required'] : []))
  if (required.length === branches.length) return { code: 'settings.missing-key', message: `${where} needs one of ${required.map(String).join(', ')}` }
  const types = branches.flatMap((branch) => (isObject(branch) ? typesOf(branch) : []))
  const must =
    types.length > 0 && !types.includes(TYPES[kindOf(error.data)] ?? '')
      ? `must be ${[...new Set(types)].join(' or ')}, not ${shown(error.data)}`
      : 'has none of the forms that it can have'
  return { code: 'settings.wrong-type', message: `${where} ${must}` }
}

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return 'array'
  return data === null ? 'null' : typeof data
}

function typesOf(schema: { readonly [key: string]: Json | undefined }): readonly string[] {
  if (isArray(schema['enum'])) return schema['enum'].map((choice) => quote(String(choice)))
  const type = schema['type']
  return typeof type === 'string' ? [TYPES[type] ?? type] : []
}

function schemaText(error: ErrorObject, key: string): string | undefined {
  const value: unknown = error.parentSchema?.[key]
  return typeof value === 'string' ? value : undefined
}

function paramOf(error: ErrorObject, name: string): string | undefined {
  const value: unknown = error.params[name]
  return typeof value === 'string' ? value : undefined
}
