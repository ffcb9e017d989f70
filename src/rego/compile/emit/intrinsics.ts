import { compare } from '../../values/compare.ts'
import { minus, plus, times } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import type { CallSource } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { same } from './patterns.ts'
import type { Evaluator } from './step.ts'

/** Builtins that are evaluated here, without a list of operands: those that stand in nearly every rule. */
export function emitIntrinsic(e: Emitter, source: CallSource, args: readonly Evaluator[]): Evaluator | undefined {
  const [first, second] = args
  if (first === undefined || second === undefined || args.length !== 2) return undefined
  switch (source.builtin.name) {
    case 'equal':
      return binary(first, second, same)
    case 'neq':
      return binary(first, second, (a, b) => !same(a, b))
    case 'lt':
      return binary(first, second, (a, b) => (typeof a === 'number' && typeof b === 'number' ? a < b : compare(a, b) < 0))
    case 'lte':
      return binary(first, second, (a, b) => (typeof a === 'number' && typeof b === 'number' ? a <= b : compare(a, b) <= 0))
    case 'gt':
      return binary(first, second, (a, b) => (typeof a === 'number' && typeof b === 'number' ? a > b : compare(a, b) > 0))
    case 'gte':
      return binary(first, second, (a, b) => (typeof a === 'number' && typeof b === 'number' ? a >= b : compare(a, b) >= 0))
    case 'plus':
      return arithmetic(e, source, first, second, plus)
    case 'minus':
      return arithmetic(e, source, first, second, minus)
    case 'mul':
      return arithmetic(e, source, first, second, times)
    case 'startswith':
      return strings(e, source, first, second, (a, b) => a.startsWith(b))
    case 'endswith':
      return strings(e, source, first, second, (a, b) => a.endsWith(b))
    default:
      return undefined
  }
}

function binary(first: Evaluator, second: Evaluator, holds: (a: Value, b: Value) => boolean): Evaluator {
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    const b = second(f)
    return b === undefined ? undefined : holds(a, b)
  }
}

function arithmetic(e: Emitter, source: CallSource, first: Evaluator, second: Evaluator, apply: (a: number, b: number) => Value): Evaluator {
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    const b = second(f)
    if (b === undefined) return undefined
    return typeof a === 'number' && typeof b === 'number' ? apply(a, b) : refused(e, source, a, b)
  }
}

function strings(e: Emitter, source: CallSource, first: Evaluator, second: Evaluator, holds: (a: string, b: string) => boolean): Evaluator {
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    const b = second(f)
    if (b === undefined) return undefined
    return typeof a === 'string' && typeof b === 'string' ? holds(a, b) : refused(e, source, a, b)
  }
}

/** Other operands: what the builtin itself says of them. */
function refused(e: Emitter, source: CallSource, a: Value, b: Value): Value | undefined {
  const { m } = e
  try {
    return source.builtin.call([a, b], m.host)
  } catch (error) {
    return m.failed(error, source.builtin, source.location)
  }
}
