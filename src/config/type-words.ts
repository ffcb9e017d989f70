import type { ErrorObject } from 'ajv'
import { MODES } from '../model/gate.ts'
import { isArray, isObject, type Json } from '../model/json.ts'
import type { SettingsCode } from './codes.ts'
import { quote } from './problem.ts'

/** What is said about one failed keyword. */
export interface Finding {
  readonly code: SettingsCode
  readonly message: string
  readonly suggestion?: string | undefined
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

/** A value of another type than the schema wants. `where` names it. */
export function wrongType(error: ErrorObject, where: string): Finding {
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
export function shown(data: unknown): string {
  if (data === null || data === undefined) return 'empty'
  if (typeof data === 'string') return `the text ${quote(JSON.stringify(data.slice(0, 50)))}`
  if (typeof data === 'object') return Array.isArray(data) ? 'a list' : 'a map'
  return quote(String(data))
}

/** A value that fits none of the forms of an `anyOf` or `oneOf`. */
export function noneFits(error: ErrorObject, where: string): Finding {
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
  if (typeof schema['const'] === 'string') return [quote(schema['const'])]
  const type = schema['type']
  return typeof type === 'string' ? [TYPES[type] ?? type] : []
}

/** A text that the failing part of the schema has under a key. */
export function schemaText(error: ErrorObject, key: string): string | undefined {
  const value: unknown = error.parentSchema?.[key]
  return typeof value === 'string' ? value : undefined
}
