import type { Term, Variable } from '../ir.ts'
import { termsIn, variablesIn } from '../walk.ts'

/** Which variables are bound already. */
export interface Bound {
  has(variable: Variable): boolean
}

/** The variables that `left = right` binds, where those of `safe` are bound. */
export function boundByUnify(left: Term, right: Term, safe: Bound): ReadonlySet<Variable> {
  const unifier = new Unifier(safe)
  unifier.unify(left, right)
  return unifier.bound
}

/** A reference can be looked up once its head is bound: variables in its path are bound by that. */
export function canLookUp(term: Term, safe: Bound): boolean {
  return term.kind === 'ref' && (typeof term.head === 'string' || safe.has(term.head))
}

class Unifier {
  readonly bound = new Set<Variable>()
  readonly #safe: Bound
  /** What each variable waits for: it is bound once all of them are. */
  readonly #waiting = new Map<Variable, Set<Variable>>()

  constructor(safe: Bound) {
    this.#safe = safe
  }

  #isBound(variable: Variable): boolean {
    return this.#safe.has(variable) || this.bound.has(variable)
  }

  unify(a: Term, b: Term): void {
    if (a.kind === 'var' && b.kind === 'var') this.#unifyVariables(a.variable, b.variable)
    else if (a.kind === 'var') this.#unifyVariable(a.variable, b)
    else if (b.kind === 'var') this.#unifyVariable(b.variable, a)
    else if (isSource(a)) this.#bindFrom(a, b)
    else if (isSource(b)) this.#bindFrom(b, a)
    else if (a.kind === 'array' || b.kind === 'array') this.#unifyArrays(a, b)
    else if (a.kind === 'object' || b.kind === 'object') this.#unifyObjects(a, b)
  }

  #unifyVariables(a: Variable, b: Variable): void {
    if (this.#isBound(b)) this.#bind(a)
    else if (this.#isBound(a)) this.#bind(b)
    else {
      this.#wait(a, b)
      this.#wait(b, a)
    }
  }

  #unifyVariable(variable: Variable, term: Term): void {
    if (term.kind === 'ref') {
      if (canLookUp(term, this.#safe)) this.#bind(variable)
    } else if (term.kind === 'array' || term.kind === 'object') {
      if (this.#isBound(variable)) {
        this.#bindAll(term)
        return
      }
      const open = new Set<Variable>()
      pathVariables(term, open)
      const missing = [...open].filter((other) => !this.#isBound(other))
      if (missing.length === 0) this.#bind(variable)
      else for (const other of missing) this.#wait(variable, other)
    } else this.#bind(variable)
  }

  /** `source` has a value of its own, `pattern` takes it apart. */
  #bindFrom(source: Term, pattern: Term): void {
    if (source.kind === 'ref' && !canLookUp(source, this.#safe)) return
    if (pattern.kind === 'array' || pattern.kind === 'object') this.#bindAll(pattern)
  }

  #unifyArrays(a: Term, b: Term): void {
    const itemsA = itemsOf(a)
    const itemsB = itemsOf(b)
    if (itemsA === undefined || itemsB === undefined || itemsA.length !== itemsB.length) return
    for (let index = 0; index < itemsA.length; index++) {
      const x = itemsA[index]
      const y = itemsB[index]
      if (x !== undefined && y !== undefined) this.unify(x, y)
    }
  }

  #unifyObjects(a: Term, b: Term): void {
    if (a.kind === 'const' || b.kind === 'const') {
      const [open, constant] = a.kind === 'const' ? [b, a] : [a, b]
      if (constant.kind === 'const' && typeof constant.value === 'object') this.#bindAll(open)
      return
    }
    if (a.kind !== 'object' || b.kind !== 'object' || a.entries.length !== b.entries.length) return
    for (const [key, value] of a.entries) {
      const other = b.entries.find(([candidate]) => sameKey(key, candidate))
      if (other !== undefined) this.unify(value, other[1])
    }
  }

  #bindAll(term: Term): void {
    const found = new Set<Variable>()
    patternVariables(term, found)
    for (const variable of found) this.#bind(variable)
  }

  #wait(variable: Variable, other: Variable): void {
    const others = this.#waiting.get(variable) ?? new Set()
    this.#waiting.set(variable, others)
    others.add(other)
  }

  #bind(variable: Variable): void {
    this.bound.add(variable)
    const others = this.#waiting.get(variable)
    this.#waiting.delete(variable)
    if (others !== undefined) for (const other of others) this.#bind(other)
    for (const [waiting, missing] of this.#waiting) {
      if (!missing.delete(variable) || missing.size > 0) continue
      this.#waiting.delete(waiting)
      this.#bind(waiting)
    }
  }
}

function isSource(term: Term): boolean {
  return term.kind === 'ref' || term.kind === 'comprehension'
}

function itemsOf(term: Term): readonly Term[] | undefined {
  if (term.kind === 'array') return term.items
  if (term.kind !== 'const' || !Array.isArray(term.value)) return undefined
  return term.value.map((value): Term => ({ kind: 'const', value, location: undefined }))
}

function sameKey(a: Term, b: Term): boolean {
  if (a.kind === 'const' && b.kind === 'const') return a.value === b.value
  return a.kind === 'var' && b.kind === 'var' && a.variable === b.variable
}

/** Heads of references apart. */
function pathVariables(term: Term, found: Set<Variable>): void {
  if (term.kind === 'var') found.add(term.variable)
  else termsIn(term, (inner) => pathVariables(inner, found))
}

/** What a pattern binds: no keys of objects, nothing of sets. */
function patternVariables(term: Term, found: Set<Variable>): void {
  if (term.kind === 'var') found.add(term.variable)
  else if (term.kind === 'array') for (const item of term.items) patternVariables(item, found)
  else if (term.kind === 'object') for (const [, value] of term.entries) patternVariables(value, found)
  else if (term.kind === 'ref') for (const part of term.path) variablesIn(part, found)
}
