import type { Expr, Term, VarTerm, With } from './ast.ts'
import { parseBody } from './bodies.ts'
import type { Cursor } from './cursor.ts'
import { infixCall, memberOperator, parseRelation } from './infix.ts'
import { parseWiths } from './literals.ts'
import { Tok } from './tokens.ts'

interface Iteration {
  readonly key?: Term
  readonly value: Term
  readonly domain: Term
}

/** `some x, y`, `some x in xs`, `some k, x in xs`. */
export function parseSome(p: Cursor): Expr | undefined {
  const first = p.index
  p.next()
  const firstName = p.index
  const start = parseRelation(p)
  if (start === undefined) return undefined
  const terms = [start]
  let { height } = p
  while (p.tok === Tok.Comma) {
    p.next()
    const term = parseRelation(p)
    if (term === undefined) return undefined
    terms.push(term)
    if (p.height > height) height = p.height
  }
  p.height = height
  if (p.tok !== Tok.In || p.opensReference(p.index + 1)) return declaration(p, first, firstName, terms)
  const iteration = parseDomain(p, firstName, terms)
  const modifiers = iteration && parseWiths(p)
  return modifiers && { kind: 'some-in', ...iteration, with: modifiers, negated: false, location: p.locationFrom(first) }
}

function declaration(p: Cursor, first: number, firstName: number, terms: readonly Term[]): Expr | undefined {
  const names: VarTerm[] = []
  for (const term of terms) {
    if (term.type === 'call') return p.unexpected('expected `x in xs` or `x, y in xs` expression')
    if (term.type !== 'var') {
      p.moveTo(firstName)
      return p.unexpected('expected var')
    }
    names.push(term)
  }
  if (p.tok === Tok.Name && !p.lineBefore && p.lexeme === 'in') p.hint('`import future.keywords.in` for `some x in xs` expressions')
  return { kind: 'some', names, with: noWith, negated: false, location: p.locationFrom(first) }
}

const noWith: readonly With[] = []

/** `every x in xs { … }`, `every k, x in xs { … }`. */
export function parseEvery(p: Cursor): Expr | undefined {
  const first = p.index
  p.next()
  const iteration = parseIteration(p)
  if (iteration === undefined) return undefined
  const { key, value, domain } = iteration
  if (key !== undefined && key.type !== 'var') return p.unexpected('expected key to be a variable')
  if (value.type !== 'var') return p.unexpected('expected value to be a variable')
  if (p.tok !== Tok.OpenBrace) return p.unexpected('missing body')
  const { height } = p
  p.next()
  const body = parseBody(p, Tok.CloseBrace)
  if (body === undefined || !p.rise(Math.max(height, p.height))) return undefined
  const modifiers = parseWiths(p)
  if (modifiers === undefined) return undefined
  return { kind: 'every', ...(key === undefined ? {} : { key }), value, domain, body, with: modifiers, negated: false, location: p.locationFrom(first) }
}

function parseIteration(p: Cursor): Iteration | undefined {
  const first = p.index
  const value = parseRelation(p)
  if (value === undefined) return undefined
  const terms = [value]
  if (p.tok === Tok.Comma) {
    const { height } = p
    p.next()
    const second = parseRelation(p)
    if (second === undefined) return undefined
    terms.push(second)
    if (height > p.height) p.height = height
  }
  return p.tok === Tok.In ? parseDomain(p, first, terms) : p.unexpected('expected `x[, y] in xs { ... }` expression')
}

/** Stands at `in`. Where another one follows, all before it is the value. */
function parseDomain(p: Cursor, first: number, terms: readonly Term[]): Iteration | undefined {
  const [one, two] = terms
  if (one === undefined || terms.length > 2) return p.unexpected('expected `x in xs` or `x, y in xs` expression')
  let head: { readonly key?: Term; readonly value: Term } = two === undefined ? { value: one } : { key: one, value: two }
  let operator = memberOperator(p.here(), two === undefined ? 2 : 3)
  for (;;) {
    const { height } = p
    p.next()
    const domain = parseRelation(p)
    if (domain === undefined || !p.rise(Math.max(height, p.height))) return undefined
    const iteration: Iteration = { ...head, domain }
    if (p.readKeywordAsName() || p.tok !== Tok.In) return iteration
    head = { value: infixCall(p.locationFrom(first), operator, operandsOf(iteration)) }
    operator = memberOperator(p.here(), 2)
  }
}

function operandsOf({ key, value, domain }: Iteration): readonly Term[] {
  return key === undefined ? [value, domain] : [key, value, domain]
}
