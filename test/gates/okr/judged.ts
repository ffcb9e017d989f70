import { okr } from '../../../src/gates/okr/gate.ts'
import type { OkrOptions } from '../../../src/gates/okr/options.ts'
import type { Change } from '../../../src/model/change.ts'
import { isArray, isObject, type Json } from '../../../src/model/json.ts'
import { known } from '../../../src/model/known.ts'
import { type Files, judgeScene } from '../harness.ts'

/** A registry file with one objective. */
export function objective(id: string, words: string): string {
  return `id: ${id}\nobjective: "${words}"\nowner: acme/api\nkey_results:\n  - { id: KR1, metric: p95, target_rel: -0.2 }\n`
}

const REGISTRY: Files = { 'okrs/q3.yml': `${objective('OKR-Q3-LATENCY', 'Reduce p95 latency')}---\n${objective('OKR-QA', 'Robust checkout')}` }
/** A registry of two objectives and two files of code. */
export const BASE: Files = { ...REGISTRY, 'server/api/retry.ts': '1', 'web/page.ts': '1' }
export const source = { kind: 'github', what: 'pull request' } as const

export interface Given {
  readonly files?: Files
  readonly change?: Partial<Change>
  readonly options?: Partial<OkrOptions>
  readonly trunk?: Files
  readonly base?: Files
  readonly commands?: Json
}

/** A change of two files, unless `files` says otherwise, judged against the registry above by a gate that settings name. */
export function judged({ files = { 'server/api/retry.ts': '2', 'web/page.ts': '2' }, change, options, trunk, base = BASE, commands = [] }: Given) {
  return judgeScene(
    okr,
    { base, head: { ...base, ...files }, trunk: trunk ?? base, change: change ?? {}, answers: { 'okr-tags': commands } },
    { named: true, ...options },
  )
}

export const description = (text: string): Given => ({ change: { description: known(text, source) } })
export const labels = (...names: string[]): Given => ({ change: { labels: known(names, source) } })

/** Objective and share of each entry of the contribution. */
export function shares(given: Given): Readonly<Record<string, number>> {
  const value = judged(given).facts.find((fact) => fact.id === 'okr.contribution')?.value
  return Object.fromEntries((isArray(value) ? value : []).flatMap((entry) => (isObject(entry) ? [[String(entry['okr']), Number(entry['share'])]] : [])))
}
