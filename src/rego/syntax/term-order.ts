import { compare } from '../values/compare.ts'
import { numberOf } from '../values/numbers.ts'
import type { Term } from './ast.ts'

const ranks: Readonly<Record<Term['type'], number>> = {
  null: 0,
  boolean: 1,
  number: 2,
  string: 3,
  template: 4,
  var: 5,
  ref: 6,
  array: 7,
  object: 8,
  set: 9,
  'array-comprehension': 10,
  'object-comprehension': 11,
  'set-comprehension': 12,
  call: 13,
}

/**
 * The order that OPA gives to terms as syntax: by kind, then as values. Objects and sets compare by what they hold, in
 * order; templates and comprehensions all count the same.
 */
function compareTerms(a: Term, b: Term): number {
  const aRank = rankOf(a)
  const bRank = rankOf(b)
  if (aRank !== bRank) return aRank - bRank
  const aParts = partsOf(a)
  if (aParts !== undefined) return compareLists(aParts, partsOf(b) ?? [])
  if (a.type === 'boolean' && b.type === 'boolean') return Number(a.value) - Number(b.value)
  if (a.type === 'number' && b.type === 'number') return compare(numberOf(a.text), numberOf(b.text))
  if (a.type === 'string' && b.type === 'string') return compare(a.value, b.value)
  return a.type === 'var' && b.type === 'var' ? compare(a.name, b.name) : 0
}

/** `data` and `input` alone are references. */
function rankOf(term: Term): number {
  return isRoot(term) ? ranks.ref : ranks[term.type]
}

export function isRoot(term: Term): boolean {
  return term.type === 'var' && (term.name === 'data' || term.name === 'input')
}

function partsOf(term: Term): readonly Term[] | undefined {
  switch (term.type) {
    case 'ref':
      return term.ref
    case 'array':
      return term.items
    case 'set':
      return sortedItems(term.items)
    case 'object':
      return sortedEntries(term.entries).flat()
    case 'call':
      return [{ type: 'ref', ref: term.operator }, ...term.args]
    default:
      return isRoot(term) ? [{ ...term, type: 'string', value: term.type === 'var' ? term.name : '' }] : undefined
  }
}

function compareLists(a: readonly Term[], b: readonly Term[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a[at]
    const right = b[at]
    const order = left === undefined || right === undefined ? 0 : compareTerms(left, right)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Items of a set, in order, each once. */
export function sortedItems(items: readonly Term[]): readonly Term[] {
  return once(items.toSorted(compareTerms), (item) => item)
}

/** Entries of an object, in the order of their keys; of those with the same key, the last. */
export function sortedEntries(entries: readonly (readonly [Term, Term])[]): readonly (readonly [Term, Term])[] {
  return once(
    entries.toReversed().sort(([a], [b]) => compareTerms(a, b)),
    ([key]) => key,
  )
}

/** Comprehensions are no duplicates of each other, although their order says so. */
function once<Item>(sorted: readonly Item[], key: (item: Item) => Term): readonly Item[] {
  return sorted.filter((item, index) => {
    const before = sorted[index - 1]
    return before === undefined || holdsClosure(key(item)) || compareTerms(key(before), key(item)) !== 0
  })
}

function holdsClosure(term: Term): boolean {
  switch (term.type) {
    case 'template':
    case 'array-comprehension':
    case 'set-comprehension':
    case 'object-comprehension':
      return true
    default:
      return (partsOf(term) ?? []).some((part) => part !== term && holdsClosure(part))
  }
}
