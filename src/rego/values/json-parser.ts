import { numberOf } from './number-text.ts'
import { setField } from './objects.ts'
import type { Value } from './value.ts'

/** A text is no JSON. The message is what Go's encoding/json says. */
export class JsonError extends Error {
  override name = 'JsonError'
}

/** Nesting that is read at most. */
export const JSON_DEPTH = 500

/** Reads JSON without losing a digit: slower than JSON.parse, so for the texts that need it. */
export function parseExactly(text: string): Value {
  const reader = new Reader(text)
  const value = reader.value(0)
  reader.end()
  return value
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): Value {
    if (depth > JSON_DEPTH) throw new JsonError('exceeded max depth')
    this.#space()
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth)
      case '[':
        return this.#array(depth)
      case '"':
        return this.#string()
      case 't':
        return this.#word('true', true)
      case 'f':
        return this.#word('false', false)
      case 'n':
        return this.#word('null', null)
      default:
        return this.#number()
    }
  }

  end(): void {
    this.#space()
    if (this.#at < this.#text.length) throw this.#unexpected('after top-level value')
  }

  #space(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return
      this.#at++
    }
  }

  #unexpected(where: string): JsonError {
    if (this.#at >= this.#text.length) return new JsonError(this.#text.trim() === '' ? 'EOF' : 'unexpected EOF')
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0)
    return new JsonError(`invalid character ${quotedCharacter(character)} ${where}`)
  }

  #object(depth: number): Value {
    const object: Record<string, Value> = {}
    this.#at++
    this.#space()
    if (this.#text[this.#at] === '}') {
      this.#at++
      return object
    }
    for (;;) {
      this.#space()
      if (this.#text[this.#at] !== '"') throw this.#unexpected('looking for beginning of object key string')
      const key = this.#string()
      this.#space()
      if (this.#text[this.#at] !== ':') throw this.#unexpected('after object key')
      this.#at++
      setField(object, key, this.value(depth + 1))
      this.#space()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== '}') throw this.#unexpected('after object key:value pair')
      this.#at++
      if (next === '}') return object
    }
  }

  #array(depth: number): Value {
    const items: Value[] = []
    this.#at++
    this.#space()
    if (this.#text[this.#at] === ']') {
      this.#at++
      return items
    }
    for (;;) {
      items.push(this.value(depth + 1))
      this.#space()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== ']') throw this.#unexpected('after array element')
      this.#at++
      if (next === ']') return items
    }
  }

  #string(): string {
    let start = ++this.#at
    let text = ''
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit === 0x22) {
        text += this.#text.slice(start, this.#at++)
        return text.toWellFormed()
      }
      if (Number.isNaN(unit) || unit < 0x20) throw this.#unexpected('in string literal')
      if (unit === 0x5c) {
        text += this.#text.slice(start, this.#at) + this.#escape()
        start = this.#at
      } else {
        this.#at++
      }
    }
  }

  #escape(): string {
    const letter = this.#text[++this.#at]
    if (letter === 'u') return this.#unicode()
    const plain = letter === undefined ? undefined : ESCAPES[letter]
    if (plain === undefined) throw this.#unexpected('in string escape code')
    this.#at++
    return plain
  }

  #unicode(): string {
    this.#at++
    for (const end = this.#at + 4; this.#at < end; this.#at++) {
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) throw this.#unexpected('in \\u hexadecimal character escape')
    }
    return String.fromCharCode(Number.parseInt(this.#text.slice(this.#at - 4, this.#at), 16))
  }

  #word<T>(word: string, value: T): T {
    for (const character of word) {
      if (this.#text[this.#at] !== character) throw this.#unexpected(`in literal ${word} (expecting '${character}')`)
      this.#at++
    }
    return value
  }

  #number(): Value {
    const start = this.#at
    const negative = this.#text[start] === '-'
    if (negative) this.#at++
    if (this.#text[this.#at] === '0') this.#at++
    else if (!this.#digits()) throw this.#unexpected(negative ? 'in numeric literal' : 'looking for beginning of value')
    if (this.#text[this.#at] === '.') {
      this.#at++
      if (!this.#digits()) throw this.#unexpected('after decimal point in numeric literal')
    }
    if (this.#text[this.#at] === 'e' || this.#text[this.#at] === 'E') {
      const sign = this.#text[++this.#at]
      if (sign === '+' || sign === '-') this.#at++
      if (!this.#digits()) throw this.#unexpected('in exponent of numeric literal')
    }
    return numberOf(this.#text.slice(start, this.#at))
  }

  /** Goes over digits; whether there was one. */
  #digits(): boolean {
    const start = this.#at
    while (isDigit(this.#text.charCodeAt(this.#at))) this.#at++
    return this.#at > start
  }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

function quotedCharacter(character: string): string {
  if (character === "'") return "'\\''"
  if (character === '"') return `'"'`
  const escaped = JSON.stringify(character).slice(1, -1)
  return `'${escaped.startsWith('\\u00') ? `\\x${escaped.slice(4)}` : escaped}'`
}
