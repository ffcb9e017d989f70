import { BadUsage } from '../failures.ts'
import type { Explain } from './evaluate.ts'

const EXPLAIN: readonly string[] = ['full', 'fails', 'notes']

/** `--explain 'data.a'` has no mode: what follows is the query. */
export function queryAndMode(query: string | undefined, explain: string | true | undefined): readonly [string, Explain | undefined] {
  const isMode = typeof explain === 'string' && EXPLAIN.includes(explain)
  if (query !== undefined) {
    if (typeof explain === 'string' && !isMode) throw new BadUsage(`--explain is one of ${EXPLAIN.join(', ')}, not ${JSON.stringify(explain)}`)
    return [query, isMode ? (explain as Explain) : explain === true ? 'full' : undefined]
  }
  if (typeof explain === 'string' && !isMode) return [explain, 'full']
  throw new BadUsage("a query is missing, for example 'data.shop.deny'")
}
