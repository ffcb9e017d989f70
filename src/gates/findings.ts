import type { Fact, GateId, GateResult, NextStep, Obligation, Outcome, Reason, Topic } from '../model/gate.ts'
import type { Phrase } from '../model/phrase.ts'

/** Collects what a gate has to say, in the order it is said, and makes a result of it. */
export class Findings {
  readonly #reasons: Reason[] = []
  readonly #facts = new Map<string, Fact>()
  readonly #steps: NextStep[] = []

  /** Adds a reason; its index is what next steps refer to. */
  add(reason: Omit<Reason, 'facts'> & { readonly facts?: readonly string[] }): number {
    this.#reasons.push({ ...reason, facts: reason.facts ?? [] })
    return this.#reasons.length - 1
  }

  /** Adds a way out of the reasons with these indices. */
  step(unblocks: readonly number[], step: Omit<NextStep, 'unblocks'>): void {
    this.#steps.push({ ...step, unblocks })
  }

  /** Adds a fact and gives its id; the same id again changes nothing. */
  fact(fact: Fact): string {
    if (!this.#facts.has(fact.id)) this.#facts.set(fact.id, fact)
    return fact.id
  }

  /** Whether something was found that blocks by itself. */
  get blocks(): boolean {
    return this.#reasons.some((reason) => reason.level === 'block')
  }

  /** Without an outcome: `fail` when a reason blocks by itself, else `pass`. */
  result(
    gate: GateId,
    summary: Phrase,
    more: { readonly outcome?: Outcome; readonly obligations?: readonly Obligation[]; readonly listens?: readonly Topic[] } = {},
  ): GateResult {
    const outcome = more.outcome ?? (this.blocks ? 'fail' : 'pass')
    return {
      gate,
      outcome,
      summary,
      reasons: this.#reasons,
      facts: [...this.#facts.values()],
      nextSteps: this.#steps,
      waits: [],
      listens: more.listens ?? [],
      obligations: more.obligations ?? [],
    }
  }
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
