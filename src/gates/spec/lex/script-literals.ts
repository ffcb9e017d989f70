import { BACKSLASH, BACKTICK, CLOSE_BRACKET, DOLLAR, isLineEnd, OPEN_BRACE, OPEN_BRACKET, SLASH } from './characters.ts'
import type { Scanner } from './scanner.ts'

/** Reads regular expressions. A search for the end of one that fails is not made again for the same stretch of text. */
export class RegularExpressions {
  readonly #scanner: Scanner
  #noneBefore = 0

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** Moves over a regular expression; false, without moving, when the line ends before it does. */
  read(): boolean {
    const scanner = this.#scanner
    const start = scanner.at
    if (start < this.#noneBefore) return false
    let inClass = false
    let offset = 1
    for (let code = scanner.code(offset); code >= 0 && !isLineEnd(code); code = scanner.code(offset)) {
      offset += 1
      if (code === BACKSLASH && scanner.code(offset) >= 0 && !isLineEnd(scanner.code(offset))) offset += 1
      else if (code === OPEN_BRACKET) inClass = true
      else if (code === CLOSE_BRACKET) inClass = false
      else if (code === SLASH && !inClass) {
        scanner.at += offset
        scanner.emit('string', start)
        return true
      }
    }
    this.#noneBefore = start + offset
    return false
  }
}

/** Moves over a piece of a template, from a backtick or the brace that ends a `${}`. True when it ends in the next `${`. */
export function templatePiece(scanner: Scanner): boolean {
  const start = scanner.at
  let code = -1
  let opens = false
  scanner.at += 1
  while (scanner.more && code !== BACKTICK && !opens) {
    code = scanner.code()
    opens = code === DOLLAR && scanner.code(1) === OPEN_BRACE
    scanner.at += opens ? 2 : 1
    if (code === BACKSLASH) scanner.escaped()
  }
  scanner.emit('string', start)
  return opens
}
