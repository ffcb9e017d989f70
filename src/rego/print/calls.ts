import type { CallTerm, Term } from '../syntax/ast.ts'
import { levelOfName, signs } from '../syntax/operators.ts'
import { writeList } from './lists.ts'
import { itemsOf, lastRow, type Place, writeRef, writeTerm } from './terms.ts'
import type { Writer } from './writer.ts'

/** How a call can be written between its operands: its sign and how strongly it binds, `in` weakest and equations not at all. */
interface Infix {
  readonly name: string
  readonly sign: string
  readonly level: number
}

const IN_LEVEL = 0.5

function infixOf({ operator, args, infix = false }: CallTerm): Infix | undefined {
  const [head, member] = operator
  if (!infix || head.type !== 'var') return undefined
  if (operator.length === 1) {
    const sign = args.length === 2 ? signs.get(head.name) : undefined
    return sign === undefined ? undefined : { name: head.name, sign, level: levelOfName(head.name) }
  }
  const name = head.name === 'internal' && operator.length === 2 && member?.type === 'string' ? member.value : ''
  const isMember = (name === 'member_2' && args.length === 2) || (name === 'member_3' && args.length === 3)
  return isMember ? { name, sign: 'in', level: IN_LEVEL } : undefined
}

/** A call within something else. Equations cannot stand there, except as calls by name. */
export function writeCall(w: Writer, call: CallTerm, place: Place): void {
  const infix = infixOf(call)
  if (infix === undefined || infix.level === 0) {
    writePlainCall(w, call)
    return
  }
  const parentheses = place === 'operand' || infix.name === 'member_3' || (place === 'list' && infix.name === 'or')
  if (parentheses) w.write('(')
  writeOperands(w, infix, call.args, operandPlaces)
  if (parentheses) w.write(')')
}

/**
 * A call that is a whole expression: what binds stronger needs no parentheses in it. `first`: after `if {`, where a `|`
 * behind the first operand would make a comprehension.
 */
export function writeCallExpr(w: Writer, call: CallTerm, first: boolean): void {
  const infix = infixOf(call)
  if (infix === undefined) {
    writePlainCall(w, call)
    return
  }
  const parentheses = first && infix.name === 'or'
  if (parentheses) w.write('(')
  writeOperands(w, infix, call.args, (operand, index) => placeInExpr(infix, operand, index, first))
  if (parentheses) w.write(')')
}

function operandPlaces(): Place {
  return 'operand'
}

function placeInExpr({ name, level, sign }: Infix, operand: Term, index: number, first: boolean): Place {
  const inner = operand.type === 'call' ? infixOf(operand) : undefined
  if (inner === undefined) return 'free'
  if (first && index === 0 && inner.name === 'or') return 'operand'
  if (level === 0) return 'free'
  if (sign === 'in') return name === 'member_2' && inner.name === 'member_2' && index === 0 ? 'free' : 'operand'
  return inner.level > level || (inner.level === level && index === 0) ? 'free' : 'operand'
}

function writeOperands(w: Writer, { sign }: Infix, operands: readonly Term[], place: (operand: Term, index: number) => Place): void {
  for (const [index, operand] of operands.entries()) {
    if (index > 0) w.write(index === operands.length - 1 ? ` ${sign} ` : ', ')
    writeTerm(w, operand, place(operand, index))
  }
}

function writePlainCall(w: Writer, call: CallTerm): void {
  writeRef(w, call.operator)
  writeList(w, '(', ')', itemsOf(w, call.args, 'free'), call.location, lastRow(call.operator))
}

/** What `every` runs over: an `in` in it would take what is before it. */
export function domainPlace(domain: Term): Place {
  return domain.type === 'call' && infixOf(domain)?.sign === 'in' ? 'operand' : 'free'
}

/** Whether the text of an expression begins with a minus sign: after another line, it would be a subtraction. */
export function beginsWithMinus(term: Term): boolean {
  if (term.type === 'number') return term.text.startsWith('-')
  const [left] = term.type === 'call' && infixOf(term) !== undefined ? term.args : []
  return left !== undefined && beginsWithMinus(left)
}

/** Whether a call is written between its operands, of which the first one leads. */
export function leadingOperand(call: CallTerm): Term | undefined {
  return infixOf(call) === undefined ? undefined : call.args[0]
}
