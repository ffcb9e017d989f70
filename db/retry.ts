import { type Instant, later } from '../src/model/ids.ts'
import { Trouble } from '../src/model/trouble.ts'
import type { Claimed } from './work.ts'

export interface RetryOptions {
  /** Wait after the first failure, in milliseconds; doubled after each. 2 s by default. */
  readonly baseMs: number
  /** The longest wait after a failure of our own. 5 minutes by default. */
  readonly maxMs: number
  /** Tries that may fail by our own fault, the worker's death included, before the work is given up as dead. 8 by default. */
  readonly limit: number
  /** The longest wait while GitHub is in trouble, a quarter more or less. 12 minutes by default. */
  readonly troubleMaxMs: number
  /** For how long trouble that is not our fault is waited out. 24 hours by default. */
  readonly patienceMs: number
}

export const RETRY: RetryOptions = { baseMs: 2000, maxMs: 300_000, limit: 8, troubleMaxMs: 12 * 60_000, patienceMs: 24 * 3_600_000 }

/** What becomes of work that failed. `waits`: it was trouble that passes by itself, and costs no try. */
export type Plan = { readonly kind: 'again'; readonly at: Instant; readonly waits: boolean } | { readonly kind: 'dead' }

/**
 * An error of ours is tried again a few times, since many pass, and then a person has to look. Trouble (GitHub's, or a budget that
 * is used up) is waited out for as long as an outage lasts. `jitter` is 0 to 1, so that many that failed together do not come back together.
 */
export function planAfter(
  claimed: Pick<Claimed, 'strikes' | 'waits' | 'troubleSince'>,
  error: unknown,
  retry: RetryOptions,
  jitter: number,
  now: Instant,
): Plan {
  if (!(error instanceof Trouble)) {
    if (claimed.strikes >= retry.limit) return { kind: 'dead' }
    return { kind: 'again', waits: false, at: later(now, Math.min(retry.maxMs, doubled(retry.baseMs, claimed.strikes - 1)) * spread(jitter)) }
  }
  const lasted = Date.parse(now) - Date.parse(claimed.troubleSince ?? now)
  // An event long after the first failure gets its tries all the same.
  if (lasted >= retry.patienceMs && claimed.waits >= retry.limit) return { kind: 'dead' }
  return { kind: 'again', waits: true, at: troubleEnds(error, doubled(retry.baseMs, claimed.waits), retry, jitter, now) }
}

/** When trouble is to be met again: after a pause that has grown to so many milliseconds, and never before the time that was named. */
export function troubleEnds(
  error: Trouble,
  grownMs: number,
  { baseMs, troubleMaxMs }: Pick<RetryOptions, 'baseMs' | 'troubleMaxMs'>,
  jitter: number,
  now: Instant,
): Instant {
  const named = error.retryAt ?? now
  // A budget of ours is full again when it says so: whoever waited longest must not be the one who waits longest next.
  if (error.who === 'ours' && error.retryAt !== undefined) return later(named > now ? named : now, baseMs * jitter)
  const next = later(now, Math.min(troubleMaxMs, grownMs) * spread(jitter))
  return next > named ? next : named
}

/** The longest that anybody waits in trouble of which nobody named the end, in milliseconds. */
export const LONGEST_PAUSE_MS = RETRY.troubleMaxMs * spread(1)

function doubled(baseMs: number, times: number): number {
  return baseMs * 2 ** Math.min(30, times)
}

function spread(jitter: number): number {
  return 0.75 + jitter / 2
}
