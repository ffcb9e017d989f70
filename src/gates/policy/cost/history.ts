import { isArray, isObject, type Json } from '../../../model/json.ts'
import type { Known } from '../../../model/known.ts'

/** A merge of the past: the files that it changed, the minutes of CI that it took, and what they cost where that was recorded. */
export interface MergeRecord {
  readonly paths: readonly string[]
  readonly ci_mins: number
  readonly usd?: number
}

const MAX_RECORDS = 1000
const MAX_PATHS = 100_000
/** Minutes and dollars beyond it are no record of a merge. */
const MAX_AMOUNT = 1_000_000

/**
 * The merges that an answer `{samples: [{paths, ci_mins, usd?}]}` tells of, which is to have the latest first: the first thousand
 * of them, and no more than 100,000 paths in all. What is no such sample is left out.
 */
export function recordsOf(answer: Known<Json>): readonly MergeRecord[] {
  const samples = answer.known && isObject(answer.value) ? answer.value['samples'] : undefined
  if (!isArray(samples)) return []
  const records: MergeRecord[] = []
  let paths = 0
  for (const sample of samples.slice(0, MAX_RECORDS)) {
    const record = recordOf(sample)
    if (record === undefined) continue
    paths += record.paths.length
    if (paths > MAX_PATHS) break
    records.push(record)
  }
  return records
}

function recordOf(sample: Json): MergeRecord | undefined {
  if (!isObject(sample)) return undefined
  const { paths, ci_mins, usd } = sample
  if (!isArray(paths) || paths.length > MAX_PATHS || !isAmount(ci_mins)) return undefined
  const files = paths.filter((path): path is string => typeof path === 'string')
  return { paths: files, ci_mins, ...(isAmount(usd) ? { usd } : {}) }
}

/** A number of minutes or dollars that may be true. */
export function isAmount(value: Json | undefined): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_AMOUNT
}
