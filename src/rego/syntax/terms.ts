import type { CallTerm, Ref, StringTerm, Term } from './ast.ts'
import { parseArray, parseBraces, parseListRest } from './collections.ts'
import type { Cursor } from './cursor.ts'
import { KEY_VALUE, parseInfix } from './infix.ts'
import { parseNumber, parseString } from './scalars.ts'
import { parseTemplate } from './templates.ts'
import { Tok } from './tokens.ts'

/** One operand: anything but an infix call, which may stand in parentheses. Undefined where a problem was noted, as everywhere in this grammar. */
export function parseTerm(p: Cursor): Term | undefined {
  if (!p.enter()) return undefined
  const first = p.index
  const head = parsePrimary(p)
  const term = head === undefined || p.spaceBefore ? head : parseReference(p, first, head)
  p.leave()
  return term
}

function parsePrimary(p: Cursor): Term | undefined {
  switch (p.tok) {
    case Tok.Name:
    case Tok.Contains:
      return parseVariable(p)
    case Tok.String:
    case Tok.RawString:
      return parseString(p)
    case Tok.Number:
    case Tok.Minus:
    case Tok.Dot:
      return parseNumber(p)
    case Tok.True:
    case Tok.False:
    case Tok.Null:
      return parseConstant(p)
    case Tok.OpenBracket:
      return parseArray(p)
    case Tok.OpenBrace:
      return parseBraces(p)
    case Tok.OpenParen:
      return parseParentheses(p)
    case Tok.Template:
    case Tok.TemplateHead:
      return parseTemplate(p)
    default:
      return p.unexpected()
  }
}

export function parseVariable(p: Cursor): Term {
  const location = p.here()
  const name = p.lexeme
  p.next()
  p.height = 1
  return { type: 'var', name: name === '_' ? p.wildcard() : name, location }
}

function parseConstant(p: Cursor): Term {
  const location = p.here()
  const { tok } = p
  p.next()
  p.height = 1
  return tok === Tok.Null ? { type: 'null', location } : { type: 'boolean', value: tok === Tok.True, location }
}

function parseParentheses(p: Cursor): Term | undefined {
  p.next()
  const term = parseInfix(p, KEY_VALUE)
  if (term === undefined) return undefined
  if (p.tok !== Tok.CloseParen) return p.tok === Tok.Illegal ? p.unexpected() : p.fail('non-terminated expression')
  p.next()
  return term
}

/** What follows a term without white space: `.name`, `[term]`, `(arguments)`, any number of them. */
export function parseReference(p: Cursor, first: number, head: Term): Term | undefined {
  let term = head
  while (p.tok === Tok.Dot || p.tok === Tok.OpenBracket || p.tok === Tok.OpenParen) {
    if (!mayLead(term)) return p.fail(`illegal ref (head cannot be ${term.type})`, term.location)
    const operands: [Term, ...Term[]] = [term]
    if (!parseOperands(p, operands)) return undefined
    if (p.tok !== Tok.OpenParen || p.spaceBefore) return operands.length === 1 ? term : { type: 'ref', ref: operands, location: p.locationFrom(first) }
    const call = parseCall(p, first, operands)
    if (call === undefined || p.spaceBefore || p.tok === Tok.OpenParen) return call
    term = call
  }
  return term
}

function mayLead(term: Term): boolean {
  switch (term.type) {
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
    case 'template':
    case 'ref':
      return false
    default:
      return true
  }
}

/** Adds the `.name` and `[term]` that follow. The first may stand apart from its head, in the head of a rule. */
function parseOperands(p: Cursor, operands: Term[]): boolean {
  if (p.tok === Tok.OpenParen) return true
  let { height } = p
  do {
    const operand = p.tok === Tok.Dot ? parseDotted(p) : parseBracketed(p)
    if (operand === undefined) return false
    operands.push(operand)
    if (p.height > height) height = p.height
  } while (!p.spaceBefore && (p.tok === Tok.Dot || p.tok === Tok.OpenBracket))
  return p.rise(height)
}

function parseDotted(p: Cursor): StringTerm | undefined {
  p.next()
  if (p.spaceBefore) return p.fail('unexpected whitespace token: expected identifier')
  if (p.tok !== Tok.Name && !p.isKeyword) return p.unexpected('expected identifier')
  const operand: StringTerm = { type: 'string', value: p.lexeme, location: p.here() }
  p.next()
  p.height = 1
  return operand
}

function parseBracketed(p: Cursor): Term | undefined {
  p.next()
  const term = parseInfix(p, KEY_VALUE)
  if (term === undefined) return undefined
  if (p.tok !== Tok.CloseBracket) return p.unexpected('expected ]')
  p.next()
  return term
}

function parseCall(p: Cursor, first: number, operator: Ref): Term | undefined {
  const { height } = p
  p.next()
  const args: Term[] = []
  p.height = 1
  if (!parseListRest(p, Tok.CloseParen, args, height)) return undefined
  const location = p.locationFrom(first)
  const [head] = operator
  if (args.length === 0 && operator.length === 1 && head.type === 'var' && head.name === 'set') return { type: 'set', items: [], location }
  const call: CallTerm = { type: 'call', operator, args, location }
  return call
}
