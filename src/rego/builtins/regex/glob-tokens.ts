import { BuiltinError } from '../../errors.ts'
import { type CodePoints, codePointsOf } from './code-points.ts'

/** One token of the small language of `regex.globs_match`: a character, a set or any character (undefined), and how often. */
export interface GlobToken {
  readonly set: CodePoints | undefined
  readonly flag: '' | '+' | '*'
}

/** Reads a pattern; equal neighbours that may both repeat are one. Throws a BuiltinError with the words of OPA's library. */
export function globTokens(text: string): GlobToken[] {
  const tokenizer = new Tokenizer(text)
  const tokens: GlobToken[] = []
  for (let token = tokenizer.next(); token !== undefined; token = tokenizer.next()) {
    const before = tokens.at(-1)
    if (before !== undefined && token.flag !== '' && before.flag !== '' && sameSet(token.set, before.set)) {
      tokens[tokens.length - 1] = { set: token.set, flag: token.flag === '+' || before.flag === '+' ? '+' : '*' }
    } else tokens.push(token)
  }
  return tokens
}

function sameSet(a: CodePoints | undefined, b: CodePoints | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.length === b.length && a.every((point, i) => point === b[i]))
}

interface Rune {
  readonly text: string
  readonly escaped: boolean
}

class Tokenizer {
  private readonly text: string
  private readonly runes: readonly string[]
  private at = 0
  constructor(text: string) {
    this.text = text
    this.runes = Array.from(text)
  }

  next(): GlobToken | undefined {
    const rune = this.rune()
    if (rune === undefined) return undefined
    const set = this.set(rune)
    return { set, flag: this.flag() }
  }

  private set({ text, escaped }: Rune): CodePoints | undefined {
    if (escaped) return single(text)
    if (text === '.') return undefined
    if (text === '[') return this.brackets()
    if (text === ']') throw this.wrong("set-close ']' with no preceding '['")
    if (text === '+' || text === '*') throw this.wrong(`flag '${text}' must be preceded by a non-flag`)
    return single(text)
  }

  private flag(): GlobToken['flag'] {
    const next = this.runes[this.at]
    if (next === '\\' && this.at === this.runes.length - 1) this.rune()
    if (next !== '+' && next !== '*') return ''
    this.at += 1
    return next
  }

  private brackets(): CodePoints {
    const ranges: [number, number][] = []
    let before: string | undefined
    for (let rune = this.rune(); rune !== undefined; rune = this.rune()) {
      if (!rune.escaped && rune.text === ']') return codePointsOf(ranges)
      if (!rune.escaped && rune.text === '-') {
        ranges.push(this.range(before))
        before = undefined
      } else {
        ranges.push([point(rune.text), point(rune.text)])
        before = rune.text
      }
    }
    throw this.wrong('found [ without matching ]')
  }

  private range(from: string | undefined): [number, number] {
    if (from === undefined) throw this.wrong("range character '-' must be preceded by a Unicode character")
    if (this.at >= this.runes.length - 1) throw this.wrong("range character '-' must be followed by a Unicode character")
    const to = this.rune() ?? { text: '', escaped: false }
    if (!to.escaped && (to.text === ']' || to.text === '-')) throw this.wrong("range character '-' cannot be followed by a special symbol")
    if (point(to.text) < point(from)) throw this.wrong(`range is out of order: '${to.text}' comes before '${from}' in Unicode`)
    return [point(from), point(to.text)]
  }

  private rune(): Rune | undefined {
    const text = this.runes[this.at]
    if (text === undefined) return undefined
    if (text !== '\\') {
      this.at += 1
      return { text, escaped: false }
    }
    const after = this.runes[this.at + 1]
    if (after === undefined) throw this.wrong('input ends with a \\ (escape) character')
    this.at += 2
    return { text: after, escaped: true }
  }

  private wrong(what: string): BuiltinError {
    return new BuiltinError(`input:${this.text}, pos:${this.at}, ${what}: the input provided is invalid`)
  }
}

function point(text: string): number {
  return text.codePointAt(0) ?? 0
}

function single(text: string): CodePoints {
  return [point(text), point(text)]
}
