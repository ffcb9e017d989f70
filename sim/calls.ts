/** Minting installation tokens is kept apart from other REST calls, since the App does it once an hour whatever it judges. */
export type CallKind = 'rest' | 'graphql' | 'git' | 'token'

export interface Call {
  readonly id: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: CallKind
  readonly method: string
  /** With its query. */
  readonly path: string
  /** `checks/create`, `graphql:<operation name>`, `git:info/refs`, `git:upload-pack`; undefined when GitHub has no such operation. */
  readonly operationId: string | undefined
  /** What was answered; undefined when the connection was dropped. */
  readonly status: number | undefined
  readonly installation: number | undefined
  readonly ms: number
  readonly requestBody?: unknown
  readonly responseBody?: unknown
  /** The fault that was injected, if one was. */
  readonly fault?: string
}

const MAX_KEPT = 20_000

/** What was asked of this GitHub, oldest first; the latest twenty thousand. */
export class CallLog {
  #entries: Call[] = []
  #last = 0

  add(call: Omit<Call, 'id'>): void {
    this.#last += 1
    this.#entries.push({ id: this.#last, ...call })
    if (this.#entries.length > MAX_KEPT * 1.1) this.#entries = this.#entries.slice(-MAX_KEPT)
  }

  get all(): readonly Call[] {
    return this.#entries
  }

  /** A point in time to hand to `since`. */
  mark(): number {
    return this.#last
  }

  since(mark: number): readonly Call[] {
    return this.#entries.filter((call) => call.id > mark)
  }

  /** How many calls of each kind, from a mark on. */
  counts(mark = 0): Readonly<Record<CallKind, number>> {
    const counts = { rest: 0, graphql: 0, git: 0, token: 0 }
    for (const call of this.#entries) if (call.id > mark) counts[call.kind] += 1
    return counts
  }

  reset(): void {
    this.#entries = []
  }
}
