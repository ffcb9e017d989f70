import { Tok, tokenNames } from './tokens.ts'

export const RELATION = 1

/** How strongly operators bind, from relations to products; `in` binds weaker than all of them. */
const levels = new Uint8Array(tokenNames.length)
for (const tok of [Tok.Equal, Tok.NotEqual, Tok.Less, Tok.LessEqual, Tok.Greater, Tok.GreaterEqual]) levels[tok] = RELATION
levels[Tok.Or] = 2
levels[Tok.And] = 3
for (const tok of [Tok.Plus, Tok.Minus]) levels[tok] = 4
for (const tok of [Tok.Times, Tok.Divide, Tok.Remainder]) levels[tok] = 5

/** 0 for what is no operator. */
export function levelOf(tok: number): number {
  return levels[tok] ?? 0
}

/** The signs of infix operators, by the names of their builtins. */
export const signs: ReadonlyMap<string, string> = new Map([
  ['assign', ':='],
  ['eq', '='],
  ['equal', '=='],
  ['neq', '!='],
  ['lt', '<'],
  ['lte', '<='],
  ['gt', '>'],
  ['gte', '>='],
  ['or', '|'],
  ['and', '&'],
  ['plus', '+'],
  ['minus', '-'],
  ['mul', '*'],
  ['div', '/'],
  ['rem', '%'],
])

/** How strongly an operator binds, by the name of its builtin; 0 for `:=`, `=` and names that are no operator. */
export function levelOfName(name: string): number {
  return signs.has(name) ? levelOf(tokenNames.indexOf(name)) : 0
}
