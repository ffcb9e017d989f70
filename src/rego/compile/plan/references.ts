import { lookUp, lookUpInData } from '../../evaluate/lookup.ts'
import type { Value } from '../../values/value.ts'
import type { Expr, RefTerm, Term } from '../ir.ts'
import type { RuleSet } from '../rule-tree.ts'
import { planPattern } from './patterns.ts'
import { anything, type Pattern, type Source } from './plan.ts'
import type { Planner } from './planner.ts'
import { planSource, settle } from './sources.ts'

/** What a reference gives. Parts that are not known yet loop over what there is, and are bound by that. */
export function planReference(p: Planner, term: RefTerm): Source {
  return planInto(p, term, undefined) ?? { kind: 'undefined' }
}

/**
 * The same, for a value that must look like `into`, which is not bound yet: undefined where a loop over the last part
 * has seen to that.
 */
export function planInto(p: Planner, term: RefTerm, into: Term | undefined): Source | undefined {
  if (term.head === 'data') return planData(p, term.path, into)
  const start: Source = term.head === 'input' ? { kind: 'input' } : p.read(term.head)
  return walk(p, start, term.path, 0, false, into)
}

function walk(p: Planner, from: Source, path: readonly Term[], first: number, inData: boolean, into: Term | undefined): Source | undefined {
  const isWatched = p.context.watch !== undefined
  let start = from
  let keys: Source[] = []
  for (let index = first; index < path.length; index++) {
    const part = knownPart(p, path[index])
    if (part === undefined) continue
    if (p.isBound(part)) {
      keys.push(planSource(p, part))
      continue
    }
    const source = lookupOf(start, keys, inData, isWatched)
    const key = planPattern(p, part)
    const isLast = index === path.length - 1
    if (isLast && into !== undefined) {
      p.ops.push({ op: 'scan', source, key, value: intoPattern(p, into) })
      return undefined
    }
    const slot = p.newSlot()
    p.ops.push({ op: 'scan', source, key, value: { kind: 'bind', slot } })
    start = { kind: 'slot', slot }
    keys = []
  }
  return lookupOf(start, keys, inData, isWatched)
}

/** References inside a part are looked up before, where they loop. */
function knownPart(p: Planner, part: Term | undefined): Term | undefined {
  return part === undefined || part.kind === 'const' || part.kind === 'var' || p.isBound(part) ? part : settle(p, part)
}

function intoPattern(p: Planner, into: Term): Pattern {
  return into.kind === 'var' && into.variable.uses <= 1 && !p.bound.has(into.variable) ? anything : planPattern(p, into)
}

/** What is known is looked up here, but where it is watched what is read. */
function lookupOf(of: Source, path: readonly Source[], inData: boolean, isWatched: boolean): Source {
  if (path.length === 0) return of
  if (of.kind === 'undefined') return of
  if (of.kind !== 'const' || isWatched) return { kind: 'lookup', of, path, inData }
  let value: Value | undefined = of.value
  let known = 0
  for (; known < path.length && value !== undefined; known++) {
    const part = path[known]
    if (part?.kind !== 'const') break
    value = inData ? lookUpInData(value, part.value) : lookUp(value, part.value)
  }
  if (value === undefined) return { kind: 'undefined' }
  return known === path.length ? { kind: 'const', value } : { kind: 'lookup', of: { kind: 'const', value }, path: path.slice(known), inData }
}

/** Rules, packages and data share `data`: what is known of the path tells which of them it is. */
function planData(p: Planner, path: readonly Term[], into: Term | undefined): Source | undefined {
  const { tree, data } = p.context
  const prefix = constantPrefix(path)
  if (p.context.mayBeReplaced(prefix)) return planTree(p, path, into)
  let node = tree.root
  for (let index = 0; index < path.length; index++) {
    const key = prefix[index]
    const child = index < prefix.length ? node.child(key ?? null) : undefined
    if (child === undefined) {
      if (index >= prefix.length && node.children.size > 0) return planTree(p, path, into)
      const base = lookupOf({ kind: 'const', value: data }, constants(prefix.slice(0, index)), true, p.context.watch !== undefined)
      return walk(p, base, path, index, true, into)
    }
    if (child.set !== undefined) return walk(p, documentOf(p, child.set), path, index + 1, false, into)
    node = child
  }
  return { kind: 'extent', node }
}

/** A rule that is nothing but a known value is that value, but where its evaluation is watched. */
function documentOf(p: Planner, set: RuleSet): Source {
  const [rule, ...others] = set.rules
  const isConstant = set.kind === 'complete' && set.default === undefined && others.length === 0 && p.context.watch === undefined
  if (isConstant && rule?.otherwise === undefined && rule?.value.kind === 'const' && rule.body.every(isTrue)) return { kind: 'const', value: rule.value.value }
  return { kind: 'document', set }
}

function isTrue(expr: Expr): boolean {
  return expr.kind === 'term' && !expr.negated && expr.with.length === 0 && expr.term.kind === 'const' && expr.term.value === true
}

function constantPrefix(path: readonly Term[]): Value[] {
  const prefix: Value[] = []
  for (const part of path) {
    if (part.kind !== 'const') break
    prefix.push(part.value)
  }
  return prefix
}

function constants(values: readonly Value[]): Source[] {
  return values.map((value) => ({ kind: 'const', value }))
}

function planTree(p: Planner, path: readonly Term[], into: Term | undefined): Source | undefined {
  const parts = path.map((part) => knownPart(p, part) ?? part)
  if (parts.every((part) => p.isBound(part))) return { kind: 'tree', path: parts.map((part) => planSource(p, part)) }
  const patterns = parts.map((part) => planPattern(p, part))
  if (into !== undefined) {
    p.ops.push({ op: 'tree-scan', path: patterns, value: intoPattern(p, into) })
    return undefined
  }
  const slot = p.newSlot()
  p.ops.push({ op: 'tree-scan', path: patterns, value: { kind: 'bind', slot } })
  return { kind: 'slot', slot }
}
