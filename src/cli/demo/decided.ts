import type { Decision } from '../../model/decision.ts'

/** How long a decision may take, and how much longer once the app has said that something went wrong. */
const PATIENCE_MS = 30_000
const PATIENCE_AFTER_ERROR_MS = 3_000

/** What the app has decided and published so far, for those who wait. */
export class Decided {
  readonly #decisions = new Map<string, Decision>()
  readonly #waiting = new Set<{ look(): void; hurry(): void }>()

  decided(decision: Decision): void {
    this.#decisions.set(decision.headSha, decision)
  }

  decision(headSha: string): Decision | undefined {
    return this.#decisions.get(headSha)
  }

  /** Something was published. */
  changed(): void {
    for (const waiting of this.#waiting) waiting.look()
  }

  /** The app said that something went wrong: it may still help itself, but who waits need not wait long. */
  failed(): void {
    for (const waiting of this.#waiting) waiting.hurry()
  }

  /** The first value that `look` finds, looking whenever something was published; undefined when it takes too long or is not wanted any more. */
  until<T>(look: () => T | undefined, signal: AbortSignal): Promise<T | undefined> {
    return new Promise((resolve) => {
      const end = (value: T | undefined): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', giveUp)
        this.#waiting.delete(waiting)
        resolve(value)
      }
      const giveUp = (): void => end(undefined)
      let timer = setTimeout(giveUp, PATIENCE_MS)
      const waiting = {
        look: (): void => {
          const value = look()
          if (value !== undefined) end(value)
        },
        hurry: (): void => {
          clearTimeout(timer)
          timer = setTimeout(giveUp, PATIENCE_AFTER_ERROR_MS)
        },
      }
      if (signal.aborted) return resolve(undefined)
      signal.addEventListener('abort', giveUp)
      this.#waiting.add(waiting)
      waiting.look()
    })
  }
}
