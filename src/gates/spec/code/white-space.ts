import type { Language } from '../lex/languages.ts'
import type { Token } from '../lex/token.ts'

/**
 * The blanks before a token, as far as they mean something; else nothing. Ruby tells `f -1` from `f - 1` by them, and between the tags of
 * an element each of them is text, but where a line ends: so a single one between two words is none, since a line end is the same there.
 */
export function blanksBefore(text: string, token: Token, previous: Token | undefined, language: Language): string {
  if (language !== 'ruby' && language !== 'script') return ''
  const before = text[token.start - 1]
  if (previous === undefined || (before !== ' ' && before !== '\t')) return ''
  if (language === 'ruby') return previous.kind === 'break' ? '' : ' '
  const gap = text.slice(previous.end, token.start)
  if (gap.includes('\n') || !isAmongChildren(text, token, previous)) return ''
  // What else stands there is a comment, in code.
  const blanks = /^[ \t]+$/.test(gap) ? gap : ' '
  return token.kind === 'text' && previous.kind === 'text' && blanks === ' ' ? '' : blanks
}

/** Whether both may be pieces of an element's children: text, a tag, or code in braces. */
function isAmongChildren(text: string, token: Token, previous: Token): boolean {
  if (token.kind === 'text') return true
  if (text[token.start] !== '<' && text[token.start] !== '{') return false
  return previous.kind === 'text' || /[>}]$/.test(text.slice(previous.start, previous.end))
}
