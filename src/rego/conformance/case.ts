import { RegoError, RegoErrors } from '../errors.ts'
import { compile } from '../index.ts'
import { compare, equal } from '../values/compare.ts'
import { jsonFields, parseJson } from '../values/json.ts'
import { isPlain } from '../values/kinds.ts'
import { getField, setField } from '../values/objects.ts'
import { RegoMap } from '../values/rego-map.ts'
import { RegoSet } from '../values/rego-set.ts'
import type { PlainObject, Value } from '../values/value.ts'
import { casesHooks } from './hooks.ts'

/** One case of OPA's suite, as its files have it. */
export interface Case {
  readonly note: string
  readonly query: string
  readonly modules: readonly string[]
  readonly data: Value
  readonly input: Value | undefined
  readonly inputTerm: string | undefined
  readonly wantResult: readonly Value[] | undefined
  readonly wantErrorCode: string | undefined
  readonly wantError: string | undefined
  readonly strictError: boolean
  /** Lists in results may be in any order. */
  readonly sortBindings: boolean
}

/** The cases of a file. Throws where it is none. */
export function parseCases(text: string): readonly Case[] {
  const file = parseJson(text)
  const cases = isPlain(file) ? getField(file, 'cases') : undefined
  if (!Array.isArray(cases)) throw new Error('no cases')
  return cases.map((one: Value) => {
    if (!isPlain(one)) throw new Error('a case is an object')
    return caseOf(one)
  })
}

function caseOf(one: PlainObject): Case {
  const modules = getField(one, 'modules')
  const results = getField(one, 'want_result')
  return {
    note: textAt(one, 'note') ?? '',
    query: textAt(one, 'query') ?? '',
    modules: Array.isArray(modules) ? modules.filter((module) => typeof module === 'string') : [],
    data: getField(one, 'data') ?? {},
    input: getField(one, 'input'),
    inputTerm: textAt(one, 'input_term'),
    wantResult: Array.isArray(results) ? results : undefined,
    wantErrorCode: textAt(one, 'want_error_code'),
    wantError: textAt(one, 'want_error'),
    strictError: getField(one, 'strict_error') === true,
    sortBindings: getField(one, 'sort_bindings') === true,
  }
}

function textAt(object: PlainObject, key: string): string | undefined {
  const value = getField(object, key)
  return typeof value === 'string' ? value : undefined
}

/** Undefined where a case passes; otherwise what is wrong. */
export function runCase(one: Case): string | undefined {
  let rows: readonly Value[]
  try {
    rows = evaluate(one)
  } catch (error) {
    return judgeError(one, error)
  }
  if (one.wantErrorCode !== undefined || one.wantError !== undefined)
    return `wanted error ${one.wantErrorCode ?? ''} ${one.wantError ?? ''}, got ${shown(rows)}`
  const order = one.sortBindings ? sortedLists : (rows: readonly Value[]) => rows
  return equal(RegoSet.of(order(one.wantResult ?? [])), RegoSet.of(order(rows))) ? undefined : `wanted ${shown(one.wantResult ?? [])}, got ${shown(rows)}`
}

function sortedLists(rows: readonly Value[]): readonly Value[] {
  return rows.map((row) => {
    if (!isPlain(row)) return row
    const bindings: Record<string, Value> = {}
    for (const [name, value] of Object.entries(row)) setField(bindings, name, Array.isArray(value) ? value.toSorted(compare) : value)
    return bindings
  })
}

function evaluate(one: Case): readonly Value[] {
  const sources = one.modules.map((text, index) => ({ name: `test-${index}.rego`, text }))
  const policy = compile(sources, { data: one.data })
  const input = one.inputTerm === undefined ? one.input : termValue(one.inputTerm)
  const rows = policy.prepare(one.query).rows(input, { strictBuiltinErrors: one.strictError, hooks: casesHooks })
  return rows.map((row) => {
    const bindings: Record<string, Value> = {}
    for (const [name, value] of row.bindings) setField(bindings, name, jsonForm(value))
    return bindings
  })
}

function termValue(text: string): Value | undefined {
  const [row] = compile([]).prepare(`x = ${text}`).rows(undefined)
  return row?.bindings.get('x')
}

/** Sets as arrays, keys as strings: what JSON can say. */
function jsonForm(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(jsonForm)
  if (value instanceof RegoSet) return value.sorted().map(jsonForm)
  if (!isPlain(value) && !(value instanceof RegoMap)) return value
  const fields: Record<string, Value> = {}
  for (const [key, item] of jsonFields(value)) setField(fields, key, jsonForm(item))
  return fields
}

function judgeError(one: Case, error: unknown): string | undefined {
  const errors = error instanceof RegoErrors ? error.errors : error instanceof RegoError ? [error] : undefined
  if (errors === undefined) return `failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  const text = errors.map(errorText).join('\n')
  if (one.wantErrorCode === undefined && one.wantError === undefined) return `error: ${text}`
  if (one.wantErrorCode !== undefined && !errors.some((known) => known.code === one.wantErrorCode)) return `wanted error ${one.wantErrorCode}, got ${text}`
  return one.wantError === undefined || text.includes(one.wantError) ? undefined : `wanted error ${one.wantError}, got ${text}`
}

function errorText(error: RegoError): string {
  const place = error.location === undefined ? '' : `${error.file ?? ''}:${error.row ?? 0}: `
  return `${place}${error.code}: ${error.message}`
}

function shown(rows: readonly Value[]): string {
  const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}
