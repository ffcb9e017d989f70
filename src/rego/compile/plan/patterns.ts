import type { Term } from '../ir.ts'
import { termsIn } from '../walk.ts'
import { anything, type Pattern, type Source } from './plan.ts'
import type { Planner } from './planner.ts'
import { planSource } from './sources.ts'

/** A term with variables that are not bound yet: what is looked up in it comes first. */
export function planPattern(p: Planner, term: Term): Pattern {
  const sources = new Map<Term, Source>()
  if (term.kind !== 'var') lookUpInside(p, term, sources)
  return patternOf(p, term, sources)
}

function lookUpInside(p: Planner, term: Term, sources: Map<Term, Source>): void {
  if (term.kind === 'ref' || term.kind === 'comprehension') sources.set(term, planSource(p, term))
  else termsIn(term, (inner) => lookUpInside(p, inner, sources))
}

function patternOf(p: Planner, term: Term, sources: ReadonlyMap<Term, Source>): Pattern {
  const source = sources.get(term)
  if (source !== undefined) return { kind: 'is', source }
  switch (term.kind) {
    case 'var':
      if (p.bound.has(term.variable)) return { kind: 'is', source: p.read(term.variable) }
      return term.variable.uses <= 1 ? anything : { kind: 'bind', slot: p.bind(term.variable) }
    case 'array':
      return { kind: 'array', items: term.items.map((item) => patternOf(p, item, sources)) }
    case 'object':
      return { kind: 'object', entries: term.entries.map(([key, value]) => [sourceOf(p, key, sources), patternOf(p, value, sources)] as const) }
    default:
      return { kind: 'is', source: sourceOf(p, term, sources) }
  }
}

function sourceOf(p: Planner, term: Term, sources: ReadonlyMap<Term, Source>): Source {
  const source = sources.get(term)
  if (source !== undefined) return source
  if (term.kind === 'array' || term.kind === 'set') return { kind: term.kind, items: term.items.map((item) => sourceOf(p, item, sources)) }
  if (term.kind === 'object') {
    return { kind: 'object', entries: term.entries.map(([key, value]) => [sourceOf(p, key, sources), sourceOf(p, value, sources)] as const) }
  }
  return planSource(p, term)
}
