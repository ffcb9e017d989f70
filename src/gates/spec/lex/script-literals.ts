import { BACKSLASH, BACKTICK, CLOSE_BRACKET, DOLLAR, isLineEnd, isWord, OPEN_BRACE, OPEN_BRACKET, SLASH } from './characters.ts'
import type { Scanner } from './scanner.ts'

/** Reads regular expressions. A search for the end of one that fails is not made again for the same stretch of text. */
export class RegularExpressions {
  readonly #scanner: Scanner
  #noneBefore = 0
  #failedInClass = false

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** Moves over a regular expression with its flags; false, without moving, when the line ends before it does. */
  read(): boolean {
    const scanner = this.#scanner
    const length = this.length
    if (length === undefined) return false
    const start = scanner.at
    scanner.at += length
    while (isWord(scanner.code())) scanner.at += 1
    scanner.emit('string', start)
    return true
  }

  /** How long the one is that may begin at the position, flags aside. */
  get length(): number | undefined {
    const scanner = this.#scanner
    const start = scanner.at
    if (start < this.#noneBefore) {
      // Outside of the class that the search went into there may be an end.
      scanner.isDoubtful ||= this.#failedInClass
      return undefined
    }
    let inClass = false
    let offset = 1
    for (let code = scanner.code(offset); code >= 0 && !isLineEnd(code); code = scanner.code(offset)) {
      offset += 1
      if (code === BACKSLASH && scanner.code(offset) >= 0 && !isLineEnd(scanner.code(offset))) offset += 1
      else if (code === OPEN_BRACKET) inClass = true
      else if (code === CLOSE_BRACKET) inClass = false
      else if (code === SLASH && !inClass) return offset
    }
    this.#noneBefore = start + offset
    this.#failedInClass = inClass
    return undefined
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
