/** What a lexer reads. A string is one; tests pass one that counts how often it is looked at. */
export interface Text {
  readonly length: number
  charCodeAt(at: number): number
  slice(start: number, end: number): string
}

/**
 * - `comment`, `string` (any literal of characters, regular expressions and what stands between a template's `${}`), `word` (name or number)
 * - `text`: a word between the tags of an element
 * - `sign`: one bracket, comma or semicolon, or a run of operator characters
 * - `break`: a line ended between two tokens; where a language gives that no meaning it is ignored later
 * - `indent`, `dedent`: a block begins or ends by indentation
 */
export interface Token {
  readonly kind: 'comment' | 'string' | 'text' | 'word' | 'sign' | 'break' | 'indent' | 'dedent'
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** 1-based, where it starts. */
  readonly line: number
}

/** What a lexer finds. */
export interface Lexed {
  readonly tokens: readonly Token[]
  /** Whether the language's own compiler may tell code from comments in another way. */
  readonly isDoubtful: boolean
}
