import { Trouble } from '../model/trouble.ts'
import { type Location, parseJson, RegoError, type RegoErrorCode, RegoErrors, toPlain } from '../rego/index.ts'
import type { Answer } from './connection.ts'

/** How errors of the server are told as errors of the modules that were given. */
export interface Places {
  location(file: string, row: number, col: number): Location | undefined
  message(text: string): string
}

/** The codes of what is wrong with a policy; everything else is trouble with the server. */
const CODES: ReadonlySet<string> = new Set<RegoErrorCode>([
  'rego_parse_error',
  'rego_compile_error',
  'rego_type_error',
  'rego_unsafe_var_error',
  'rego_recursion_error',
  'eval_internal_error',
  'eval_cancel_error',
  'eval_conflict_error',
  'eval_type_error',
  'eval_builtin_error',
  'eval_with_merge_error',
])

/** The body of an answer to an evaluation. Throws the RegoError it tells of, else Trouble. */
export function evaluated(answer: Answer, places: Places): Record<string, unknown> {
  if (answer.status === 200) return bodyOf(answer)
  const [first] = regoErrors(answer, places)
  throw first ?? refusal(answer)
}

/** Throws RegoErrors where the server refuses a module, and Trouble where it does anything else but take it. */
export function taken(answer: Answer, places: Places): void {
  if (isDone(answer)) return
  const errors = regoErrors(answer, places)
  throw errors.length > 0 ? new RegoErrors(errors) : refusal(answer)
}

/** What is not there need not be removed. */
export function removed(answer: Answer): void {
  if (!isDone(answer) && answer.status !== 404) throw refusal(answer)
}

function isDone({ status }: Answer): boolean {
  return status === 200 || status === 204
}

function refusal({ status }: Answer): Trouble {
  return new Trouble('ours', `the OPA server answered with status ${status}`)
}

function bodyOf({ text }: Answer): Record<string, unknown> {
  let body: unknown
  try {
    body = toPlain(parseJson(text))
  } catch (error) {
    throw new Trouble('ours', 'the OPA server answered with what is no JSON', { cause: error })
  }
  return recordOf(body)
}

function regoErrors(answer: Answer, places: Places): readonly RegoError[] {
  const errors = answer.text.startsWith('{') ? bodyOf(answer)['errors'] : undefined
  return Array.isArray(errors) ? errors.flatMap((error) => regoError(recordOf(error), places)) : []
}

function regoError({ code, message, location }: Record<string, unknown>, places: Places): RegoError[] {
  if (typeof code !== 'string' || !CODES.has(code)) return []
  const { file, row, col } = recordOf(location)
  const isKnown = typeof file === 'string' && typeof row === 'number' && typeof col === 'number'
  return [new RegoError(code as RegoErrorCode, places.message(String(message)), isKnown ? places.location(file, row, col) : undefined)]
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
