import { BACKSLASH, CR, isBlank, isLineEnd, isOperator, isWord, LF, SLASH, STAR } from './characters.ts'
import type { Text, Token } from './token.ts'

/**
 * The part that lexers share: a position that only moves forward, and the tokens found on the way. Every method
 * either moves on or looks at a bounded number of characters, so the work is linear in the text whatever it holds.
 */
export class Scanner {
  readonly text: Text
  readonly tokens: Token[] = []
  at = 0
  /** The last token that is neither comment nor break; undefined at the start. */
  last: Token | undefined
  /** Whether something was found that the language's own compiler may read in another way: then no comment can be told from code for sure. */
  isDoubtful = false
  #line = 1
  #lineAt = 0

  constructor(text: Text) {
    this.text = text
  }

  get more(): boolean {
    return this.at < this.text.length
  }

  /** The code unit at the position plus `offset`; -1 beyond the ends. */
  code(offset = 0): number {
    const at = this.at + offset
    return at >= 0 && at < this.text.length ? this.text.charCodeAt(at) : -1
  }

  /** Adds a token from `start` to the position. Starts never go back. */
  emit(kind: Token['kind'], start: number): void {
    for (; this.#lineAt < start; this.#lineAt += 1) if (this.text.charCodeAt(this.#lineAt) === LF) this.#line += 1
    const token: Token = { kind, start, end: this.at, line: this.#line }
    this.tokens.push(token)
    if (kind !== 'comment' && kind !== 'break') this.last = token
  }

  /** Moves over white space within the line. */
  blanks(): void {
    while (isBlank(this.code())) this.at += 1
  }

  /** Moves over one line end and notes it. */
  lineEnd(): void {
    const start = this.at
    this.at += this.code() === CR && this.code(1) === LF ? 2 : 1
    if (this.tokens.at(-1)?.kind !== 'break') this.emit('break', start)
  }

  lineComment(): void {
    const start = this.at
    this.toLineEnd()
    this.emit('comment', start)
  }

  toLineEnd(): void {
    while (this.more && !isLineEnd(this.code())) this.at += 1
  }

  /** A comment up to its closing star and slash, or the end of the text; with `nested` it may hold others. */
  blockComment(nested = false): void {
    const start = this.at
    let depth = 1
    let ended = false
    this.at += 2
    while (this.more && depth > 0) {
      const code = this.code()
      if (code === STAR && this.code(1) === SLASH) {
        depth -= 1
        this.at += 2
      } else if (nested && code === SLASH && this.code(1) === STAR) {
        depth += 1
        this.at += 2
      } else {
        ended ||= isLineEnd(code)
        this.at += 1
      }
    }
    this.emit('comment', start)
    // To a parser, a comment over several lines is a line end.
    if (ended) this.emit('break', this.at)
  }

  /** A literal from its opening quote (at the position) to the same character. Without `lines` a line end cuts it off. */
  quoted(start: number, { escapes = true, lines = false } = {}): void {
    const quote = this.code()
    this.at += 1
    while (this.more) {
      const code = this.code()
      if (code === quote) {
        this.at += 1
        break
      }
      if (!lines && isLineEnd(code)) break
      this.at += 1
      if (escapes && code === BACKSLASH) this.escaped()
    }
    this.emit('string', start)
  }

  /** A literal between two runs of three quotes, the first of them at the position. */
  tripleQuoted(start: number): void {
    const quote = this.code()
    this.at += 3
    while (this.more) {
      const code = this.code()
      if (code === quote && this.code(1) === quote && this.code(2) === quote) {
        this.at += 3
        break
      }
      this.at += 1
      if (code === BACKSLASH) this.escaped()
    }
    this.emit('string', start)
  }

  /** Moves over the character after a backslash; a line end of two characters is one. */
  escaped(): void {
    this.at = Math.min(this.text.length, this.at + (this.code() === CR && this.code(1) === LF ? 2 : 1))
  }

  word(start = this.at): void {
    while (isWord(this.code())) this.at += 1
    this.emit('word', start)
  }

  /** A run of operator characters, or one of any other. */
  sign(): void {
    const start = this.at
    if (isOperator(this.code())) while (isOperator(this.code())) this.at += 1
    else this.at += 1
    this.emit('sign', start)
  }

  /** The text of a token. */
  textOf(token: Token): string {
    return this.text.slice(token.start, token.end)
  }
}
