import type { Builtin } from '../../builtins/builtin.ts'
import type { Machine } from '../../evaluate/machine.ts'
import { mockOf } from '../../evaluate/scope.ts'
import type { Location } from '../../syntax/ast.ts'
import type { Value } from '../../values/value.ts'
import type { CallSource, FunctionSource } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitIntrinsic } from './intrinsics.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Frame } from './step.ts'

export function emitCall(e: Emitter, source: CallSource): Evaluator {
  const args = source.args.map((arg) => emitSource(e, arg))
  const direct = emitIntrinsic(e, source, args) ?? emitDirectCall(e, source, args)
  return e.isMocked(source.builtin) ? emitMockable(e, source.builtin, args, direct) : direct
}

function emitDirectCall(e: Emitter, source: CallSource, args: readonly Evaluator[]): Evaluator {
  const { builtin, location } = source
  const { one, two, three } = builtin
  const [first, second, third] = args
  if (one !== undefined && first !== undefined && args.length === 1) return emitOne(e, source, one, first)
  if (two !== undefined && first !== undefined && second !== undefined && args.length === 2) return emitTwo(e, source, two, first, second)
  if (three !== undefined && first !== undefined && second !== undefined && third !== undefined && args.length === 3)
    return emitThree(e, source, three, [first, second, third])
  return (f) => {
    const operands = evaluateAll(args, f)
    return operands === undefined ? undefined : callBuiltin(e, builtin, operands, location)
  }
}

function emitOne({ m }: Emitter, { builtin, location }: CallSource, call: NonNullable<Builtin['one']>, first: Evaluator): Evaluator {
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    m.tick()
    try {
      return counted(m, call(a, m.host))
    } catch (error) {
      return m.failed(error, builtin, location)
    }
  }
}

function emitTwo({ m }: Emitter, { builtin, location }: CallSource, call: NonNullable<Builtin['two']>, first: Evaluator, second: Evaluator): Evaluator {
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    const b = second(f)
    if (b === undefined) return undefined
    m.tick()
    try {
      return counted(m, call(a, b, m.host))
    } catch (error) {
      return m.failed(error, builtin, location)
    }
  }
}

function emitThree(
  { m }: Emitter,
  { builtin, location }: CallSource,
  call: NonNullable<Builtin['three']>,
  args: readonly [Evaluator, Evaluator, Evaluator],
): Evaluator {
  const [first, second, third] = args
  return (f) => {
    const a = first(f)
    if (a === undefined) return undefined
    const b = second(f)
    if (b === undefined) return undefined
    const c = third(f)
    if (c === undefined) return undefined
    m.tick()
    try {
      return counted(m, call(a, b, c, m.host))
    } catch (error) {
      return m.failed(error, builtin, location)
    }
  }
}

function evaluateAll(args: readonly Evaluator[], f: Frame): Value[] | undefined {
  const values: Value[] = []
  for (const arg of args) {
    const value = arg(f)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** Strings beyond this length count in the memory budget. */
const LONG = 64

export function callBuiltin({ m }: Emitter, builtin: Builtin, operands: readonly Value[], location: Location | undefined): Value | undefined {
  m.tick()
  try {
    return counted(m, builtin.call(operands, m.host))
  } catch (error) {
    return m.failed(error, builtin, location)
  }
}

/** A builtin's result, whose size counts in the memory budget. */
function counted(m: Machine, result: Value | undefined): Value | undefined {
  if (typeof result === 'string') {
    if (result.length > LONG) m.allot(2 * result.length)
  } else if (Array.isArray(result)) m.allot(8 * result.length)
  return result
}

/** A builtin that `with` may replace somewhere in the policy. */
function emitMockable(e: Emitter, target: unknown, args: readonly Evaluator[], direct: Evaluator): Evaluator {
  const { m } = e
  return (f) => {
    const { mocks } = m.scope
    const mock = mocks === undefined ? undefined : mockOf(mocks, target)
    if (mock === undefined) return direct(f)
    const operands = evaluateAll(args, f)
    if (operands === undefined) return undefined
    return mock.kind === 'value' ? mock.value() : mock.call(operands)
  }
}

export function emitFunctionCall(e: Emitter, source: FunctionSource): Evaluator {
  const args = source.args.map((arg) => emitSource(e, arg))
  const direct = emitDirectFunctionCall(e, source, args)
  return e.isMocked(source.set) ? emitMockable(e, source.set, args, direct) : direct
}

function emitDirectFunctionCall(e: Emitter, source: FunctionSource, args: readonly Evaluator[]): Evaluator {
  const callable = e.callable(source.set)
  const [first, second] = args
  if (first !== undefined && args.length === 1) {
    return (f) => {
      const a = first(f)
      if (a === undefined) return undefined
      const frame = callable.take()
      frame[0] = a
      return callable.run(frame)
    }
  }
  if (first !== undefined && second !== undefined && args.length === 2) {
    return (f) => {
      const a = first(f)
      const b = a === undefined ? undefined : second(f)
      if (a === undefined || b === undefined) return undefined
      const frame = callable.take()
      frame[0] = a
      frame[1] = b
      return callable.run(frame)
    }
  }
  return (f) => {
    const operands = evaluateAll(args, f)
    return operands === undefined ? undefined : callable.call(operands)
  }
}
