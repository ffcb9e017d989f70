import type { Body } from '../syntax/ast.ts'
import { beginsWithMinus } from './calls.ts'
import { writeExpr } from './literals.ts'
import { endRow, type Writer } from './writer.ts'

/** Expressions one after the other, `a; b`. */
export function writeInline(w: Writer, body: Body): void {
  for (const [index, expr] of body.entries()) {
    if (index > 0) w.write('; ')
    writeExpr(w, expr)
  }
}

/**
 * Expressions on lines, one level further in, and the comments before `end`. Empty lines between them are kept, and one
 * stands before comments. `afterIf`: the first one follows `if {`.
 */
export function writeBlock(w: Writer, body: Body, end: number, afterIf = false): void {
  w.level++
  for (const [index, expr] of body.entries()) {
    const before = body[index - 1]
    const { location } = expr
    if (before !== undefined && location !== undefined) {
      const apart = before.location !== undefined && location.row > endRow(before.location) + 1
      if (apart || w.hasCommentBefore(location)) w.blankLine()
    }
    if (location !== undefined) w.ownLines(location.start, location.row)
    writeExpr(w, expr, afterIf && index === 0)
    const next = body[index + 1]
    if (next !== undefined && needsSemicolon(next)) w.write(';')
    w.trail(location, next?.location?.start)
    w.endLine()
  }
  w.ownLines(end)
  w.level--
}

/** A minus sign at the beginning of a line goes on with the line before. */
function needsSemicolon(expr: Body[number]): boolean {
  if (expr.negated) return false
  return (expr.kind === 'term' && beginsWithMinus(expr.term)) || (expr.kind === 'call' && beginsWithMinus(expr.call))
}
