import { placed, withReplaced } from '../../evaluate/overlay.ts'
import type { Mock, Scope } from '../../evaluate/scope.ts'
import type { Value } from '../../values/value.ts'
import type { Modifier, WithOp } from '../plan/plan.ts'
import { callBuiltin } from './calls.ts'
import { documentUse, emitBody, type Use } from './chain.ts'
import type { Emitter } from './emitter.ts'
import { emitSource } from './sources.ts'
import { type Evaluator, type Frame, type Step, type Test, yes } from './step.ts'

interface Entry {
  readonly modifier: Modifier
  readonly evaluate: Evaluator
}

/** A body whose operations loop: what comes after it takes place outside again. */
export function emitWith(e: Emitter, op: WithOp, next: Step, use: Use): Step {
  const { m } = e
  const open = emitOpen(e, op.modifiers)
  let outer: Scope = m.scope
  const outside: Step = (f) => {
    const inner = m.scope
    m.scope = outer
    const stop = next(f)
    m.scope = inner
    return stop
  }
  const body = emitBody(e, op.body, outside, { ...use, isOnce: true })
  return (f) => {
    const scope = open(f)
    if (scope === undefined) return false
    const before = outer
    outer = m.scope
    m.scope = scope
    const stop = body(f)
    m.scope = outer
    outer = before
    m.release(scope)
    return stop
  }
}

export function emitWithTest(e: Emitter, op: WithOp): Test {
  const { m } = e
  const open = emitOpen(e, op.modifiers)
  const body = emitBody(e, op.body, yes, documentUse)
  return (f) => {
    const scope = open(f)
    if (scope === undefined) return false
    const outer = m.scope
    m.scope = scope
    const holds = body(f)
    m.scope = outer
    m.release(scope)
    return holds
  }
}

/** The scope in which everything is replaced; undefined where a value is. */
function emitOpen(e: Emitter, modifiers: readonly Modifier[]): (f: Frame) => Scope | undefined {
  const { m } = e
  const entries = modifiers.map((modifier): Entry => ({ modifier, evaluate: emitSource(e, modifier.value) }))
  return (f) => {
    const values: Value[] = []
    for (const { modifier, evaluate } of entries) {
      const value = isLater(modifier) ? null : evaluate(f)
      if (value === undefined) return undefined
      values.push(value)
    }
    const scope = m.acquire()
    const functions = new Map<unknown, Mock>()
    for (let index = 0; index < entries.length; index++) {
      const entry = entries[index]
      if (entry !== undefined) replace(e, scope, functions, entry, values[index] ?? null, f)
    }
    if (functions.size > 0) scope.mocks = { functions, outer: scope.mocks }
    return scope
  }
}

/** A function, or a rule's value in the place of one: looked up where the function is called. */
function isLater(modifier: Modifier): boolean {
  if (modifier.target.kind === 'input' || modifier.target.kind === 'data') return false
  return modifier.replacement !== undefined || modifier.value.kind === 'document'
}

function replace(e: Emitter, scope: Scope, functions: Map<unknown, Mock>, entry: Entry, value: Value, f: Frame): void {
  const { target } = entry.modifier
  switch (target.kind) {
    case 'input':
      scope.input = placed(scope.input, target.path, 0, value)
      break
    case 'data':
      scope.overlay = withReplaced(scope.overlay, target.path, value)
      break
    case 'function':
      functions.set(target.set, mock(e, entry, value, f))
      break
    case 'builtin':
      functions.set(target.builtin, mock(e, entry, value, f))
      break
  }
}

function mock(e: Emitter, entry: Entry, value: Value, f: Frame): Mock {
  const { replacement } = entry.modifier
  if (replacement === undefined) return { kind: 'value', value: isLater(entry.modifier) ? () => entry.evaluate(f) : () => value }
  if (replacement.kind === 'builtin') {
    const { builtin } = replacement
    return { kind: 'call', call: (args) => withoutMocks(e, () => callBuiltin(e, builtin, args, undefined)) }
  }
  const callable = e.callable(replacement.set)
  return { kind: 'call', call: (args) => withoutMocks(e, () => callable.call(args)) }
}

/** What replaces a function calls the functions that are there, not their replacements. */
function withoutMocks(e: Emitter, call: () => Value | undefined): Value | undefined {
  const { m } = e
  const outer = m.scope
  const scope = m.acquire()
  scope.mocks = undefined
  m.scope = scope
  const result = call()
  m.scope = outer
  m.release(scope)
  return result
}
