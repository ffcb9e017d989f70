/** Something that does not fit what GitHub describes: a request of the App's, or an answer or event of ours. Tests assert that there is none. */
export interface Violation {
  readonly where: 'request' | 'response' | 'webhook' | 'graphql'
  /** Operation id, webhook name, or method and path of what is not described at all. */
  readonly what: string
  readonly problem: string
}

const MAX_KEPT = 1000

/** Keeps the first thousand; a run that has more has said enough. */
export class Violations {
  readonly #all: Violation[] = []

  add(where: Violation['where'], what: string, problem: string): void {
    if (this.#all.length < MAX_KEPT) this.#all.push({ where, what, problem: problem.slice(0, 2000) })
  }

  get all(): readonly Violation[] {
    return this.#all
  }

  reset(): void {
    this.#all.length = 0
  }
}
