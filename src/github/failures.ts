import { type Instant, instant } from '../model/ids.ts'
import { isObject } from '../model/json.ts'
import { Refused, Trouble } from '../model/trouble.ts'

/** How long to wait when GitHub limits us without saying until when: its documentation asks for at least a minute. */
const UNSAID_LIMIT_MS = 60_000
/** GitHub's limits end within the hour; a proxy that says more is not believed. */
const MAX_LIMIT_SECONDS = 2 * 3600

/**
 * Turns whatever Octokit throws into the failures of the model. 5xx, dropped connections and time-outs are
 * Trouble; 403 and 429 with a limit are Trouble with the time that GitHub names (`retry-after` in seconds, or
 * `x-ratelimit-reset` in epoch seconds when nothing remains); other 4xx are Refused. `now` is in epoch milliseconds. What a Trouble
 * says is shown on cards, so GitHub's own words (of an HTML page, of a proxy) are in its cause only.
 */
export function classify(error: unknown, now: number): Error {
  if (error instanceof Trouble || error instanceof Refused) return error
  const status = statusOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (status === undefined || status >= 500) return new Trouble('github', `GitHub answers ${status ?? 'nothing'}`, { cause: error })
  if (status === 429 || (status === 403 && isLimit(error, message))) {
    return new Trouble('github', 'GitHub limits our requests', { retryAt: limitEnds(headersOf(error), now), cause: error })
  }
  if (status === 401) return new Trouble('github', 'GitHub does not accept our token', { cause: error })
  return new Refused(status, firstLine(message))
}

/** The HTTP status of an Octokit error; undefined when no answer came. Octokit reports a dropped connection as status 500 without a response. */
export function statusOf(error: unknown): number | undefined {
  if (!isObject(error) || typeof error['status'] !== 'number') return undefined
  return isObject(error['response']) ? error['status'] : undefined
}

function isLimit(error: unknown, message: string): boolean {
  const headers = headersOf(error)
  return header(headers, 'retry-after') !== undefined || header(headers, 'x-ratelimit-remaining') === '0' || /rate limit/i.test(message)
}

/** When a limit ends, by the headers of the answer that told of it. */
export function limitEnds(headers: unknown, now: number): Instant {
  const after = Number(header(headers, 'retry-after'))
  if (Number.isFinite(after) && after >= 0) return instant(now + Math.min(after, MAX_LIMIT_SECONDS) * 1000)
  const reset = Number(header(headers, 'x-ratelimit-reset'))
  if (header(headers, 'x-ratelimit-remaining') === '0' && Number.isFinite(reset) && reset * 1000 > now) {
    return instant(Math.min(reset * 1000, now + MAX_LIMIT_SECONDS * 1000))
  }
  return instant(now + UNSAID_LIMIT_MS)
}

function headersOf(error: unknown): unknown {
  return isObject(error) && isObject(error['response']) ? error['response']['headers'] : undefined
}

function header(headers: unknown, name: string): string | undefined {
  const value = isObject(headers) ? headers[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Octokit's messages quote GitHub's documentation and whole bodies; the first line says what happened. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.slice(0, 300) ?? ''
}
