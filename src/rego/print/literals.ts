import type { Expr, Location, With } from '../syntax/ast.ts'
import { writeInline } from './bodies.ts'
import { domainPlace, writeCallExpr } from './calls.ts'
import { staysInline, writeBelow } from './comprehensions.ts'
import { variable, writeTerm } from './terms.ts'
import { endRow, type Writer } from './writer.ts'

/** One expression, with `not` before it and `with` after it. `first`: it follows `if {`. */
export function writeExpr(w: Writer, expr: Expr, first = false): void {
  w.enter()
  if (expr.negated) w.write('not ')
  writeLiteral(w, expr, first && !expr.negated)
  writeWiths(w, expr)
  w.leave()
}

function writeLiteral(w: Writer, expr: Expr, first: boolean): void {
  switch (expr.kind) {
    case 'term':
      if (expr.term.type === 'call') writeCallExpr(w, expr.term, first)
      else writeTerm(w, expr.term, 'free')
      return
    case 'call':
      writeCallExpr(w, expr.call, first)
      return
    case 'some':
      w.write(`some ${expr.names.map(({ name }) => variable(name)).join(', ')}`)
      return
    case 'some-in':
      w.write('some ')
      if (expr.key !== undefined) {
        writeTerm(w, expr.key, 'operand')
        w.write(', ')
      }
      writeTerm(w, expr.value, 'operand')
      w.write(' in ')
      writeTerm(w, expr.domain, 'operand')
      return
    case 'every':
      writeEvery(w, expr)
  }
}

function writeEvery(w: Writer, expr: Expr & { readonly kind: 'every' }): void {
  w.write('every ')
  if (expr.key !== undefined) {
    writeTerm(w, expr.key, 'operand')
    w.write(', ')
  }
  writeTerm(w, expr.value, 'operand')
  w.write(' in ')
  writeTerm(w, expr.domain, domainPlace(expr.domain))
  w.write(' {')
  const whole = everyLocation(expr)
  if (staysInline(w, expr.body, [expr.key, expr.value, expr.domain], whole, whole)) {
    w.write(' ')
    writeInline(w, expr.body)
    w.write(' ')
  } else writeBelow(w, expr.body, whole)
  w.write('}')
}

/** Without the `with`s. */
function everyLocation({ location, with: [modifier] }: Expr): Location | undefined {
  return location === undefined || modifier?.location === undefined ? location : { ...location, end: modifier.location.start }
}

/** Each on the line before it where it was there; the others on lines of their own, one level further in. */
function writeWiths(w: Writer, expr: Expr): void {
  let row = rowBeforeWiths(expr)
  let indented = false
  for (const modifier of expr.with) {
    const here = modifier.location?.row
    if (here !== undefined && row !== undefined && here > row) {
      w.endLine()
      if (!indented) w.level++
      indented = true
    } else w.write(' ')
    row = modifier.location === undefined ? row : endRow(modifier.location)
    writeWith(w, modifier)
  }
  if (indented) w.level--
}

function writeWith(w: Writer, { target, value }: With): void {
  w.write('with ')
  writeTerm(w, target, 'operand')
  w.write(' as ')
  writeTerm(w, value, 'free')
}

/** The row on which the expression ends, before its `with`s. Where the braces of `every` close is not known, but for the row below its body. */
function rowBeforeWiths(expr: Expr): number | undefined {
  switch (expr.kind) {
    case 'term':
      return expr.term.location && endRow(expr.term.location)
    case 'call':
      return expr.call.location && endRow(expr.call.location)
    case 'some-in':
      return expr.domain.location && endRow(expr.domain.location)
    case 'every': {
      const last = expr.body.at(-1)?.location
      return last === undefined ? undefined : Math.max(endRow(last) + 1, expr.location?.row ?? 0)
    }
    case 'some':
      return undefined
  }
}
