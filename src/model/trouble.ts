import type { Instant } from './ids.ts'

/**
 * The third kind of failure: we or GitHub are in trouble. It says nothing about the change, so it never becomes
 * a failing or passing check: the job is tried again, and the check stays in progress meanwhile.
 */
export class Trouble extends Error {
  override name = 'Trouble'
  readonly who: 'github' | 'ours'
  /** When it is sensible to try again, if somebody said so (retry-after, x-ratelimit-reset). */
  readonly retryAt: Instant | undefined
  constructor(who: 'github' | 'ours', message: string, options: { retryAt?: Instant | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.who = who
    this.retryAt = options.retryAt
  }
}

/** GitHub understood and said no (422, 403 without a limit, 404 where something must be): trying the same again is useless. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What the job is about moved on while it ran (head pushed, branch deleted, pull request closed): a newer event judges the new state. */
export class Superseded extends Error {
  override name = 'Superseded'
}
