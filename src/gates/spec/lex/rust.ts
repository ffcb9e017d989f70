import { APOSTROPHE, BACKSLASH, DOLLAR, HASH, isBlank, isLineEnd, isWord, MINUS, OPEN_BRACKET, QUOTE, SLASH, STAR } from './characters.ts'
import { Scanner } from './scanner.ts'
import type { Lexed, Text } from './token.ts'

const EXCLAMATION = 33
/** The prefixes of literals: bytes, C strings, and their raw forms. */
const RAW_PREFIX = /^(?:r|br|cr)$/
const PLAIN_PREFIX = /^[bc]$/
/** The language's own bound on the hashes around a raw string. */
const MAX_HASHES = 255

/** Rust (The Rust Reference, “Lexical structure”): comments nest, raw strings have hashes, a quote may begin a lifetime. */
export function lexRust(text: Text): Lexed {
  const scanner = new Scanner(text)
  firstLine(scanner)
  while (scanner.more) {
    const code = scanner.code()
    if (isBlank(code)) scanner.at += 1
    else if (isLineEnd(code)) scanner.lineEnd()
    else if (code === SLASH && scanner.code(1) === SLASH) scanner.lineComment()
    else if (code === SLASH && scanner.code(1) === STAR) scanner.blockComment(true)
    else if (code === QUOTE) string(scanner, scanner.at)
    else if (code === APOSTROPHE) characterOrLifetime(scanner, scanner.at)
    else if (isName(code)) name(scanner)
    else {
      // A manifest, before any code.
      if (code === MINUS && scanner.last === undefined) scanner.isDoubtful = true
      scanner.sign()
    }
  }
  return scanner
}

/** A script's first line names its interpreter, unless it is an attribute; a manifest may follow. */
function firstLine(scanner: Scanner): void {
  const isInterpreter = scanner.code() === HASH && scanner.code(1) === EXCLAMATION
  if (!isInterpreter || scanner.code(2) === OPEN_BRACKET) return
  scanner.isDoubtful = true
  scanner.lineComment()
}

/** `$` is a sign, so a literal may follow it at once. */
function isName(code: number): boolean {
  return isWord(code) && code !== DOLLAR
}

/** `'x'` and `'\n'` are characters; `'a` without a closing quote is a lifetime or a loop's label. */
function characterOrLifetime(scanner: Scanner, start: number): void {
  const isPair = scanner.code(1) >= 0xd800 && scanner.code(1) <= 0xdbff
  const character = scanner.code(1) === BACKSLASH || scanner.code(isPair ? 3 : 2) === APOSTROPHE
  if (character) {
    scanner.quoted(start)
    suffix(scanner)
    return
  }
  // Its name is no prefix of a literal.
  scanner.at += 1
  while (isName(scanner.code())) scanner.at += 1
  scanner.emit('sign', start)
}

function name(scanner: Scanner): void {
  const start = scanner.at
  while (isName(scanner.code())) scanner.at += 1
  const prefix = scanner.at - start <= 2 ? scanner.text.slice(start, scanner.at) : ''
  if (RAW_PREFIX.test(prefix) && rawString(scanner, start)) {
    // Before the edition of 2021 this is a name, and the quote begins a string with escapes.
    if (prefix === 'cr') scanner.isDoubtful = true
    suffix(scanner)
    return
  }
  if (PLAIN_PREFIX.test(prefix) && scanner.code() === QUOTE) string(scanner, start)
  else if (prefix === 'b' && scanner.code() === APOSTROPHE) {
    scanner.quoted(start)
    suffix(scanner)
  } else scanner.emit('word', start)
}

function string(scanner: Scanner, start: number): void {
  scanner.quoted(start, { lines: true })
  suffix(scanner)
}

/** A literal takes the word behind it along, so that word is no prefix of the next one. */
function suffix(scanner: Scanner): void {
  if (isName(scanner.code())) scanner.isDoubtful = true
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
