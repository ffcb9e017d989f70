import type { ErrorObject } from 'ajv'
import { isArray, isObject } from '../model/json.ts'
import { nearest } from '../model/nearest.ts'
import { displayPath } from '../model/path.ts'
import { child, dotted } from './pointer.ts'
import { MAX_DIAGNOSTICS, type Problem, quote, type Span } from './problem.ts'
import type { YamlReading } from './read-yaml.ts'
import { withoutBranches } from './schema-branches.ts'
import { type Finding, noneFits, schemaText, shown, wrongType } from './type-words.ts'
import { globProblem } from './validators.ts'

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

function paramOf(error: ErrorObject, name: string): string | undefined {
  const value: unknown = error.params[name]
  return typeof value === 'string' ? value : undefined
}
