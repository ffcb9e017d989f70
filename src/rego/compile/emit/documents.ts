import { RegoError } from '../../errors.ts'
import { NestedObject } from '../../evaluate/nested-object.ts'
import { ObjectBuilder } from '../../values/objects.ts'
import { SetBuilder } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import { type BranchPlan, planBranch, planRule } from '../plan/rules.ts'
import type { RuleSet } from '../rule-tree.ts'
import { documentUse, emitBody, repeatedUse } from './chain.ts'
import { ENTRY_BYTES, itemBytes, keyConflict } from './comprehensions.ts'
import type { Emitter } from './emitter.ts'
import { same } from './patterns.ts'
import { emitRules } from './rules.ts'
import { emitSource } from './sources.ts'
import { type Evaluator, Frames, type Step } from './step.ts'
import type { Watcher } from './watcher.ts'

/** The value of all rules of one place, worked out once in each scope. */
export function emitDocument(e: Emitter, set: RuleSet): Evaluator {
  const { m } = e
  const { id } = set
  if (e.watcher !== undefined) return watchedDocument(e, set, e.watcher)
  let compute: (() => Value | undefined) | undefined
  return () => {
    const { scope } = m
    if (scope.isKnown(id)) return scope.known[id]
    compute ??= emitDocumentBody(e, set)
    const value = compute()
    scope.remember(id, value)
    return value
  }
}

function watchedDocument(e: Emitter, set: RuleSet, watcher: Watcher): Evaluator {
  const { m } = e
  let compute: (() => Value | undefined) | undefined
  return () => {
    const { scope } = m
    if (scope.isKnown(set.id)) {
      watcher.recall(set)
      return scope.known[set.id]
    }
    compute ??= emitDocumentBody(e, set)
    watcher.open(set, undefined)
    const value = compute()
    watcher.close(value)
    scope.remember(set.id, value)
    return value
  }
}

function emitDocumentBody(e: Emitter, set: RuleSet): () => Value | undefined {
  switch (set.kind) {
    case 'function':
      return () => undefined
    case 'complete':
      return emitComplete(e, set)
    case 'set':
      return emitSetDocument(e, set)
    case 'object':
      return isFlat(set) ? emitFlatObject(e, set) : emitNestedObject(e, set)
  }
}

/** All rules are `p[x] := y`. */
function isFlat(set: RuleSet): boolean {
  return set.rules.every((rule) => rule.key === undefined && rule.ref.length === set.path.length + 1)
}

/** Whether every rule has the same known value: the first that holds is enough. */
export function haveOneValue(branches: readonly BranchPlan[]): boolean {
  const [first] = branches
  if (first?.head.value.kind !== 'const') return false
  const { value } = first.head.value
  return branches.every((branch) => branch.head.value.kind === 'const' && same(branch.head.value.value, value))
}

/** The value of a default rule: a comprehension in it has a body of its own. */
export function emitDefault(e: Emitter, set: RuleSet): { evaluate: Evaluator; frameSize: number } | undefined {
  if (set.default === undefined) return undefined
  const branch = planBranch(e.context, set, set.default)
  const frame = { size: branch.frameSize }
  let value: Value | undefined
  const step = e.inFrame(frame, () => {
    const head = emitSource(e, branch.head.value)
    const yields: Step = (f) => {
      value = head(f)
      if (value !== undefined) e.watcher?.yields(value)
      return true
    }
    return emitBody(e, branch.ops, yields, repeatedUse)
  })
  const evaluate: Evaluator = (f) => {
    value = undefined
    step(f)
    return value
  }
  return { evaluate, frameSize: frame.size }
}

function emitComplete(e: Emitter, set: RuleSet): () => Value | undefined {
  const { m, watcher } = e
  const rules = set.rules.map((rule) => planRule(e.context, set, rule))
  const isEnough = haveOneValue(rules.flat())
  let found: Value | undefined
  const yieldOf = (branch: BranchPlan): Step => {
    const head = emitSource(e, branch.head.value)
    return (f) => {
      const value = head(f)
      if (value === undefined) return false
      watcher?.yields(value)
      if (found === undefined) {
        found = value
        return isEnough
      }
      if (!same(found, value)) throw new RegoError('eval_conflict_error', 'complete rules must not produce multiple outputs', branch.rule.location)
      return false
    }
  }
  const emitted = emitRules(e, rules, yieldOf, documentUse)
  const otherwise = emitDefault(e, set)
  const frames = new Frames(Math.max(emitted.frameSize, otherwise?.frameSize ?? 0))
  return () => {
    m.descend(emitted.weight)
    const outer = found
    found = undefined
    const frame = frames.take()
    emitted.step(frame)
    const result = found === undefined ? otherwise?.evaluate(frame) : found
    frames.give(frame)
    found = outer
    m.ascend(emitted.weight)
    return result
  }
}

function emitSetDocument(e: Emitter, set: RuleSet): () => Value {
  const { m, watcher } = e
  const rules = set.rules.map((rule) => planRule(e.context, set, rule))
  let builder = new SetBuilder()
  const yieldOf = (branch: BranchPlan): Step => {
    const head = emitSource(e, branch.head.key ?? branch.head.value)
    return (f) => {
      const item = head(f)
      if (item === undefined) return false
      watcher?.yields(item)
      if (builder.add(item)) m.allot(itemBytes(item))
      return false
    }
  }
  const emitted = emitRules(e, rules, yieldOf, documentUse)
  const frames = new Frames(emitted.frameSize)
  return () => {
    m.descend(emitted.weight)
    const outer = builder
    builder = new SetBuilder()
    const frame = frames.take()
    emitted.step(frame)
    const result = builder.finish()
    frames.give(frame)
    builder = outer
    m.ascend(emitted.weight)
    return result
  }
}

function emitFlatObject(e: Emitter, set: RuleSet): () => Value {
  const { m, watcher } = e
  const rules = set.rules.map((rule) => planRule(e.context, set, rule))
  let builder = new ObjectBuilder()
  const yieldOf = (branch: BranchPlan): Step => {
    const [path] = branch.head.path
    const key = path === undefined ? () => undefined : emitSource(e, path)
    const head = emitSource(e, branch.head.value)
    return (f) => {
      const name = key(f)
      const value = head(f)
      if (name === undefined || value === undefined) return false
      watcher?.yields(name)
      const before = builder.get(name)
      if (before === undefined) {
        builder.set(name, value)
        m.allot(itemBytes(name))
      } else if (!same(before, value)) throw keyConflict(branch.rule.headLocation)
      return false
    }
  }
  const emitted = emitRules(e, rules, yieldOf, documentUse)
  const frames = new Frames(emitted.frameSize)
  return () => {
    m.descend(emitted.weight)
    const outer = builder
    builder = new ObjectBuilder()
    const frame = frames.take()
    emitted.step(frame)
    const result = builder.finish()
    frames.give(frame)
    builder = outer
    m.ascend(emitted.weight)
    return result
  }
}

function emitNestedObject(e: Emitter, set: RuleSet): () => Value {
  const { m, watcher } = e
  const rules = set.rules.map((rule) => planRule(e.context, set, rule))
  let object = new NestedObject()
  const yieldOf = (branch: BranchPlan): Step => {
    const path = branch.head.path.map((part) => emitSource(e, part))
    const key = branch.head.key === undefined ? undefined : emitSource(e, branch.head.key)
    const head = emitSource(e, branch.head.value)
    return (f) => {
      const place: Value[] = []
      for (const part of path) {
        const name = part(f)
        if (name === undefined) return false
        place.push(name)
      }
      const value = key === undefined ? head(f) : key(f)
      if (value === undefined) return false
      watcher?.yields(place)
      m.allot(ENTRY_BYTES * place.length + itemBytes(value))
      if (!(key === undefined ? object.put(place, value) : object.add(place, value))) throw keyConflict(branch.rule.headLocation)
      return false
    }
  }
  const emitted = emitRules(e, rules, yieldOf, documentUse)
  const frames = new Frames(emitted.frameSize)
  return () => {
    m.descend(emitted.weight)
    const outer = object
    object = new NestedObject()
    const frame = frames.take()
    emitted.step(frame)
    const result = object.finish()
    frames.give(frame)
    object = outer
    m.ascend(emitted.weight)
    return result
  }
}
