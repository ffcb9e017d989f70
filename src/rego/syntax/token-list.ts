import type { Comment } from './ast.ts'

/** The token stands after white space or a comment. */
export const SPACE_BEFORE = 1
/** A line ends between the token and the one before it. */
export const LINE_BEFORE = 2

/**
 * All tokens of a text, one array for each thing that is known of them: no object is made for a token, and the parser
 * looks back and ahead by an index. The last one is `Tok.End`.
 */
export class TokenList {
  kinds: Uint8Array
  flags: Uint8Array
  /** Offsets in UTF-16 units. */
  starts: Int32Array
  ends: Int32Array
  /** 1-based, of the first character; `endRows` of the last. Columns count characters. */
  rows: Int32Array
  cols: Int32Array
  endRows: Int32Array
  count = 0
  readonly comments: Comment[] = []
  /** What is wrong with illegal tokens, by their index; those without words are characters that Rego does not know. */
  readonly complaints = new Map<number, string>()

  constructor(size: number) {
    this.kinds = new Uint8Array(size)
    this.flags = new Uint8Array(size)
    this.starts = new Int32Array(size)
    this.ends = new Int32Array(size)
    this.rows = new Int32Array(size)
    this.cols = new Int32Array(size)
    this.endRows = new Int32Array(size)
  }

  add(kind: number, flags: number, start: number, end: number, row: number, col: number, endRow: number): void {
    const at = this.count
    if (at === this.kinds.length) this.grow()
    this.kinds[at] = kind
    this.flags[at] = flags
    this.starts[at] = start
    this.ends[at] = end
    this.rows[at] = row
    this.cols[at] = col
    this.endRows[at] = endRow
    this.count = at + 1
  }

  private grow(): void {
    const size = this.kinds.length * 2
    this.kinds = bytes(this.kinds, size)
    this.flags = bytes(this.flags, size)
    this.starts = integers(this.starts, size)
    this.ends = integers(this.ends, size)
    this.rows = integers(this.rows, size)
    this.cols = integers(this.cols, size)
    this.endRows = integers(this.endRows, size)
  }
}

function bytes(from: Uint8Array, size: number): Uint8Array {
  const grown = new Uint8Array(size)
  grown.set(from)
  return grown
}

function integers(from: Int32Array, size: number): Int32Array {
  const grown = new Int32Array(size)
  grown.set(from)
  return grown
}
