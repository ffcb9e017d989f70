import type { Code } from './read-code.ts'

/**
 * Whether a compiler of the language may tell code from comments in another way than the lexers here, so that a comment
 * could hide code. Such a file is compared to the byte. The lexers say so of constructs; this says so of whole texts: what ends a
 * line or separates words to one compiler and not to another, and what changes how the text is to be read.
 */
export function isDoubtful(code: Code): boolean {
  const { text, language } = code
  if (code.isDoubtful || (ODD.test(text) && hasOdd(code))) return true
  // Python starts to count columns anew at a form feed.
  if (language === 'python') return text.includes('\f') || !isReadAsUtf8(text)
  if (language === 'ruby') return !isReadAsUtf8(text)
  // The comment above the import is a C program.
  if (language === 'go') return /"(?:C|\\x43|\\103|\\u0043|\\U00000043)"|`C`/.test(text)
  // A quote, star, slash, backslash or line end that is written as an escape is one, wherever it stands.
  if (language === 'java') return /\\u+00(?:0[aAdD]|2[27aAfF]|5[cC])/.test(text)
  return language === 'script' && hasHtmlComment(code)
}

/** HTML-like comments, which only scripts have and modules do not (ECMAScript, annex B). */
function hasHtmlComment({ text, tokens }: Code): boolean {
  if (!text.includes('<!--') && !text.includes('-->')) return false
  return tokens.some((token) => token.kind === 'sign' && /<!--|-->/.test(text.slice(token.start, token.end)))
}

/** Control characters and white space other than a blank, a tab and a line feed. Most texts have none, so one look is enough for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const ODD = /[\0-\x08\x0b-\x1f\x7f\u0085\u00a0\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f\u3000\ufeff]/

function hasOdd(code: Code): boolean {
  return /\r(?!\n)|[\u2028\u2029]/.test(code.text) || CONTROLS.test(code.text) || hasOddBlank(code)
}

/** The end of the text to some, white space or nothing to others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\0-\x08\x0b\x0e-\x1f\x7f]/

/** White space to some compilers, part of a name to others. */
const ODD_BLANK = /[\u0085\u00a0\u1680\u180e\u2000-\u200f\u202f\u205f\u3000\ufeff]/

/** In comments and literals they do no harm. */
function hasOddBlank({ text, tokens }: Code): boolean {
  if (!ODD_BLANK.test(text)) return false
  let end = 0
  for (const token of tokens) {
    const isCode = token.kind === 'word' || token.kind === 'sign'
    if (ODD_BLANK.test(text.slice(end, isCode ? token.end : token.start))) return true
    end = Math.max(end, token.end)
  }
  return ODD_BLANK.test(text.slice(end))
}

const COOKIE = /coding[:=][ \t]{0,20}([-\w.]{1,40})/
/** Encodings in which every ASCII byte is the character that it is in UTF-8. */
const PLAIN: ReadonlySet<string> = new Set('utf-8 utf8 ascii us-ascii latin-1 iso-8859-1 iso8859-1 iso-latin-1 binary ascii-8bit'.split(' '))

/** Whether the comment in the first two lines that may name an encoding (PEP 263) names one that changes nothing. */
function isReadAsUtf8(text: string): boolean {
  const second = text.indexOf('\n', text.indexOf('\n') + 1)
  const cookie = COOKIE.exec(second < 0 ? text : text.slice(0, second))
  return !cookie || PLAIN.has((cookie[1] ?? '').toLowerCase().replaceAll('_', '-'))
}
