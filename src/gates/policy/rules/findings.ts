import { isObject, type Json } from '../../../model/json.ts'
import type { Path } from '../../../model/path.ts'
import type { Speaker } from './speakers.ts'

/** One thing that a rule says of a change. */
export interface Finding {
  readonly speaker: Speaker
  readonly code: string
  readonly message: string
  readonly path?: Path
  readonly line?: number
  /** What was done that should not have been, such as `write`. */
  readonly action?: string
  readonly fix?: string
}

/** A rule gave something that is no finding. */
export interface Odd {
  readonly speaker: Speaker
  readonly why: string
}

const MAX_MESSAGE = 2000
const CODE = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/

/**
 * What the value of a `deny` or `warn` document says: texts, or objects `{msg, code, path, line, action, fix}`, as members of a set or
 * an array, or `true`. Anything else is odd: it is told of, and never taken for silence.
 */
export function findingsOf(speaker: Speaker, value: unknown): { readonly findings: readonly Finding[]; readonly odd: readonly Odd[] } {
  if (value === undefined || value === false) return { findings: [], odd: [] }
  if (value === true) return { findings: [{ speaker, code: speaker.code, message: speaker.about.title ?? `${speaker.rule} holds` }], odd: [] }
  const findings: Finding[] = []
  const odd: Odd[] = []
  for (const item of Array.isArray(value) ? value : [value]) {
    const read = findingOf(speaker, item as Json)
    if ('why' in read) odd.push(read)
    else findings.push(read)
  }
  return { findings, odd }
}

function findingOf(speaker: Speaker, item: Json): Finding | Odd {
  if (typeof item === 'string' && item.trim() !== '') return { speaker, code: speaker.code, message: cut(item) }
  if (!isObject(item)) return { speaker, why: `gave ${kindOf(item)} where a text or an object with \`msg\` is wanted` }
  const { msg, code, path, line, action, fix } = item
  if (typeof msg !== 'string' || msg.trim() === '') return { speaker, why: 'gave an object without `msg`' }
  if (code !== undefined && (typeof code !== 'string' || code.length > 100 || !CODE.test(code)))
    return { speaker, why: 'gave a `code` that is none: lower case words with dots and dashes' }
  if (path !== undefined && typeof path !== 'string') return { speaker, why: 'gave a `path` that is no text' }
  if (line !== undefined && !(typeof line === 'number' && Number.isInteger(line) && line > 0)) return { speaker, why: 'gave a `line` that is no line' }
  return {
    speaker,
    code: typeof code === 'string' ? code : speaker.code,
    message: cut(msg),
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(typeof action === 'string' ? { action: cut(action) } : {}),
    ...(typeof fix === 'string' ? { fix: cut(fix) } : {}),
  }
}

function cut(text: string): string {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  return typeof value === 'string' ? 'an empty text' : `a ${typeof value}`
}
