import type { Language } from './lex/languages.ts'
import type { Token } from './lex/token.ts'

/**
 * Whether a text holds something that the lexers here and the language's own compiler may read differently, so that a
 * comment could hide code. Such a file is compared to the byte. What ends a line differs most: a carriage return alone or a Unicode
 * separator ends one in JavaScript, and in some other languages it does not.
 */
export function readsDifferently(text: string, language: Language): boolean {
  if (language !== 'script' && /\r(?!\n)|[\u2028\u2029]/.test(text)) return true
  // Python starts to count columns anew at a form feed.
  if (language === 'python') return text.includes('\f')
  // The comment above it is a C program.
  if (language === 'go') return /import\s*(?:\(\s*)?"C"|"C"/.test(text)
  // HTML-like comments, which only scripts have (ECMAScript, annex B).
  return language === 'script' && (text.includes('<!--') || text.includes('-->'))
}

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
