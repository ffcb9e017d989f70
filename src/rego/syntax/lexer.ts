import { LINE_BEFORE, SPACE_BEFORE, TokenList } from './token-list.ts'
import { nameKind, Tok } from './tokens.ts'

const BOM = 0xfeff
const decimalDigit = /^\p{Nd}$/u

/** Kinds of tokens that are one character, by its code; 0 for all others. */
const single = new Uint8Array(128)
for (const [character, kind] of [
  ['[', Tok.OpenBracket],
  [']', Tok.CloseBracket],
  ['(', Tok.OpenParen],
  [')', Tok.CloseParen],
  [',', Tok.Comma],
  [';', Tok.Semicolon],
  ['.', Tok.Dot],
  ['+', Tok.Plus],
  ['-', Tok.Minus],
  ['*', Tok.Times],
  ['/', Tok.Divide],
  ['%', Tok.Remainder],
  ['&', Tok.And],
  ['|', Tok.Or],
] as const)
  single[character.charCodeAt(0)] = kind

/** Characters that `=` may follow: the kind without it and the kind with it. */
const withEquals: Readonly<Record<number, readonly [number, number]>> = {
  58: [Tok.Colon, Tok.Assign],
  61: [Tok.Unify, Tok.Equal],
  60: [Tok.Less, Tok.LessEqual],
  62: [Tok.Greater, Tok.GreaterEqual],
  33: [Tok.Illegal, Tok.NotEqual],
}

/** What may stand after a backslash: `\\ " / b f n r t u`. */
const escapable = new Set([92, 34, 47, 98, 102, 110, 114, 116, 117])

/** Cuts a module into tokens, in one pass over its characters. Never fails: what is wrong is an illegal token. */
export function lex(file: string, text: string): TokenList {
  return new Lexer(file, text).run()
}

class Lexer {
  private readonly tokens: TokenList
  private readonly file: string
  private readonly text: string
  private position = 0
  private row = 1
  private lineStart = 0
  /** Characters of two units on this line so far: they count once in columns. */
  private wide = 0
  /** Why the token being read is illegal. */
  private complaint: string | undefined
  /** For each template string that is open here: whether it is raw, and how many braces its expression has open. */
  private readonly templates: { raw: boolean; braces: number }[] = []

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.tokens = new TokenList((text.length >> 2) + 16)
  }

  run(): TokenList {
    if (this.text.charCodeAt(0) === BOM) {
      this.position = 1
      this.lineStart = 1
    }
    for (;;) {
      const flags = this.skipSpace()
      const start = this.position
      const row = this.row
      const col = start - this.lineStart + 1 - this.wide
      const kind = start >= this.text.length ? Tok.End : this.token(this.text.charCodeAt(start))
      if (this.complaint !== undefined) this.illegal(flags, start, col, row)
      else this.tokens.add(kind, flags, start, this.position, row, col, this.row)
      if (kind === Tok.End) return this.tokens
    }
  }

  private illegal(flags: number, start: number, col: number, row: number): void {
    this.tokens.complaints.set(this.tokens.count, this.complaint ?? '')
    this.complaint = undefined
    this.tokens.add(Tok.Illegal, flags, start, this.position, row, col, this.row)
  }

  /** Passes white space and comments, and says which flags the token after it has. */
  private skipSpace(): number {
    let flags = 0
    const { text } = this
    for (;;) {
      const code = text.charCodeAt(this.position)
      if (code === 10) {
        this.position++
        this.newLine()
        flags |= LINE_BEFORE | SPACE_BEFORE
      } else if (code === 32 || code === 9 || code === 13) {
        this.position++
        flags |= SPACE_BEFORE
      } else if (code === 35) {
        this.comment(flags)
        flags |= SPACE_BEFORE
      } else return flags
    }
  }

  private newLine(): void {
    this.row++
    this.lineStart = this.position
    this.wide = 0
  }

  private comment(flags: number): void {
    const start = this.position
    const col = start - this.lineStart + 1 - this.wide
    while (this.position < this.text.length && this.text.charCodeAt(this.position) !== 10) this.character()
    const end = this.text.charCodeAt(this.position - 1) === 13 ? this.position - 1 : this.position
    const location = { file: this.file, row: this.row, col, start, end, endRow: this.row }
    this.tokens.comments.push({ location, text: this.text.slice(start + 1, end) })
    if (this.complaint !== undefined) this.illegal(flags, start, col, this.row)
  }

  private token(code: number): number {
    if (isLetter(code)) return this.name()
    if (isDecimal(code)) return this.number()
    if (code === 34) return this.string()
    if (code === 96) return this.rawString()
    if (code === 123) return this.openBrace()
    if (code === 125) return this.closeBrace()
    if (code === 36) return this.template()
    const pair = withEquals[code]
    if (pair !== undefined) return this.maybeEquals(code, pair)
    this.character()
    return code < 128 ? (single[code] ?? Tok.Illegal) : Tok.Illegal
  }

  private name(): number {
    const start = this.position
    this.passNameCharacters()
    return nameKind(this.text, start, this.position)
  }

  private passNameCharacters(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position)
      if (isLetter(code) || isDecimal(code)) this.position++
      else if (code >= 128 && this.isForeignDigit()) this.character()
      else return
    }
  }

  private isForeignDigit(): boolean {
    const point = this.text.codePointAt(this.position)
    return point !== undefined && decimalDigit.test(String.fromCodePoint(point))
  }

  private number(): number {
    this.digits()
    if (this.text.charCodeAt(this.position) === 46) {
      this.position++
      if (!this.digits()) this.complain('expected fraction')
    }
    if ((this.text.charCodeAt(this.position) | 32) === 101) {
      this.position++
      const sign = this.text.charCodeAt(this.position)
      if (sign === 43 || sign === 45) this.position++
      if (!this.digits()) this.complain('expected exponent')
    }
    if (isLetter(this.text.charCodeAt(this.position))) {
      this.complain('illegal number format')
      this.passNameCharacters()
    }
    return Tok.Number
  }

  private digits(): boolean {
    const start = this.position
    while (isDecimal(this.text.charCodeAt(this.position))) this.position++
    return this.position > start
  }

  private maybeEquals(code: number, [without, withIt]: readonly [number, number]): number {
    this.position++
    if (this.text.charCodeAt(this.position) === 61) {
      this.position++
      return withIt
    }
    if (code === 33) this.complain('illegal ! character')
    return without
  }

  private string(): number {
    this.position++
    for (;;) {
      if (this.position >= this.text.length) return this.unterminated()
      const code = this.text.charCodeAt(this.position)
      if (code === 10) return this.unterminated()
      if (code === 92) this.escape(false)
      else this.character()
      if (code === 34) return Tok.String
    }
  }

  private rawString(): number {
    this.position++
    for (;;) {
      if (this.position >= this.text.length) return this.unterminated()
      const code = this.text.charCodeAt(this.position)
      this.characterOrLine(code)
      if (code === 96) return Tok.RawString
    }
  }

  private template(): number {
    const quote = this.text.charCodeAt(this.position + 1)
    this.position++
    if (quote !== 34 && quote !== 96) {
      this.complain('illegal $ character')
      return Tok.Illegal
    }
    this.position++
    const raw = quote === 96
    const kind = this.templateText(raw, Tok.TemplateHead, Tok.Template)
    if (kind === Tok.TemplateHead) this.templates.push({ raw, braces: 0 })
    return kind
  }

  /** Reads up to the next `{`, for which it gives `open`, or the closing quote: `close`. */
  private templateText(raw: boolean, open: number, close: number): number {
    const quote = raw ? 96 : 34
    for (;;) {
      if (this.position >= this.text.length) return this.unterminated()
      const code = this.text.charCodeAt(this.position)
      if (code === 10 && !raw) return this.unterminated()
      if (code === 92 && (!raw || this.text.charCodeAt(this.position + 1) === 123)) this.escape(true)
      else this.characterOrLine(code)
      if (code === 123) return open
      if (code === quote) return close
    }
  }

  private openBrace(): number {
    this.position++
    const template = this.templates.at(-1)
    if (template !== undefined) template.braces++
    return Tok.OpenBrace
  }

  private closeBrace(): number {
    this.position++
    const template = this.templates.at(-1)
    if (template === undefined) return Tok.CloseBrace
    if (template.braces > 0) {
      template.braces--
      return Tok.CloseBrace
    }
    const kind = this.templateText(template.raw, Tok.TemplateMiddle, Tok.TemplateTail)
    if (kind !== Tok.TemplateMiddle) this.templates.pop()
    return kind
  }

  private unterminated(): number {
    this.complain('non-terminated string')
    return Tok.Illegal
  }

  /** A backslash and what it stands for; what is not an escape is complained of, and read as it stands. */
  private escape(template: boolean): void {
    const code = this.text.charCodeAt(this.position + 1)
    if (escapable.has(code) || (template && code === 123)) this.position += 2
    else {
      this.position++
      this.complain('illegal escape sequence')
    }
  }

  private characterOrLine(code: number): void {
    this.character()
    if (code === 10) this.newLine()
  }

  /** Passes one character, which may be two units. */
  private character(): void {
    const code = this.text.charCodeAt(this.position++)
    if (code !== 0 && code < 0xd800) return
    if (code === 0) this.complain('illegal null character')
    else if (code === BOM) this.complain('illegal byte-order mark')
    else if (code <= 0xdfff) this.surrogate(code)
  }

  private surrogate(code: number): void {
    const next = this.text.charCodeAt(this.position)
    if (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
      this.position++
      this.wide++
    } else this.complain('illegal utf-8 character')
  }

  private complain(words: string): void {
    this.complaint ??= words
  }
}

function isLetter(code: number): boolean {
  const lower = code | 32
  return (lower >= 97 && lower <= 122 && code < 128) || code === 95
}

function isDecimal(code: number): boolean {
  return code >= 48 && code <= 57
}
