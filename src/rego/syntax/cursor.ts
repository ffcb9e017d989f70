import { RegoError } from '../errors.ts'
import type { Location, Term } from './ast.ts'
import { LINE_BEFORE, SPACE_BEFORE, type TokenList } from './token-list.ts'
import { FIRST_FUTURE_KEYWORD, FIRST_KEYWORD, Tok, tokenNames } from './tokens.ts'

/** How deep terms, bodies and chains of operators, calls and `else` may be: far from what a stack holds, far above what people write. */
export const MAX_DEPTH = 500

const MAX_PROBLEMS = 20

/**
 * `[a | b, c]` begins as a comprehension does, and is a list: what stands after the comma, if anything does, where it
 * begins, and where the comma is.
 */
export interface Stray {
  readonly comma: number
  readonly first: number
  readonly term?: Term
}

/** Where a parser stands in the tokens of a text, what it knows of the language so far, and what it found wrong. */
export class Cursor {
  readonly file: string
  readonly text: string
  readonly tokens: TokenList
  /** The current token, and its kind as it counts here: a future keyword that is not on is a name. */
  index = -1
  tok: number = Tok.End
  /** Which of the future keywords are on: bits in the order of their kinds. */
  keywords: number
  /** Rego v1's rules about heads count: v1, or v0 that imports `rego.v1`. */
  strictV1: boolean
  readonly version: 'v0' | 'v1'
  wildcards = 0
  /** How deep the parser is, and how deep the term or body is that was read last. */
  depth = 0
  height = 0
  stray: Stray | undefined
  /** What would break Rego v1's rules, if this turns out to be v1. */
  readonly breachesOfV1: RegoError[] = []
  readonly problems: RegoError[] = []
  private hints: string[] = []

  constructor(file: string, text: string, tokens: TokenList, version: 'v0' | 'v1', allKeywords: boolean) {
    this.file = file
    this.text = text
    this.tokens = tokens
    this.version = version
    this.strictV1 = version === 'v1'
    this.keywords = allKeywords ? 0b1111 : 0
    this.next()
  }

  next(): void {
    this.moveTo(this.index + 1)
  }

  /** Stands at a token again, or at one further on. */
  moveTo(index: number): void {
    this.index = Math.min(index, this.tokens.count - 1)
    this.tok = this.kindAt(this.index)
  }

  /** The kind of any token, as it counts here. */
  kindAt(index: number): number {
    const kind = this.tokens.kinds[index] ?? Tok.End
    return kind >= FIRST_FUTURE_KEYWORD && (this.keywords & (1 << (kind - FIRST_FUTURE_KEYWORD))) === 0 ? Tok.Name : kind
  }

  get spaceBefore(): boolean {
    return ((this.tokens.flags[this.index] ?? 0) & SPACE_BEFORE) !== 0
  }

  get lineBefore(): boolean {
    return ((this.tokens.flags[this.index] ?? 0) & LINE_BEFORE) !== 0
  }

  /** The current token as it is written. */
  get lexeme(): string {
    return this.text.slice(this.tokens.starts[this.index], this.tokens.ends[this.index])
  }

  get isKeyword(): boolean {
    return this.tok >= FIRST_KEYWORD
  }

  /** A keyword right before `.` or `[` is the name a reference begins with. */
  readKeywordAsName(): boolean {
    if (!this.isKeyword || !this.opensReference(this.index + 1)) return false
    this.tok = Tok.Name
    return true
  }

  /** Whether `.` or `[` stands there, right after the token before it. */
  opensReference(index: number): boolean {
    const kind = this.tokens.kinds[index]
    return (kind === Tok.Dot || kind === Tok.OpenBracket) && ((this.tokens.flags[index] ?? 0) & SPACE_BEFORE) === 0
  }

  /** From a token's first character to the last one of the token before the current one. */
  locationFrom(first: number): Location {
    return this.span(first, this.index - 1)
  }

  span(first: number, last: number): Location {
    const { tokens, file } = this
    const end = last < first ? first : last
    return {
      file,
      row: tokens.rows[first] ?? 1,
      col: tokens.cols[first] ?? 1,
      start: tokens.starts[first] ?? 0,
      end: tokens.ends[end] ?? 0,
      endRow: tokens.endRows[end] ?? 1,
    }
  }

  here(): Location {
    return this.span(this.index, this.index)
  }

  wildcard(): string {
    return `$${this.wildcards++}`
  }

  hint(words: string): void {
    this.hints.push(words)
  }

  /** One more is wrong. Gives undefined, so that a rule of the grammar can end with it. */
  fail(message: string, location: Location = this.here()): undefined {
    const { hints } = this
    const hint = hints.length === 0 ? '' : ` (${hints.length === 1 ? 'hint' : 'hints'}: ${hints.join(', ')})`
    this.hints = []
    if (!this.full) this.problems.push(new RegoError('rego_parse_error', message + hint, location))
    return undefined
  }

  /** The current token may not stand here. */
  unexpected(note = ''): undefined {
    if (this.tok === Tok.Illegal) return this.fail(this.complaint())
    const kind = this.isKeyword ? 'keyword' : 'token'
    return this.fail(`unexpected ${tokenNames[this.tok]} ${kind}${note === '' ? '' : `: ${note}`}`)
  }

  private complaint(): string {
    const { complaints } = this.tokens
    const words = complaints.get(this.index) ?? 'illegal token'
    complaints.delete(this.index)
    return words
  }

  get full(): boolean {
    return this.problems.length >= MAX_PROBLEMS
  }

  /** Goes one level down; false, with a problem, where that is too deep. Each true one needs a `leave`. */
  enter(): boolean {
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep()
      return false
    }
    this.depth++
    return true
  }

  leave(): void {
    this.depth--
  }

  /** Notes that a node over parts of that height was read; false, with a problem, where it is too high. */
  rise(height: number): boolean {
    this.height = height + 1
    if (this.height <= MAX_DEPTH) return true
    this.tooDeep()
    return false
  }

  private tooDeep(): void {
    this.fail('max parsing recursion depth exceeded')
  }
}
