import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, CLOSE_PAREN, GREATER, HASH, LESS, OPEN_BRACE, OPEN_BRACKET, OPEN_PAREN, QUOTE } from './characters.ts'
import type { Scanner } from './scanner.ts'

const CLOSING: ReadonlyMap<number, number> = new Map([
  [OPEN_PAREN, CLOSE_PAREN],
  [OPEN_BRACKET, CLOSE_BRACKET],
  [OPEN_BRACE, CLOSE_BRACE],
  [LESS, GREATER],
])

/** A literal that is open, or the code of a `#{}` inside one. */
interface Open {
  readonly code: boolean
  readonly opening: number
  readonly closing: number
  depth: number
}

/**
 * A literal from its opening delimiter (at the position) to the one that closes it, `#{}` with whatever literals stand
 * in it included. Brackets as delimiters nest. One pass with a stack of what is open; it may span lines.
 */
export function delimited(scanner: Scanner, start: number, interpolates: boolean): void {
  const stack = [literalFrom(scanner.code())]
  scanner.at += 1
  for (let open = stack.at(-1); open && scanner.more; open = stack.at(-1)) {
    const code = scanner.code()
    scanner.at += 1
    if (code === BACKSLASH) scanner.escaped()
    else if (code === open.closing && open.depth === 0) stack.pop()
    else if (code === open.closing) open.depth -= 1
    else if (open.code && code === QUOTE) stack.push(literalFrom(QUOTE))
    else if (!open.code && interpolates && code === HASH && scanner.code() === OPEN_BRACE) {
      scanner.at += 1
      stack.push({ code: true, opening: OPEN_BRACE, closing: CLOSE_BRACE, depth: 0 })
    } else if (code === open.opening && open.opening !== open.closing) open.depth += 1
  }
  scanner.emit('string', start)
}

function literalFrom(opening: number): Open {
  return { code: false, opening, closing: CLOSING.get(opening) ?? opening, depth: 0 }
}
