import type { Limits } from './limits.ts'
import type { Located, Member } from './located.ts'

/**
 * Reads YAML as tools write it: block mappings with one key a line, lists of scalars, flow collections of scalars on one line. Ten
 * times as fast as all of YAML is read, and undefined for whatever else it is: then it is to be read in full. What it
 * gives is what readYaml gives, but for block scalars (`|`, `>`), whose text is left out. Never throws; linear.
 */
export function readBlockYaml(text: string, limits: Limits): Located | undefined {
  // White space but these two, and signs that YAML does not print.
  if (/[^\S\n ]|[^\n\x20-\x7e\xa0-\ud7ff]/.test(text)) return undefined
  try {
    return new Reader(text.split('\n'), limits).document()
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

/** It is YAML of another kind, or none. */
class NotPlain extends Error {
  override name = 'NotPlain'
}

class Reader {
  readonly #lines: readonly string[]
  readonly #limits: Limits
  #at = 0
  #values = 0

  constructor(lines: readonly string[], limits: Limits) {
    this.#lines = lines
    this.#limits = limits
  }

  document(): Located {
    this.#skipBlank()
    const root = this.#mapping(0, 0)
    if (this.#at < this.#lines.length) throw new NotPlain()
    return root
  }

  /** The next line that is not blank; -1 spaces before it at the end. */
  #skipBlank(): number {
    while (this.#at < this.#lines.length && this.#line().trim() === '') this.#at += 1
    return this.#at < this.#lines.length ? indentOf(this.#line()) : -1
  }

  #line(): string {
    return this.#lines[this.#at] ?? ''
  }

  #mapping(indent: number, depth: number): Located {
    this.#count(depth)
    const line = this.#at + 1
    const members = new Map<string, Member>()
    while (this.#skipBlank() === indent) {
      const at = this.#at + 1
      const { key, rest } = keyOf(this.#line().slice(indent))
      const name = key.slice(0, this.#limits.key)
      if (members.has(name) || name === '<<') throw new NotPlain()
      this.#at += 1
      members.set(name, { line: at, node: this.#value(rest, at, indent, depth + 1) })
    }
    if (members.size === 0 || this.#skipBlank() > indent) throw new NotPlain()
    return { line, last: lastOf(members, line), kind: 'map', members }
  }

  #value(rest: string, line: number, indent: number, depth: number): Located {
    if (rest !== '') return /^[|>][-+]?$/.test(rest) ? this.#blockScalar(line, indent, depth) : this.#inline(rest, line, depth)
    const next = this.#skipBlank()
    if (next >= indent && /^- /.test(this.#line().slice(next))) return this.#list(next, depth)
    return next > indent ? this.#mapping(next, depth) : this.#scalar(null, line, depth)
  }

  #blockScalar(line: number, indent: number, depth: number): Located {
    for (let next = this.#skipBlank(); next > indent; next = this.#skipBlank()) this.#at += 1
    return this.#scalar(null, line, depth)
  }

  #list(indent: number, depth: number): Located {
    this.#count(depth)
    const line = this.#at + 1
    const items: Located[] = []
    while (this.#skipBlank() === indent && this.#line().startsWith('- ', indent)) {
      const item = this.#line().slice(indent + 2)
      if (/^[ {[|>-]/.test(item) || item === '') throw new NotPlain()
      this.#at += 1
      items.push(this.#inline(item, this.#at, depth + 1))
    }
    return { line, last: items.at(-1)?.last ?? line, kind: 'list', items }
  }

  /** Everything that stands on one line. */
  #inline(text: string, line: number, depth: number): Located {
    const place = { line, last: line }
    if (text.startsWith('{')) {
      this.#count(depth)
      const members = new Map<string, Member>()
      for (const part of partsOf(text, '}')) {
        const { key, rest } = keyOf(part)
        const name = key.slice(0, this.#limits.key)
        if (members.has(name) || name === '<<' || /[,[\]{}]/.test(key)) throw new NotPlain()
        members.set(name, { line, node: this.#flowScalar(rest, line, depth + 1) })
      }
      return { ...place, kind: 'map', members }
    }
    if (text.startsWith('[')) {
      this.#count(depth)
      return { ...place, kind: 'list', items: partsOf(text, ']').map((part) => this.#flowScalar(part, line, depth + 1)) }
    }
    return this.#scalar(scalarOf(text), line, depth)
  }

  #flowScalar(text: string, line: number, depth: number): Located {
    if (text === '' || (!/^['"]/.test(text) && /[,[\]{}]/.test(text))) throw new NotPlain()
    return this.#scalar(scalarOf(text), line, depth)
  }

  #scalar(value: null | string | number | boolean, line: number, depth: number): Located {
    this.#count(depth)
    return { line, last: line, kind: 'scalar', value }
  }

  #count(depth: number): void {
    this.#values += 1
    if (this.#values > this.#limits.values || depth > this.#limits.depth) throw new NotPlain()
  }
}

function indentOf(line: string): number {
  let count = 0
  while (line[count] === ' ') count += 1
  return count
}

function lastOf(members: ReadonlyMap<string, Member>, line: number): number {
  let last = line
  for (const { node } of members.values()) last = node.last
  return last
}

/** `key: rest` or `key:`; the key in quotes or without. */
function keyOf(text: string): { readonly key: string; readonly rest: string } {
  if (/^['"]/.test(text)) {
    const end = endOfQuoted(text)
    if (text[end] !== ':' || (end + 1 < text.length && text[end + 1] !== ' ')) throw new NotPlain()
    return { key: unquoted(text.slice(0, end)), rest: text.slice(end + 1).trim() }
  }
  const at = text.indexOf(': ')
  const end = at >= 0 ? at : text.length - 1
  const key = text.slice(0, end)
  if (text[end] !== ':' || key === '' || key !== key.trim() || !isPlain(key)) throw new NotPlain()
  return { key, rest: text.slice(end + 1).trim() }
}

/** The parts of `{…}` and `[…]` of which no part is one itself. */
function partsOf(text: string, close: string): readonly string[] {
  if (text.length < 2 || !text.endsWith(close)) throw new NotPlain()
  const body = text.slice(1, -1)
  const parts: string[] = []
  let start = 0
  let at = 0
  while (at < body.length) {
    const sign = body[at]
    // A quote opens only where a scalar begins.
    if ((sign === "'" || sign === '"') && /(?:^|[:,]) *$/.test(body.slice(Math.max(0, at - 3), at))) at += endOfQuoted(body.slice(at, at + MAX_QUOTED))
    else {
      if (sign === ',') {
        parts.push(body.slice(start, at).trim())
        start = at + 1
      }
      at += 1
    }
  }
  const last = body.slice(start).trim()
  return last === '' && parts.length === 0 ? [] : [...parts, last]
}

/** Longer texts in quotes inside of brackets are not looked for, so that none is looked through twice. */
const MAX_QUOTED = 2000

/** Behind the quote that closes what the first opens. */
function endOfQuoted(text: string): number {
  const quote = text[0] ?? ''
  let at = text.indexOf(quote, 1)
  while (quote === "'" && at > 0 && text[at + 1] === "'") at = text.indexOf(quote, at + 2)
  if (at < 0) throw new NotPlain()
  return at + 1
}

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  if (text.includes('\\')) throw new NotPlain()
  return text.slice(1, -1)
}

/** Text that needs no quotes. Some that may begin with `-`, `?` or `:` are taken for others. */
function isPlain(text: string): boolean {
  return !/^[-?:,[\]{}#&*!|>'"%@`]|: | #|:$/.test(text) && !/^(?:---|\.\.\.)/.test(text)
}

/** By YAML's core schema. */
function scalarOf(text: string): null | string | number | boolean {
  if (/^['"]/.test(text)) {
    if (endOfQuoted(text) !== text.length) throw new NotPlain()
    return unquoted(text)
  }
  if (!isPlain(text)) throw new NotPlain()
  if (/^(?:null|Null|NULL|~)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (/^\+?[.\d]/.test(text)) return numberOf(text)
  return text
}

/** A text that begins as a number that is not negative: a decimal one, or no number. */
function numberOf(text: string): string | number {
  if (/^0[xob]|^\+?\.(?:inf|nan)$/i.test(text)) throw new NotPlain()
  return /^\+?(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : text
}
