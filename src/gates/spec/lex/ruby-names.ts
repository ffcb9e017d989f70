import { PERCENT, SLASH } from './characters.ts'
import type { Scanner } from './scanner.ts'
import type { Token } from './token.ts'

/**
 * Whether one of these names may be a variable's: behind a method's name `/` begins a regular expression, behind a variable it divides.
 * To be created a variable has to stand where it is neither called nor given an argument.
 */
export function mayBeVariable(names: ReadonlySet<string>, scanner: Scanner): boolean {
  const { tokens } = scanner
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'string' && captures(token, scanner).some((name) => names.has(name))) return true
    if (token.kind !== 'word' || !names.has(scanner.textOf(token))) continue
    if (!isCalled(tokens[index - 1], token, tokens[index + 1], scanner)) return true
  }
  return false
}

/** A name in `/(?<name>…)/` is a variable's behind it. */
function captures(token: Token, scanner: Scanner): readonly string[] {
  const first = scanner.text.charCodeAt(token.start)
  if (first !== SLASH && first !== PERCENT) return []
  return [...scanner.textOf(token).matchAll(/\(\?<([\w]{1,100})>/g)].map((match) => match[1] ?? '')
}

const OPERATOR_WORDS: ReadonlySet<string> = new Set('and or if unless while until in then do rescue ensure end'.split(' '))

function isCalled(before: Token | undefined, token: Token, after: Token | undefined, scanner: Scanner): boolean {
  const sign = before?.kind === 'sign' ? scanner.textOf(before) : ''
  if (sign === '.' || sign === '&.' || sign === '::') return true
  if (before?.kind === 'word' && scanner.textOf(before) === 'def') return true
  if (!after) return true
  const next = after.kind === 'break' ? '' : scanner.textOf(after)
  // Alone on its line it is called; behind a comma or an arrow it may be a parameter.
  if (after.kind === 'break') return before === undefined || before.kind === 'break'
  if (next === '(') return after.start === token.end
  if (after.kind === 'string') return true
  return after.kind === 'word' && !OPERATOR_WORDS.has(next)
}
