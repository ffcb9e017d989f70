import type { CallKind } from './calls.ts'

/** What can go wrong on the way to GitHub, on demand. */
export type Fault = {
  /** An operation id, a kind of call, or a pattern that `METHOD path` has to match. */
  readonly match: string | RegExp
  /** How many calls it hits; 1 unless said otherwise. */
  readonly times?: number
  /** How many matching calls pass before the first is hit. */
  readonly after?: number
} & FaultKind

type FaultKind =
  | { readonly kind: 'latency'; readonly ms: number }
  /** Answered so, nothing done: 500, 502, 503. */
  | { readonly kind: 'status'; readonly status: number }
  /** 403 with `retry-after` (seconds), as GitHub answers who asks too much at once. */
  | { readonly kind: 'secondary-limit'; readonly retryAfter?: number }
  /** The hourly limit is used up; it starts again in `resetIn` seconds. */
  | { readonly kind: 'rate-limit'; readonly resetIn?: number }
  /** The connection is closed, nothing is done. */
  | { readonly kind: 'drop' }
  /** It is done, and the connection is closed before the answer. */
  | { readonly kind: 'drop-after-effect' }
  | { readonly kind: 'unauthorized' }

interface Armed {
  readonly fault: Fault
  skip: number
  left: number
}

export class Faults {
  #armed: Armed[] = []

  /** Arms a fault; what comes back disarms it. */
  inject(fault: Fault): () => void {
    const armed: Armed = { fault, skip: fault.after ?? 0, left: fault.times ?? 1 }
    this.#armed.push(armed)
    return () => {
      this.#armed = this.#armed.filter((one) => one !== armed)
    }
  }

  reset(): void {
    this.#armed = []
  }

  /** What this call suffers: any latencies, added up, and at most one other fault, the first that was armed. */
  take(call: { kind: CallKind; operationId: string | undefined; method: string; path: string }): {
    delayMs: number
    fault: Exclude<Fault, { kind: 'latency' }> | undefined
  } {
    let delayMs = 0
    let hit: Exclude<Fault, { kind: 'latency' }> | undefined
    for (const armed of this.#armed) {
      const { fault } = armed
      if (armed.left <= 0 || !matches(fault.match, call) || (fault.kind !== 'latency' && hit)) continue
      if (armed.skip > 0) {
        armed.skip -= 1
        continue
      }
      armed.left -= 1
      if (fault.kind === 'latency') delayMs += fault.ms
      else hit = fault
    }
    this.#armed = this.#armed.filter((armed) => armed.left > 0)
    return { delayMs, fault: hit }
  }
}

function matches(match: string | RegExp, call: { kind: CallKind; operationId: string | undefined; method: string; path: string }): boolean {
  if (typeof match === 'string') return match === call.kind || match === call.operationId
  return `${call.method} ${call.path}`.search(match) >= 0
}
