import { APOSTROPHE, BACKSLASH, HASH, isBlank, isLineEnd, isWord, QUOTE, SLASH, STAR } from './characters.ts'
import { Scanner } from './scanner.ts'
import type { Text, Token } from './token.ts'

/** The prefixes of literals: bytes, C strings, and their raw forms. */
const RAW_PREFIX = /^(?:r|br|cr)$/
const PLAIN_PREFIX = /^[bc]$/
/** The language's own bound on the hashes around a raw string. */
const MAX_HASHES = 255

/** Rust (The Rust Reference, “Lexical structure”): comments nest, raw strings have hashes, a quote may begin a lifetime. */
export function lexRust(text: Text): readonly Token[] {
  const scanner = new Scanner(text)
  while (scanner.more) {
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment(true)
    else if (code === QUOTE) scanner.quoted(scanner.at, { lines: true })
    else if (code === APOSTROPHE) characterOrLifetime(scanner, scanner.at)
    else if (isWord(code)) name(scanner)
    else scanner.sign()
  }
  return scanner.tokens
}

/** `'x'` and `'\n'` are characters; `'a` without a closing quote is a lifetime or a loop's label. */
function characterOrLifetime(scanner: Scanner, start: number): void {
  const isPair = scanner.code(1) >= 0xd800 && scanner.code(1) <= 0xdbff
  const character = scanner.code(1) === BACKSLASH || scanner.code(isPair ? 3 : 2) === APOSTROPHE
  if (character) {
    scanner.quoted(start)
    return
  }
  scanner.at += 1
  scanner.emit('sign', start)
}

function name(scanner: Scanner): void {
  const start = scanner.at
  while (isWord(scanner.code())) scanner.at += 1
  const prefix = scanner.at - start <= 2 ? scanner.text.slice(start, scanner.at) : ''
  if (RAW_PREFIX.test(prefix) && rawString(scanner, start)) return
  if (PLAIN_PREFIX.test(prefix) && scanner.code() === QUOTE) scanner.quoted(start, { lines: true })
  else if (prefix === 'b' && scanner.code() === APOSTROPHE) scanner.quoted(start)
  else scanner.emit('word', start)
}

/** The rest of a raw string after its prefix; false, without moving, when none follows (`r#name` is a name). */
function rawString(scanner: Scanner, start: number): boolean {
  let hashes = 0
  while (hashes <= MAX_HASHES && scanner.code(hashes) === HASH) hashes += 1
  if (scanner.code(hashes) !== QUOTE) return false
  scanner.at += hashes + 1
  let closed = false
  while (scanner.more && !closed) {
    const wasQuote = scanner.code() === QUOTE
    scanner.at += 1
    if (!wasQuote) continue
    let found = 0
    while (found < hashes && scanner.code() === HASH) {
      found += 1
      scanner.at += 1
    }
    closed = found === hashes
  }
  scanner.emit('string', start)
  return true
}
