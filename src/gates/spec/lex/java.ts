import { APOSTROPHE, isBlank, isLineEnd, isWord, QUOTE, SLASH, STAR } from './characters.ts'
import { Scanner } from './scanner.ts'
import type { Lexed, Text } from './token.ts'

/** Java (The Java Language Specification, chapter 3), text blocks included. */
export function lexJava(text: Text): Lexed {
  const scanner = new Scanner(text)
  while (scanner.more) {
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment()
    else if (code === QUOTE && scanner.code(1) === QUOTE && scanner.code(2) === QUOTE) scanner.tripleQuoted(scanner.at)
    else if (code === QUOTE || code === APOSTROPHE) scanner.quoted(scanner.at)
    else if (isWord(code)) scanner.word()
    else scanner.sign()
  }
  return scanner
}
