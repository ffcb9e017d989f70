import {
  APOSTROPHE,
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  HASH,
  isLineEnd,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUOTE,
} from './characters.ts'
import type { Scanner } from './scanner.ts'

/** What is open inside a formatted literal: the code of a field, a bracket in it, or what stands behind its colon. */
type Open = 'field' | 'bracket' | 'format'

export function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE
}

/** A literal from its quotes (at the position) on. */
export function literal(scanner: Scanner, start: number, prefix: string): void {
  const quote = scanner.code()
  const triple = scanner.code(1) === quote && scanner.code(2) === quote
  if (/[ft]/i.test(prefix)) formatted(scanner, start, triple)
  else if (triple) scanner.tripleQuoted(start)
  else scanner.quoted(start)
}

/**
 * A formatted literal (Language Reference 2.4.3). Until 3.11 its fields could hold neither its own quotes nor a comment, since
 * 3.12 they may hold any code: where that would make a difference the text is doubtful, and the literal ends where it did before.
 */
function formatted(scanner: Scanner, start: number, triple: boolean): void {
  const quote = scanner.code()
  const ends = () => scanner.code() === quote && (!triple || (scanner.code(1) === quote && scanner.code(2) === quote))
  const open: Open[] = []
  scanner.at += triple ? 3 : 1
  while (scanner.more && !ends() && (triple || !isLineEnd(scanner.code()))) {
    const inside = open.at(-1)
    if (inside === undefined || inside === 'format') text(scanner, open)
    else field(scanner, open, quote, triple)
  }
  if (open.length > 0) scanner.isDoubtful = true
  if (ends()) scanner.at += triple ? 3 : 1
  scanner.emit('string', start)
}

/** A character of the text between fields. */
function text(scanner: Scanner, open: Open[]): void {
  const code = scanner.code()
  scanner.at += 1
  if (code === BACKSLASH && scanner.code() !== OPEN_BRACE && scanner.code() !== CLOSE_BRACE) scanner.escaped()
  else if (code === OPEN_BRACE && scanner.code() === OPEN_BRACE) {
    // Within a format nobody but a parser knows what two of them are.
    if (open.length > 0) scanner.isDoubtful = true
    scanner.at += 1
  } else if (code === OPEN_BRACE) open.push('field')
  else if (code === CLOSE_BRACE && open.length > 0) open.splice(-2)
}

/** A character or a literal of the code of a field. */
function field(scanner: Scanner, open: Open[], quote: number, triple: boolean): void {
  const code = scanner.code()
  if (isQuote(code)) {
    inner(scanner, quote, triple)
    return
  }
  scanner.at += 1
  if (code === HASH || code === BACKSLASH) scanner.isDoubtful = true
  if (code === OPEN_PAREN || code === OPEN_BRACKET || code === OPEN_BRACE) open.push('bracket')
  else if (code === CLOSE_PAREN || code === CLOSE_BRACKET || code === CLOSE_BRACE) open.pop()
  else if (code === COLON && open.at(-1) === 'field') open.push('format')
}

/** A literal inside a field. Only plain ones are followed: on one line, without backslashes, prefix and the quotes of the outer one. */
function inner(scanner: Scanner, outer: number, triple: boolean): void {
  const quote = scanner.code()
  if (/[a-z]/i.test(String.fromCharCode(scanner.code(-1)))) scanner.isDoubtful = true
  scanner.at += 1
  if (scanner.code() === quote && scanner.code(1) === quote) scanner.isDoubtful = true
  while (scanner.more && scanner.code() !== quote) {
    const code = scanner.code()
    if (code === BACKSLASH || isLineEnd(code) || (code === outer && !triple)) scanner.isDoubtful = true
    if (isLineEnd(code)) return
    scanner.at += 1
  }
  scanner.at = Math.min(scanner.text.length, scanner.at + 1)
}
