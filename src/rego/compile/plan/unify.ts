import type { Term } from '../ir.ts'
import { planPattern } from './patterns.ts'
import type { Source } from './plan.ts'
import type { Planner } from './planner.ts'
import { planInto } from './references.ts'
import { planSource } from './sources.ts'

/** `left = right`: each part that is known binds or tests the part on the other side. */
export function planUnify(p: Planner, left: Term, right: Term): void {
  let waiting = pairsOf(left, right)
  if (waiting === undefined) {
    p.ops.push({ op: 'fail' })
    return
  }
  while (waiting.length > 0) {
    const still: (readonly [Term, Term])[] = []
    for (const [a, b] of waiting) {
      if (isUnbound(p, a) && isReady(p, b)) planMatch(p, b, a)
      else if (isReady(p, a)) planMatch(p, a, b)
      else if (isReady(p, b)) planMatch(p, b, a)
      else still.push([a, b])
    }
    if (still.length === waiting.length) {
      // Variables that are only ever equal to each other: no order of the body binds them.
      p.ops.push({ op: 'fail' })
      return
    }
    waiting = still
  }
}

function isUnbound(p: Planner, term: Term): boolean {
  return term.kind === 'var' && !p.bound.has(term.variable)
}

/** Whether it has a value now: a reference loops over parts that are not known. */
function isReady(p: Planner, term: Term): boolean {
  if (term.kind === 'ref') return typeof term.head === 'string' || p.bound.has(term.head)
  return p.isBound(term)
}

/** Collections of the same form, part by part. Undefined where they can never be equal. */
function pairsOf(a: Term, b: Term): (readonly [Term, Term])[] | undefined {
  if (a.kind === 'array' && b.kind === 'array') return arrayPairs(a.items, b.items)
  if (a.kind === 'object' && b.kind === 'object') return objectPairs(a, b)
  return [[a, b]]
}

function arrayPairs(a: readonly Term[], b: readonly Term[]): (readonly [Term, Term])[] | undefined {
  if (a.length !== b.length) return undefined
  const pairs: (readonly [Term, Term])[] = []
  for (let index = 0; index < a.length; index++) {
    const x = a[index]
    const y = b[index]
    if (x === undefined || y === undefined) continue
    const inner = pairsOf(x, y)
    if (inner === undefined) return undefined
    pairs.push(...inner)
  }
  return pairs
}

function objectPairs(a: Term & { kind: 'object' }, b: Term & { kind: 'object' }): (readonly [Term, Term])[] | undefined {
  const ofA = textEntries(a)
  const ofB = textEntries(b)
  if (ofA === undefined || ofB === undefined) return [[a, b]]
  if (ofA.size !== ofB.size) return undefined
  const pairs: (readonly [Term, Term])[] = []
  for (const [key, value] of ofA) {
    const other = ofB.get(key)
    const inner = other === undefined ? undefined : pairsOf(value, other)
    if (inner === undefined) return undefined
    pairs.push(...inner)
  }
  return pairs
}

/** Undefined where a key is not known to be a string. */
function textEntries(term: Term & { kind: 'object' }): ReadonlyMap<string, Term> | undefined {
  const entries = new Map<string, Term>()
  for (const [key, value] of term.entries) {
    if (key.kind !== 'const' || typeof key.value !== 'string') return undefined
    entries.set(key.value, value)
  }
  return entries
}

function planMatch(p: Planner, known: Term, pattern: Term): void {
  if (known.kind === 'ref' && !(pattern.kind === 'ref') && !p.isBound(pattern)) {
    const source = planInto(p, known, pattern)
    if (source !== undefined) matchSource(p, source, pattern)
    return
  }
  matchSource(p, planSource(p, known), pattern)
}

/** What `pattern` says of the value of `source`. */
export function matchSource(p: Planner, source: Source, pattern: Term): void {
  if (pattern.kind === 'var' && !p.bound.has(pattern.variable)) {
    p.ops.push({ op: 'bind', slot: p.bind(pattern.variable), source })
  } else if (pattern.kind === 'ref' || p.isBound(pattern)) {
    p.ops.push({ op: 'equal', left: source, right: planSource(p, pattern) })
  } else {
    p.ops.push({ op: 'match', pattern: planPattern(p, pattern), source })
  }
}
