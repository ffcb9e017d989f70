import { APOSTROPHE, BACKTICK, CR, isBlank, isLineEnd, isWord, LESS, LF, MINUS, QUOTE } from './characters.ts'
import type { Scanner } from './scanner.ts'

/** A heredoc whose body begins on the next line. */
export interface Heredoc {
  readonly name: string
  readonly indented: boolean
}

const TILDE = 126
const MAX_NAME = 100
/** More on one line are read as code: nobody writes them. */
const MAX_ON_A_LINE = 20

/** `<<NAME`, `<<-NAME`, `<<~NAME`, the name bare or quoted; false, without moving, when it is a shift. */
export function heredocStart(scanner: Scanner, heredocs: Heredoc[]): boolean {
  const start = scanner.at
  if (scanner.code(1) !== LESS || heredocs.length === MAX_ON_A_LINE) return false
  const indented = scanner.code(2) === MINUS || scanner.code(2) === TILDE
  const first = indented ? 3 : 2
  const quote = scanner.code(first)
  const quoted = quote === QUOTE || quote === APOSTROPHE || quote === BACKTICK
  const from = quoted ? first + 1 : first
  let length = 0
  while (length < MAX_NAME && isWord(scanner.code(from + length))) length += 1
  const firstLetter = scanner.code(from)
  if (length === 0 || (firstLetter >= 48 && firstLetter <= 57) || (quoted && scanner.code(from + length) !== quote)) return false
  heredocs.push({ name: scanner.text.slice(start + from, start + from + length), indented })
  scanner.at += from + length + (quoted ? 1 : 0)
  scanner.emit('string', start)
  return true
}

/** Moves over the bodies of the heredocs that the line just ended has opened, and forgets them. */
export function heredocBodies(scanner: Scanner, heredocs: Heredoc[]): void {
  for (const heredoc of heredocs.splice(0)) {
    const start = scanner.at
    let closed = false
    while (scanner.more && !closed) {
      closed = isTerminator(scanner, heredoc)
      scanner.toLineEnd()
      if (scanner.more) scanner.at += scanner.code() === CR && scanner.code(1) === LF ? 2 : 1
    }
    if (scanner.at > start) scanner.emit('string', start)
  }
}

function isTerminator(scanner: Scanner, { name, indented }: Heredoc): boolean {
  let at = 0
  while (indented && isBlank(scanner.code(at))) at += 1
  for (let index = 0; index < name.length; index += 1) if (scanner.code(at + index) !== name.charCodeAt(index)) return false
  const next = scanner.code(at + name.length)
  return next < 0 || isLineEnd(next)
}
