import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  HASH,
  isBlank,
  isLineEnd,
  isWord,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  TAB,
} from './characters.ts'
import { isQuote, literal } from './python-literals.ts'
import { Scanner } from './scanner.ts'
import type { Lexed, Text } from './token.ts'

const STRING_PREFIX = /^[rbuft]{1,2}$/i
const TAB_WIDTH = 8

/**
 * Python (Language Reference, chapter 2): line ends and indentation are tokens, except within brackets and after a
 * backslash. Indentation is compared by its depth, so a file indented by four instead of two columns is the same code.
 */
export function lexPython(text: Text): Lexed {
  const scanner = new Scanner(text)
  const indents = [0]
  let brackets = 0
  let lineStarts = true
  while (scanner.more) {
    if (lineStarts && brackets === 0) indentation(scanner, indents)
    lineStarts = false
    const code = scanner.code()
    if (code < 0) break
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) {
      if (brackets === 0) scanner.lineEnd()
      else scanner.at += 1
      lineStarts = true
    } else if (code === HASH) scanner.lineComment()
    else if (code === BACKSLASH && isLineEnd(scanner.code(1))) {
      scanner.at += 1
      scanner.escaped()
    } else if (isQuote(code)) literal(scanner, scanner.at, '')
    else if (isWord(code)) name(scanner)
    else {
      if (code === OPEN_PAREN || code === OPEN_BRACKET || code === OPEN_BRACE) brackets += 1
      if (code === CLOSE_PAREN || code === CLOSE_BRACKET || code === CLOSE_BRACE) brackets = Math.max(0, brackets - 1)
      scanner.sign()
    }
  }
  return scanner
}

/** Measures a line's indentation; lines that hold nothing but a comment have none. */
function indentation(scanner: Scanner, indents: number[]): void {
  const start = scanner.at
  let width = 0
  while (isBlank(scanner.code())) {
    width = scanner.code() === TAB ? width - (width % TAB_WIDTH) + TAB_WIDTH : width + 1
    scanner.at += 1
  }
  const code = scanner.code()
  if (code < 0 || code === HASH || isLineEnd(code)) return
  // Interpreters differ in which of the lines that it joins is measured.
  if (code === BACKSLASH) scanner.isDoubtful = true
  if (width > (indents.at(-1) ?? 0)) {
    indents.push(width)
    scanner.emit('indent', start)
  }
  while (width < (indents.at(-1) ?? 0)) {
    indents.pop()
    scanner.emit('dedent', start)
  }
}

/** A name, or the prefix of a literal with it. */
function name(scanner: Scanner): void {
  const start = scanner.at
  while (isWord(scanner.code())) scanner.at += 1
  const prefix = isQuote(scanner.code()) && scanner.at - start <= 2 ? scanner.text.slice(start, scanner.at) : ''
  if (STRING_PREFIX.test(prefix)) literal(scanner, start, prefix)
  else scanner.emit('word', start)
}
