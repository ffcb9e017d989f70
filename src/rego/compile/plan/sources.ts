import type { ComprehensionTerm, RefTerm, Term } from '../ir.ts'
import { planBody } from './bodies.ts'
import type { ComprehensionSource, Source } from './plan.ts'
import type { Planner } from './planner.ts'
import { planReference } from './references.ts'

/**
 * A term that is bound, as a source. What loops in it, references with parts that are not known yet, loops before it and
 * binds them.
 */
export function planSource(p: Planner, term: Term): Source {
  switch (term.kind) {
    case 'const':
      return { kind: 'const', value: term.value }
    case 'var':
      return p.read(term.variable)
    case 'ref':
      return planReference(p, term)
    case 'array':
    case 'set':
      return { kind: term.kind, items: term.items.map((item) => planSource(p, item)) }
    case 'object':
      return { kind: 'object', entries: term.entries.map(([key, value]) => [planSource(p, key), planSource(p, value)] as const) }
    case 'comprehension':
      return planComprehension(p, term)
  }
}

function planComprehension(p: Planner, term: ComprehensionTerm): ComprehensionSource {
  const inner = p.inner()
  planBody(inner, term.body)
  const key = term.key === undefined ? undefined : planSource(inner, term.key)
  const item = planSource(inner, term.item)
  p.absorb(inner)
  return {
    kind: 'comprehension',
    of: term.of,
    key,
    item,
    body: inner.ops,
    captures: [...inner.outerReads].map((variable) => p.slots.get(variable) ?? -1),
    location: term.location,
  }
}

/** The same term, where everything in it that must be looked up is a variable that is bound before. */
export function settle(p: Planner, term: Term): Term {
  switch (term.kind) {
    case 'const':
    case 'var':
      return term
    case 'ref':
    case 'comprehension':
      return bindTemporary(p, term)
    case 'array':
    case 'set':
      return { ...term, items: term.items.map((item) => settle(p, item)) }
    case 'object':
      return { ...term, entries: term.entries.map(([key, value]) => [settle(p, key), settle(p, value)] as const) }
  }
}

/** For a reference that stays what it is: only what stands in its path. */
export function settlePath(p: Planner, term: RefTerm): RefTerm {
  return { ...term, path: term.path.map((part) => settle(p, part)) }
}

function bindTemporary(p: Planner, term: Term): Term {
  const source = planSource(p, term)
  const variable = p.temporary()
  p.ops.push({ op: 'bind', slot: p.bind(variable), source })
  return { kind: 'var', variable, location: term.location }
}
