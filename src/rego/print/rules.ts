import type { Expr, Head, Rule, Term } from '../syntax/ast.ts'
import { writeBlock } from './bodies.ts'
import { leadingOperand } from './calls.ts'
import { type Item, writeList } from './lists.ts'
import { writeExpr } from './literals.ts'
import type { Style } from './style.ts'
import { itemsOf, lastRow, writeRef, writeTerm } from './terms.ts'
import { endRow, type Writer } from './writer.ts'

/** A rule with its `else`s. The last line is not ended. `limit`: where the next statement begins. */
export function writeRule(w: Writer, rule: Rule, style: Style, limit = Number.POSITIVE_INFINITY): void {
  if (rule.default) w.write('default ')
  writeHead(w, rule.head, style)
  let before = rule
  let braces = writeRuleBody(w, rule, style, false)
  for (let part = rule.else; part !== undefined; part = part.else) {
    w.trail(before.location, part.location?.start)
    beginElse(w, before, part, braces)
    w.write('else')
    writeValue(w, part.head)
    braces = writeRuleBody(w, part, style, true)
    before = part
  }
  w.trail(before.location, limit)
}

/** `} else` on one line where it was, and nothing stands between them. */
function beginElse(w: Writer, before: Rule, part: Rule, braces: boolean): void {
  const sameRow = part.location === undefined || before.location === undefined || part.location.row === endRow(before.location)
  if (braces && sameRow && !w.hasCommentBefore(part.location)) {
    w.write(' ')
    return
  }
  w.endLine()
  w.blankLine()
  if (part.location !== undefined) w.ownLines(part.location.start, part.location.row)
}

function writeHead(w: Writer, head: Head, style: Style): void {
  writeName(w, head, style)
  if (head.args !== undefined) writeList(w, '(', ')', itemsOf(w, head.args, 'free'), argsLocation(head), lastRow(head.ref))
  if (head.key !== undefined) writeKey(w, head, head.key, style)
  writeValue(w, head)
}

function writeName(w: Writer, { ref }: Head, style: Style): void {
  const [name, operand] = ref
  if (style.dottedHeads || operand === undefined || ref.length > 2) {
    writeRef(w, ref)
    return
  }
  writeTerm(w, name, 'operand')
  w.write('[')
  writeTerm(w, operand, 'free')
  w.write(']')
}

/** Not the whole head: a comment in its value is none among the arguments. */
function argsLocation({ location, value }: Head): Item['location'] {
  return location === undefined || value?.location === undefined ? location : { ...location, end: value.location.start }
}

function writeKey(w: Writer, { ref }: Head, key: Term, style: Style): void {
  const contains = style.contains || ref.length > 1
  w.write(contains ? ' contains ' : '[')
  writeTerm(w, key, 'free')
  if (!contains) w.write(']')
}

function writeValue(w: Writer, { value, assign }: Head): void {
  if (value === undefined) return
  w.write(assign ? ' := ' : ' = ')
  writeTerm(w, value, 'free')
}

/** Says whether it ended with a brace. */
function writeRuleBody(w: Writer, rule: Rule, style: Style, isElse: boolean): boolean {
  const [first] = rule.body
  if (first === undefined) return false
  const hasIf = usesIf(rule.head, style)
  if (hasIf) w.write(' if')
  if (hasIf && rule.body.length === 1 && fitsBehindIf(w, rule, first, isElse)) {
    w.write(' ')
    writeExpr(w, first)
    return false
  }
  w.write(' {')
  if (w.hasCommentBefore(first.location)) w.trail(rule.head.location, first.location?.start)
  w.endLine()
  writeBlock(w, rule.body, rule.location?.end ?? 0, hasIf && !isElse)
  w.write('}')
  return true
}

/** v0 has `if` where it is imported; a set in brackets never takes it, and an object without a value always does. */
function usesIf(head: Head, style: Style): boolean {
  if (head.key !== undefined && head.ref.length === 1) return style.if && style.contains
  return style.if || (head.ref.length === 2 && head.args === undefined && head.value === undefined)
}

/** Whether the only expression stands on the row where the head ends, and is not taken for a body in braces. */
function fitsBehindIf(w: Writer, { head }: Rule, expr: Expr, isElse: boolean): boolean {
  if (beginsWithBrace(expr) && (isElse || isSet(expr))) return false
  if (head.location === undefined || expr.location === undefined) return true
  return expr.location.row <= endRow(head.location) && !w.hasCommentBefore(expr.location)
}

function isSet(expr: Expr): boolean {
  return expr.kind === 'term' && expr.term.type === 'set'
}

function beginsWithBrace(expr: Expr): boolean {
  if (expr.negated) return false
  if (expr.kind === 'term') return termBeginsWithBrace(expr.term)
  return expr.kind === 'call' && termBeginsWithBrace(expr.call)
}

function termBeginsWithBrace(term: Term): boolean {
  switch (term.type) {
    case 'set':
      return term.items.length > 0
    case 'object':
    case 'set-comprehension':
    case 'object-comprehension':
      return true
    case 'ref':
      return termBeginsWithBrace(term.ref[0])
    case 'call': {
      const leading = leadingOperand(term) ?? term.operator[0]
      return termBeginsWithBrace(leading)
    }
    default:
      return false
  }
}
