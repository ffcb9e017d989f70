import { isObject } from '../../../model/json.ts'
import { type Policy, type PreparedQuery, RegoError, toPlain, type Value } from '../../../rego/index.ts'
import type { TwinDocument } from '../twin/document.ts'
import { type Finding, findingsOf, type Odd } from './findings.ts'
import type { Speaker } from './speakers.ts'

/** What one evaluation of one rule may take: a policy that loops ends, and is told of. */
const BUDGET = { steps: 5_000_000, bytes: 64 * 1024 * 1024 } as const

/** What a set of rules says of a change. */
export interface Ruling {
  readonly findings: readonly Finding[]
  /** Findings that an `allow` takes out, with what it says. */
  readonly allowed: readonly (Finding & { readonly because: string })[]
  /** Rules that gave something that is no finding, or ended with an error: of what they would say nothing is known. */
  readonly odd: readonly Odd[]
}

/** Evaluates every rule that speaks. The same document and the same rules give the same ruling, byte for byte. */
export function judgeDocument(policy: Policy, speakers: readonly Speaker[], document: TwinDocument): Ruling {
  const odd: Odd[] = []
  const said = (voice: Speaker['voice']) =>
    speakers.filter((speaker) => speaker.voice === voice).map((speaker) => ({ speaker, value: answerOf(policy, speaker, document, odd) }))
  const exceptions = said('allow').flatMap(({ speaker, value }) => exceptionsOf(speaker, value, odd))
  const findings: Finding[] = []
  const allowed: (Finding & { because: string })[] = []
  for (const { speaker, value } of [...said('deny'), ...said('warn')]) {
    const read = findingsOf(speaker, value)
    odd.push(...read.odd)
    for (const finding of read.findings) {
      const exception = exceptions.find((each) => covers(each, finding))
      if (exception) allowed.push({ ...finding, because: exception.because })
      else findings.push(finding)
    }
  }
  for (const { speaker, refused } of exceptions)
    if (refused) findings.push({ speaker, code: speaker.code, message: speaker.about.title ?? 'No rule allows this change' })
  return { findings: findings.sort(byPlace), allowed: allowed.sort(byPlace), odd }
}

/** A document is plain JSON, and its numbers are exact: a value of Rego as it is. */
function asValue(document: TwinDocument): Value {
  return document as unknown as Value
}

function answerOf(policy: Policy, speaker: Speaker, document: TwinDocument, odd: Odd[]): unknown {
  try {
    const [row] = preparedFor(policy, speaker.entrypoint).rows(asValue(document), { budget: BUDGET })
    const value = row?.expressions[0]
    return value === undefined ? undefined : toPlain(value)
  } catch (error) {
    if (!(error instanceof RegoError)) throw error
    odd.push({ speaker, why: `ended with ${error.code}: ${error.message}` })
    return undefined
  }
}

const prepared = new WeakMap<Policy, Map<string, PreparedQuery>>()

function preparedFor(policy: Policy, entrypoint: string): PreparedQuery {
  const queries = prepared.get(policy) ?? new Map<string, PreparedQuery>()
  prepared.set(policy, queries)
  const known = queries.get(entrypoint) ?? policy.prepare(entrypoint)
  queries.set(entrypoint, known)
  return known
}

/** Whether nothing is denied, as far as every rule could say. */
export function passes({ findings, odd }: Ruling): boolean {
  return odd.length === 0 && findings.every(({ speaker }) => speaker.voice === 'warn')
}

interface Exception {
  readonly speaker: Speaker
  readonly refused: boolean
  readonly code?: string
  readonly path?: string
  readonly because: string
}

/**
 * What an `allow` says. As a boolean it is OPA's habit: a change that is not allowed is refused. As a set of objects `{code, path, msg}`
 * each takes the findings of that code, at that path where it names one, out of the ruling.
 */
function exceptionsOf(speaker: Speaker, value: unknown, odd: Odd[]): readonly Exception[] {
  if (value === true) return []
  if (value === false || value === undefined) return [{ speaker, refused: true, because: '' }]
  return (Array.isArray(value) ? value : [value]).flatMap((item: unknown): readonly Exception[] => {
    if (isObject(item) && typeof item['code'] === 'string' && typeof item['msg'] === 'string') {
      const path = item['path']
      return [{ speaker, refused: false, code: item['code'], because: item['msg'], ...(typeof path === 'string' ? { path } : {}) }]
    }
    odd.push({ speaker, why: 'gave something that is neither a boolean nor an object with `code` and `msg`' })
    return []
  })
}

function covers(exception: Exception, finding: Finding): boolean {
  return exception.code === finding.code && (exception.path === undefined || exception.path === finding.path)
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [a, b].map(({ path = '', line = 0, code, message }) => [path, String(line).padStart(8, '0'), code, message].join('\0'))
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1
}
