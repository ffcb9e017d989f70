import type { Location, Term } from '../syntax/ast.ts'
import { visit } from '../syntax/visit.ts'

/**
 * Whether the text of terms that stand nowhere has line breaks of its own, in raw strings: what follows them begins on
 * another row then, and is laid out as if it had.
 */
export function haveLineBreaks(terms: readonly (Term | undefined)[]): boolean {
  return terms.some((term) => term !== undefined && term.location === undefined && hasRawBreak(term))
}

function hasRawBreak(term: Term): boolean {
  let found = false
  visit(term, {
    term: (each) => {
      if (each.type === 'string') found ||= each.raw === true && each.value.includes('\n')
      else if (each.type === 'template') found ||= each.raw === true && each.parts.some((part) => typeof part === 'string' && part.includes('\n'))
      return found ? false : undefined
    },
  })
  return found
}

export interface Placed {
  readonly location?: Location | undefined
  /** Whether what follows begins on another row, where the location does not say. */
  readonly breaks?: () => boolean
}

/** Things that began on the same row, or whose row is not known. */
export function byRows<Each extends Placed>(items: readonly Each[], from: number | undefined): readonly (readonly Each[])[] {
  const rows: Each[][] = []
  let row = from
  let before: Each | undefined
  for (const item of items) {
    const here = item.location?.row ?? row
    const current = rows.at(-1)
    const below = (here !== undefined && row !== undefined && here > row) || (item.location === undefined && before?.breaks?.() === true)
    if (current === undefined || below) rows.push([item])
    else current.push(item)
    row = here
    before = item
  }
  return rows
}
