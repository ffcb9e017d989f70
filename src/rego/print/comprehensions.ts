import type { ArrayComprehension, Body, Expr, Location, ObjectComprehension, SetComprehension, Term } from '../syntax/ast.ts'
import { writeBlock, writeInline } from './bodies.ts'
import { byRows, haveLineBreaks } from './line-breaks.ts'
import { writeTerm } from './terms.ts'
import type { Writer } from './writer.ts'

/** The body is on the line of the head where it was, and is one line. */
export function writeComprehension(w: Writer, term: ArrayComprehension | SetComprehension | ObjectComprehension): void {
  const [open, close] = term.type === 'array-comprehension' ? ['[', ']'] : ['{', '}']
  w.write(open)
  if (term.type === 'object-comprehension') {
    writeTerm(w, term.key, 'list')
    w.write(': ')
    writeTerm(w, term.value, 'operand')
  } else writeTerm(w, term.term, 'operand')
  w.write(' |')
  const heads = term.type === 'object-comprehension' ? [term.key, term.value] : [term.term]
  if (staysInline(w, term.body, heads, heads[0]?.location, term.location)) {
    w.write(' ')
    writeInline(w, term.body)
  } else writeBelow(w, term.body, term.location)
  w.write(close)
}

/** Whether all of a body began on the row where what it belongs to began: `heads` from `from` on. */
export function staysInline(w: Writer, body: Body, heads: readonly (Term | undefined)[], from: Location | undefined, whole: Location | undefined): boolean {
  if (w.hasCommentIn(whole) || haveLineBreaks(heads)) return false
  const first = body[0]?.location
  if (first !== undefined && from !== undefined && first.row > from.row) return false
  const items = body.map((expr) => ({ location: expr.location, breaks: () => haveLineBreaks(termsIn(expr)) }))
  return byRows(items, from?.row).length <= 1
}

/** The terms of an expression, as one. */
function termsIn(expr: Expr): readonly Term[] {
  return [{ type: 'array-comprehension', term: { type: 'null' }, body: [expr] }]
}

/** On lines of its own, with the comments up to the closing bracket. */
export function writeBelow(w: Writer, body: Body, whole: Location | undefined): void {
  const first = body[0]?.location
  if (w.hasCommentBefore(first)) w.trail(whole && first && { ...whole, end: first.start, endRow: whole.row })
  w.endLine()
  writeBlock(w, body, whole?.end ?? 0)
}
