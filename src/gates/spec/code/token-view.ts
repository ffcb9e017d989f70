import type { Token } from '../lex/token.ts'

/** Tokens looked at behind the name of an annotation; a longer list of arguments is none of ours. */
export const MAX_ARGUMENTS = 100

/** A text that an annotation is given. */
export interface Argument {
  readonly text: string
  readonly line: number
  /** Offset. */
  readonly at: number
}

/** Tokens without comments, with what the readers ask about them. */
export class TokenView {
  readonly text: string
  readonly tokens: readonly Token[]

  constructor(text: string, tokens: readonly Token[]) {
    this.text = text
    this.tokens = tokens
  }

  textOf(index: number): string {
    const token = this.tokens[index]
    return token ? this.text.slice(token.start, token.end) : ''
  }

  kindOf(index: number): Token['kind'] | undefined {
    return this.tokens[index]?.kind
  }

  isWord(index: number, ...words: readonly string[]): boolean {
    return this.kindOf(index) === 'word' && words.includes(this.textOf(index))
  }

  isSign(index: number, sign: string): boolean {
    return this.kindOf(index) === 'sign' && this.textOf(index) === sign
  }

  lineOf(index: number): number {
    return this.tokens[index]?.line ?? 1
  }

  /** What a literal says, without prefix and quotes. */
  literal(index: number): string {
    return this.textOf(index)
      .replace(/^[A-Za-z]{0,2}#{0,4}(?:"""|'''|["'`])/, '')
      .replace(/(?:"""|'''|["'`])#{0,4}$/, '')
  }

  /** What a literal says, with where it stands. */
  argument(index: number, text = this.literal(index)): Argument {
    return { text, line: this.lineOf(index), at: this.tokens[index]?.start ?? 0 }
  }

  /** The texts between the bracket at `open` and the one that closes it: literals, and ids that are written without quotes. */
  *arguments(open: number): Generator<Argument> {
    let depth = 0
    for (let at = open; at < open + MAX_ARGUMENTS && at < this.tokens.length; at += 1) {
      const sign = this.kindOf(at) === 'sign' ? this.textOf(at) : ''
      if (sign === '(' || sign === '[' || sign === '{') depth += 1
      if (sign === ')' || sign === ']' || sign === '}') depth -= 1
      if (depth <= 0) return
      const joined = this.isSign(at - 1, '+') || this.isSign(at + 1, '+') || this.isSign(at + 1, '%') || this.isSign(at + 1, '.')
      if (this.kindOf(at) === 'string' && !joined) yield this.argument(at)
      if (this.isWord(at, 'SPEC')) yield this.argument(at, this.adjacent(at))
    }
  }

  /** The bare id that starts at a word: it and the `-` and words that follow without a space. */
  adjacent(index: number): string {
    let end = index
    while (end < index + 20 && this.tokens[end]?.end === this.tokens[end + 1]?.start && (this.isSign(end + 1, '-') || this.kindOf(end + 1) === 'word')) end += 1
    return this.text.slice(this.tokens[index]?.start, this.tokens[end]?.end)
  }
}
