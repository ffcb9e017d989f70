import { APOSTROPHE, BACKTICK, isBlank, isLineEnd, isWord, QUOTE, SLASH, STAR } from './characters.ts'
import { Scanner } from './scanner.ts'
import type { Lexed, Text } from './token.ts'

/** Go (The Go Programming Language Specification, “Lexical elements”). */
export function lexGo(text: Text): Lexed {
  const scanner = new Scanner(text)
  while (scanner.more) {
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment()
    else if (code === BACKTICK) scanner.quoted(scanner.at, { escapes: false, lines: true })
    else if (code === QUOTE || code === APOSTROPHE) scanner.quoted(scanner.at)
    else if (isWord(code)) scanner.word()
    else scanner.sign()
  }
  return scanner
}
