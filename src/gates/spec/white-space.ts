import type { Language } from './lex/languages.ts'
import type { Token } from './lex/token.ts'

/** Whether the blank before a token means something: Ruby tells `f -1` from `f - 1` by it, and between JSX children it is text. */
export function blankMatters(text: string, token: Token, previous: Token | undefined, language: Language): boolean {
  if (language !== 'ruby' && language !== 'script') return false
  const before = text[token.start - 1]
  if (previous === undefined || (before !== ' ' && before !== '\t')) return false
  if (language === 'ruby') return previous.kind !== 'break'
  const child = isChildText(text, token)
  if (!child && text[token.start] !== '<' && text[token.start] !== '{') return false
  if (text.slice(previous.end, token.start).includes('\n')) return false
  // Between two words a line end is a space as well.
  return child ? !isChildText(text, previous) : isChildText(text, previous) || /[>}]$/.test(text.slice(previous.start, previous.end))
}

/** A word between JSX tags: the only literal without a mark of its own around it. */
function isChildText(text: string, token: Token): boolean {
  return token.kind === 'string' && !/["'`/}]/.test(text[token.start] ?? '')
}
