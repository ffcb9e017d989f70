import type { Position } from './ast.ts'
import { blockStringValue } from './block-string.ts'
import type { Token, TokenKind } from './tokens.ts'

const punctuation: ReadonlySet<string> = new Set(['!', '$', '&', '(', ')', ':', '=', '@', '[', ']', '{', '}', '|'])
const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** Splits GraphQL into tokens, as gqlparser does: with its positions, which count a string from behind its quotes. */
export class Lexer {
  private readonly characters: readonly string[]
  private start = 0
  private end = 0
  private line = 1
  private lineStart = 0
  constructor(text: string) {
    this.characters = Array.from(text)
  }

  next(): Token {
    this.skipIgnored()
    this.start = this.end
    const character = this.characters[this.end]
    if (character === undefined) return this.token('<EOF>', '')
    this.end += 1
    if (isPunctuation(character)) return this.token(character, '')
    if (/^[A-Za-z_]$/.test(character)) return this.name()
    if (/^[-0-9]$/.test(character)) return this.number()
    if (character === '.' && this.ahead('..')) {
      this.end += 2
      return this.token('...', '')
    }
    if (character === '"') return this.ahead('""') ? this.blockString() : this.string()
    this.end -= 1
    return this.invalid(unexpected(character))
  }

  private token(kind: TokenKind, value: string): Token {
    return { kind, value, at: this.position(this.start) }
  }

  private position(at: number): Position {
    return { line: this.line, column: at - this.lineStart + 1 }
  }

  private invalid(error: string): Token {
    return { kind: '<Invalid>', value: '', at: this.position(this.end), error }
  }

  private text(from: number, to: number): string {
    return this.characters.slice(from, to).join('')
  }

  private ahead(text: string): boolean {
    for (let i = 0; i < text.length; i += 1) if (this.characters[this.end + i] !== text[i]) return false
    return true
  }

  private newline(): void {
    this.line += 1
    this.lineStart = this.end
  }

  /** White space, commas, comments and byte order marks. */
  private skipIgnored(): void {
    for (let character = this.characters[this.end]; character !== undefined; character = this.characters[this.end]) {
      if (character === '#') this.skipComment()
      else if (!'\t ,\n\r\ufeff'.includes(character)) return
      else {
        this.end += 1
        if (character === '\n' || character === '\r') this.newline()
        if (character === '\r' && this.characters[this.end] === '\n') this.end += 1
      }
    }
  }

  private skipComment(): void {
    for (let character = this.characters[this.end]; character !== undefined; character = this.characters[this.end]) {
      if (character < ' ' && character !== '\t') return
      this.end += 1
    }
  }

  private name(): Token {
    while (/^[A-Za-z0-9_]$/.test(this.characters[this.end] ?? '')) this.end += 1
    return this.token('Name', this.text(this.start, this.end))
  }

  private number(): Token {
    this.end -= 1
    this.accept('-')
    const isZero = this.accept('0')
    const digits = this.digits()
    if (isZero && digits > 0) {
      this.end -= digits
      return this.invalid(`Invalid number, unexpected digit after 0: ${this.described()}.`)
    }
    const isFraction = (isZero || digits > 0) && this.accept('.')
    const fraction = isFraction ? this.digits() : 1
    const isPower = (isZero || digits > 0) && fraction > 0 && this.accept('eE')
    if (isPower) this.accept('-+')
    const power = isPower ? this.digits() : 1
    if ((!isZero && digits === 0) || fraction === 0 || power === 0) return this.invalid(`Invalid number, expected digit but got: ${this.described()}.`)
    return this.token(isFraction || isPower ? 'Float' : 'Int', this.text(this.start, this.end))
  }

  private accept(characters: string): boolean {
    const character = this.characters[this.end]
    if (character === undefined || !characters.includes(character)) return false
    this.end += 1
    return true
  }

  private digits(): number {
    const from = this.end
    while (/^[0-9]$/.test(this.characters[this.end] ?? '')) this.end += 1
    return this.end - from
  }

  private described(): string {
    const character = this.characters[this.end]
    return character === undefined ? '<EOF>' : `"${character}"`
  }

  private string(): Token {
    this.start += 1
    const parts: string[] = []
    for (let character = this.characters[this.end]; character !== undefined; character = this.characters[this.end]) {
      if (character === '"') {
        const token = this.token('String', parts.join(''))
        this.end += 1
        return token
      }
      if (character === '\n' || character === '\r') break
      if (character < ' ' && character !== '\t') return this.invalid(invalidInString(character))
      if (character === '\\') {
        const escaped = this.escape()
        if (escaped === undefined) return this.invalid('Invalid character escape sequence.')
        parts.push(escaped)
      } else {
        parts.push(character)
        this.end += 1
      }
    }
    return this.invalid('Unterminated string.')
  }

  private escape(): string | undefined {
    const letter = this.characters[this.end + 1]
    const simple = escapes.get(letter ?? '')
    if (simple !== undefined) {
      this.end += 2
      return simple
    }
    const hex = letter === 'u' ? this.text(this.end + 2, this.end + 6) : ''
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) {
      this.end += 1
      return undefined
    }
    this.end += 6
    // Half a pair is no character in Go.
    return String.fromCharCode(Number.parseInt(hex, 16)).toWellFormed()
  }

  private blockString(): Token {
    this.start += 3
    this.end += 2
    const parts: string[] = []
    for (let character = this.characters[this.end]; character !== undefined; character = this.characters[this.end]) {
      if (this.ahead('"""')) {
        const token = this.token('BlockString', blockStringValue(parts.join('')))
        this.end += 3
        return token
      }
      if (character < ' ' && !'\t\n\r'.includes(character)) return this.invalid(invalidInString(character))
      if (this.ahead('\\"""')) {
        parts.push('"""')
        this.end += 4
      } else {
        if (this.ahead('\r\n')) this.end += 1
        this.end += 1
        const isNewline = character === '\r' || character === '\n'
        parts.push(isNewline ? '\n' : character)
        if (isNewline) this.newline()
      }
    }
    return this.invalid('Unterminated string.')
  }
}

function isPunctuation(character: string): character is TokenKind {
  return punctuation.has(character)
}

function invalidInString(character: string): string {
  return `Invalid character within String: "\\u${String(character.charCodeAt(0)).padStart(4, '0')}".`
}

function unexpected(character: string): string {
  if (character < ' ') return `Cannot contain the invalid character "\\u${String(character.charCodeAt(0)).padStart(4, '0')}"`
  if (character === "'") return `Unexpected single quote character ('), did you mean to use a double quote (")?`
  return `Cannot parse the unexpected character "${character}".`
}
