import type { Value } from '../../values/value.ts'

/** The places of a rule's variables. Every closure of the rule works on the same frame. */
export type Frame = (Value | undefined)[]

export type Evaluator = (f: Frame) => Value | undefined

export type Test = (f: Frame) => boolean

/** Evaluates the rest of a body for each way in which it holds. True: enough, stop. */
export type Step = (f: Frame) => boolean

/** Whether a value looks as it must; binds what it has to. */
export type Matcher = (f: Frame, value: Value) => boolean

export const yes: Step = () => true

/** Frames that are not in use: a rule is seldom inside itself, so one spare frame is nearly always enough. */
export class Frames {
  readonly #size: number
  #spare: Frame | undefined
  constructor(size: number) {
    this.#size = size
  }

  take(): Frame {
    const frame = this.#spare ?? new Array<Value | undefined>(this.#size).fill(undefined)
    this.#spare = undefined
    return frame
  }

  give(frame: Frame): void {
    this.#spare = frame
  }
}
