import {
  APOSTROPHE,
  BACKSLASH,
  BACKTICK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COMMA,
  DOLLAR,
  EQUALS,
  GREATER,
  HASH,
  isBlank,
  isLetter,
  isLineEnd,
  isWord,
  LESS,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  PERCENT,
  QUESTION,
  QUOTE,
  SLASH,
} from './characters.ts'
import type { Scanner } from './scanner.ts'

const TILDE = 126
const CLOSING: ReadonlyMap<number, number> = new Map([
  [OPEN_PAREN, CLOSE_PAREN],
  [OPEN_BRACKET, CLOSE_BRACKET],
  [OPEN_BRACE, CLOSE_BRACE],
  [LESS, GREATER],
])

/** A literal that is open, or the code of a `#{}` inside one. */
interface Open {
  readonly code: boolean
  readonly interpolates: boolean
  readonly opening: number
  readonly closing: number
  depth: number
}

const CODE: Omit<Open, 'depth'> = { code: true, interpolates: false, opening: OPEN_BRACE, closing: CLOSE_BRACE }

/**
 * A literal from its opening delimiter (at the position) to the one that closes it, `#{}` with whatever literals stand
 * in it included. Brackets as delimiters nest. It may span lines, and a regular expression has flags behind it.
 */
export function delimited(scanner: Scanner, start: number, interpolates: boolean, hasFlags: boolean): void {
  const opening = literalFrom(scanner.code(), interpolates)
  scanner.at += 1
  close(scanner, [opening])
  while (hasFlags && isLetter(scanner.code())) scanner.at += 1
  scanner.emit('string', start)
}

/** Moves over the code of a `#{}`, from behind its opening brace to behind the one that closes it. */
export function interpolation(scanner: Scanner): void {
  close(scanner, [{ ...CODE, depth: 0 }])
}

/** Moves on until everything on the stack is closed: one pass. */
function close(scanner: Scanner, stack: Open[]): void {
  for (let open = stack.at(-1); open && scanner.more; open = stack.at(-1)) {
    const code = scanner.code()
    scanner.at += 1
    if (code === BACKSLASH) scanner.escaped()
    else if (code === open.closing && open.depth === 0) stack.pop()
    else if (code === open.closing) open.depth -= 1
    else if (open.code && isQuote(code)) stack.push(literalFrom(code, code !== APOSTROPHE))
    else if (open.code && code === SLASH && isBehindSign(scanner)) stack.push(literalFrom(SLASH, true))
    else if (open.code && isDoubtful(scanner, code)) scanner.isDoubtful = true
    else if (open.code && code === DOLLAR && isQuote(scanner.code())) scanner.at += 1
    else if (!open.code && open.interpolates && code === HASH && scanner.code() === OPEN_BRACE) {
      scanner.at += 1
      stack.push({ ...CODE, depth: 0 })
    } else if (!open.code && open.interpolates && code === HASH && scanner.code() === DOLLAR) {
      // `#$"` is the value of a variable, and that quote ends nothing.
      if (!isWord(scanner.code(1))) scanner.isDoubtful = true
    } else if (code === open.opening && open.opening !== open.closing) open.depth += 1
  }
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE || code === BACKTICK
}

/** Whether the character just passed, in the code of a `#{}`, may begin a comment or a literal that is not followed here. */
function isDoubtful(scanner: Scanner, code: number): boolean {
  const next = scanner.code()
  if (code === HASH) return true
  if (code === QUESTION && isWord(scanner.code(-2))) return false
  if (code === QUESTION) return isQuote(next) || next === OPEN_BRACE || next === CLOSE_BRACE || next === HASH || next === BACKSLASH
  if (code === PERCENT) return isLetter(next) ? !isWord(scanner.code(1)) && !isBlank(scanner.code(1)) : !isWord(next) && !isBlank(next)
  if (code === LESS) return next === LESS && !isBlank(scanner.code(1))
  // A division has a blank on both sides or on neither.
  const before = scanner.code(-2)
  if (code === SLASH)
    return isBlank(before) !== isBlank(next) || !(isBlank(before) || isWord(before) || before === CLOSE_PAREN || before === CLOSE_BRACKET) || isLineEnd(next)
  return false
}

/** Whether the slash just passed stands where a value begins for sure. */
function isBehindSign(scanner: Scanner): boolean {
  const before = isBlank(scanner.code(-2)) ? scanner.code(-3) : scanner.code(-2)
  return before === OPEN_PAREN || before === OPEN_BRACKET || before === COMMA || before === EQUALS || before === TILDE
}

function literalFrom(opening: number, interpolates: boolean): Open {
  return { code: false, interpolates, opening, closing: CLOSING.get(opening) ?? opening, depth: 0 }
}
