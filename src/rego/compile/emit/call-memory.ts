import type { Machine } from '../../evaluate/machine.ts'
import type { Value } from '../../values/value.ts'
import type { Op, Source } from '../plan/plan.ts'
import { ENTRY_BYTES } from './comprehensions.ts'
import type { Frame } from './step.ts'

/** So many calls tell whether operands come again. */
const TRIES = 64
const WORTH_IT = 8

/** A function whose results are remembered. */
export interface Remembered {
  evaluate(frame: Frame): Value | undefined
  /** Instead of `evaluate`, where the result is known. */
  forgo(frame: Frame): void
}

type Layer = Map<Value | undefined, unknown>

/**
 * Results of a function by its operands, as long as operands do come again: functions that call functions would take
 * exponential time without. Operands are the same if they are the same object or scalar.
 */
export class CallMemory {
  readonly #arity: number
  #layer: Layer = new Map()
  #epoch = 0
  #run = 0
  #tries = 0
  #hits = 0

  constructor(arity: number) {
    this.#arity = arity
  }

  recall(m: Machine, frame: Frame, callee: Remembered): Value | undefined {
    if (this.#run !== m.run) {
      this.#run = m.run
      this.#tries = 0
      this.#hits = 0
    }
    if (this.#tries > TRIES && this.#hits * WORTH_IT < this.#tries) return callee.evaluate(frame)
    this.#tries++
    const { epoch } = m.scope
    if (this.#epoch !== epoch) {
      this.#layer = new Map()
      this.#epoch = epoch
    }
    let layer = this.#layer
    for (let index = 0; index < this.#arity - 1; index++) {
      const inner = layer.get(frame[index])
      const next: Layer = inner instanceof Map ? inner : new Map()
      if (inner === undefined) layer.set(frame[index], next)
      layer = next
    }
    const last = frame[this.#arity - 1]
    if (layer.has(last)) {
      this.#hits++
      callee.forgo(frame)
      return layer.get(last) as Value | undefined
    }
    m.allot(ENTRY_BYTES)
    const value = callee.evaluate(frame)
    layer.set(last, value)
    return value
  }
}

/** Whether a body does more than looking at its operands. Something that can be noticed must not be left out. */
export function isHeavy(ops: readonly Op[]): boolean {
  return ops.some(isHeavyOp) && !ops.some(isNoticed)
}

function isHeavyOp(op: Op): boolean {
  switch (op.op) {
    case 'scan':
    case 'tree-scan':
    case 'relation':
    case 'every':
    case 'with':
      return true
    case 'not':
      return op.body.some(isHeavyOp)
    case 'equal':
      return isHeavySource(op.left) || isHeavySource(op.right)
    case 'bind':
    case 'test':
    case 'match':
      return isHeavySource(op.source)
    default:
      return false
  }
}

function isHeavySource(source: Source): boolean {
  switch (source.kind) {
    case 'function':
    case 'comprehension':
      return true
    case 'call':
      return source.args.some(isHeavySource)
    case 'lookup':
      return isHeavySource(source.of)
    default:
      return false
  }
}

function isNoticed(op: Op): boolean {
  if (op.op === 'effect' || op.op === 'watch') return true
  return (op.op === 'not' || op.op === 'every' || op.op === 'with') && op.body.some(isNoticed)
}
