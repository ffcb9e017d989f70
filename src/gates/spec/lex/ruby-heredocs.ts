import { APOSTROPHE, BACKSLASH, BACKTICK, CR, DOLLAR, HASH, isBlank, isLineEnd, isWord, LESS, LF, MINUS, OPEN_BRACE, QUOTE } from './characters.ts'
import { interpolation } from './ruby-literals.ts'
import type { Scanner } from './scanner.ts'

/** A heredoc whose body begins on the next line. */
export interface Heredoc {
  readonly name: string
  readonly indented: boolean
  /** Whether `#{}` and backslashes mean nothing in it. */
  readonly raw: boolean
}

const TILDE = 126
const MAX_NAME = 100
/** Nobody writes more on one line. */
const MAX_ON_A_LINE = 20

/** `<<NAME`, `<<-NAME`, `<<~NAME`, the name bare or quoted; false, without moving, when it is a shift. */
export function heredocStart(scanner: Scanner, heredocs: Heredoc[]): boolean {
  const start = scanner.at
  if (scanner.code(1) !== LESS) return false
  const indented = scanner.code(2) === MINUS || scanner.code(2) === TILDE
  const first = indented ? 3 : 2
  const quote = scanner.code(first)
  const quoted = quote === QUOTE || quote === APOSTROPHE || quote === BACKTICK
  const from = quoted ? first + 1 : first
  const length = nameLength(scanner, from, quoted ? quote : undefined)
  if (length === 0) return false
  // Too many, too long, or never closed: it is one, and it is not followed.
  if (length === undefined || heredocs.length === MAX_ON_A_LINE) {
    scanner.isDoubtful = true
    return false
  }
  heredocs.push({ name: scanner.text.slice(start + from, start + from + length), indented, raw: quote === APOSTROPHE })
  scanner.at += from + length + (quoted ? 1 : 0)
  scanner.emit('string', start)
  return true
}

/** The length of a heredoc's name: 0 when there is none, undefined when it has no end within the bound. */
function nameLength(scanner: Scanner, from: number, quote: number | undefined): number | undefined {
  let length = 0
  const goesOn = (code: number) => (quote === undefined ? isWord(code) && code !== DOLLAR : code >= 0 && code !== quote && !isLineEnd(code))
  while (length <= MAX_NAME && goesOn(scanner.code(from + length))) length += 1
  if (length > MAX_NAME || (quote !== undefined && scanner.code(from + length) !== quote)) return undefined
  return length
}

/** Moves over the bodies of the heredocs that the line just ended has opened, and forgets them. */
export function heredocBodies(scanner: Scanner, heredocs: Heredoc[]): void {
  for (const heredoc of heredocs.splice(0)) {
    const start = scanner.at
    let closed = false
    while (scanner.more && !closed) {
      closed = isTerminator(scanner, heredoc)
      // A line end behind a backslash is none, so this would be no terminator.
      if (closed && !heredoc.raw && endsInBackslash(scanner)) scanner.isDoubtful = true
      if (closed) scanner.toLineEnd()
      else bodyLine(scanner, heredoc)
      if (scanner.more) scanner.at += scanner.code() === CR && scanner.code(1) === LF ? 2 : 1
    }
    if (scanner.at > start) scanner.emit('string', start)
  }
}

/** Moves to the end of the line, over the code in it, which may span lines. */
function bodyLine(scanner: Scanner, { raw }: Heredoc): void {
  while (scanner.more && !isLineEnd(scanner.code())) {
    const code = scanner.code()
    scanner.at += 1
    if (raw) continue
    if (code === BACKSLASH && !isLineEnd(scanner.code())) scanner.at += 1
    else if (code === HASH && scanner.code() === OPEN_BRACE) {
      scanner.at += 1
      interpolation(scanner)
    }
  }
}

function endsInBackslash(scanner: Scanner): boolean {
  return scanner.code(-1) === LF && (scanner.code(-2) === BACKSLASH || (scanner.code(-2) === CR && scanner.code(-3) === BACKSLASH))
}

function isTerminator(scanner: Scanner, { name, indented }: Heredoc): boolean {
  let at = 0
  while (indented && isBlank(scanner.code(at))) at += 1
  for (let index = 0; index < name.length; index += 1) if (scanner.code(at + index) !== name.charCodeAt(index)) return false
  const next = scanner.code(at + name.length)
  return next < 0 || isLineEnd(next)
}
