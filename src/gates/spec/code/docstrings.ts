import type { Token } from '../lex/token.ts'

/** The prefixes of literals that can document: neither bytes nor formatted ones, which may hold code. */
const PLAIN = /^[rRuU]?["']/

/**
 * Python's docstrings (PEP 257), with the line ends behind them: a literal that is the whole of the first statement of a module, or of the
 * indented body of a class or function. It does nothing but say what the code does.
 */
export function docstrings(text: string, tokens: readonly Token[]): ReadonlySet<Token> {
  const found = new Set<Token>()
  const code = tokens.filter((token) => token.kind !== 'comment')
  let isDefinition = false
  let startsStatement = true
  /** Whether no statement of the module, or of the body that was entered last, was read yet. */
  let isFirst = true
  for (const [index, token] of code.entries()) {
    if (token.kind === 'indent') isFirst = isDefinition
    if (token.kind === 'break') startsStatement = true
    if (token.kind === 'break' || token.kind === 'indent' || token.kind === 'dedent') continue
    const next = code[index + 1]
    const isAlone = next === undefined || next.kind === 'break' || next.kind === 'dedent'
    if (startsStatement && isFirst && isAlone && token.kind === 'string' && PLAIN.test(text.slice(token.start, token.start + 2))) {
      found.add(token)
      if (next?.kind === 'break') found.add(next)
    }
    if (startsStatement) isDefinition = beginsDefinition(text, token, next)
    startsStatement = false
    isFirst = false
  }
  return found
}

function beginsDefinition(text: string, token: Token, next: Token | undefined): boolean {
  const wordOf = (one: Token | undefined): string => (one?.kind === 'word' ? text.slice(one.start, one.end) : '')
  const word = wordOf(token)
  return word === 'class' || word === 'def' || (word === 'async' && wordOf(next) === 'def')
}
