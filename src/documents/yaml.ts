import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml'
import { code, type Phrase, say } from '../model/phrase.ts'
import { type Limits, OUR_FILES } from './limits.ts'
import { isNothing, type Located, type Member, NOTHING, type Problem, type Value } from './located.ts'
import type { Reading } from './reading.ts'

const MAX_PROBLEMS = 50

export interface YamlOptions {
  /** The line of the file that the text starts on. */
  readonly firstLine?: number
  readonly limits?: Limits
  /** `<<` takes over the members of another mapping, as YAML 1.1 has it; else it is a problem. */
  readonly mergeKeys?: boolean
}

/**
 * Reads one or several YAML documents (1.2, core schema, no tags). Work is bounded before it is done: lexemes before
 * parsing; values, depth and what aliases repeat while walking. Never throws.
 */
export function readYaml(text: string, { firstLine = 1, limits = OUR_FILES, mergeKeys = false }: YamlOptions = {}): Reading {
  if (hasMoreLexemes(text, limits.lexemes))
    return { documents: [], problems: [{ line: firstLine, message: say`too large: more than ${limits.lexemes} words and signs` }] }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
  const walk = new Walk((offset) => lines.linePos(offset).line + firstLine - 1, limits, mergeKeys)
  const documents = Array.isArray(parsed) ? parsed.flatMap((document: Document) => walk.read(document)) : []
  return { documents, problems: walk.problems }
}

function hasMoreLexemes(text: string, limit: number): boolean {
  // One that stands for nothing (an end, an indent) comes beside one that has a character.
  if (text.length * 2 < limit) return false
  let count = 0
  for (const _ of new Lexer().lex(text)) {
    count += 1
    if (count > limit) return true
  }
  return false
}

class TooLarge extends Error {
  override name = 'TooLarge'
}

/** Turns documents into located values; the budget of values is one for all documents of a file. */
class Walk {
  readonly problems: Problem[] = []
  readonly #lineAt: (offset: number) => number
  readonly #limits: Limits
  readonly #mergeKeys: boolean
  #anchors = new Map<string, Node>()
  #values = 0

  constructor(lineAt: (offset: number) => number, limits: Limits, mergeKeys: boolean) {
    this.#lineAt = lineAt
    this.#limits = limits
    this.#mergeKeys = mergeKeys
  }

  read(document: Document): readonly Located[] {
    for (const error of document.errors) this.#complain(this.#lineAt(error.pos[0]), say`no valid YAML: ${error.message.slice(0, 200)}`)
    if (document.errors.length > 0 || document.contents === null) return []
    this.#anchors = new Map()
    try {
      const root = this.#located(document.contents, 1, 0)
      return isNothing(root) ? [] : [root]
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error
      this.#complain(this.#lineAt(document.contents.range?.[0] ?? 0), [error.message])
      return []
    }
  }

  #located(node: unknown, parentLine: number, depth: number): Located {
    this.#values += 1
    if (this.#values > this.#limits.values) throw new TooLarge(`too large: more than ${this.#limits.values} values, counting what aliases repeat`)
    if (depth > this.#limits.depth) throw new TooLarge(`nested more than ${this.#limits.depth} deep`)
    if (!isNode(node)) return { line: parentLine, last: parentLine, ...NOTHING }
    const line = this.#lineAt(node.range?.[0] ?? 0)
    if (isAlias(node)) return this.#aliased(node.source, line, depth)
    const last = Math.max(line, this.#lineAt(Math.max(0, (node.range?.[1] ?? 0) - 1)))
    const value = this.#plain(node, line, depth)
    // Only now, so that an alias inside its own anchor finds nothing instead of itself.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return { line, last, ...value }
  }

  #aliased(name: string, line: number, depth: number): Located {
    const target = this.#anchors.get(name)
    if (target) return { ...this.#located(target, line, depth + 1), line, last: line }
    this.#complain(line, say`${code(`*${name}`)} repeats something that does not stand before it`)
    return { line, last: line, ...NOTHING }
  }

  #plain(node: Node, line: number, depth: number): Value {
    if (isMap(node)) return { kind: 'map', members: this.#members(node.items, line, depth) }
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.#located(item, line, depth + 1)) }
    const value: unknown = isScalar(node) ? node.value : null
    const usable = value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    if (usable) return { kind: 'scalar', value }
    this.#complain(line, say`${code(String(value).slice(0, 40))} is no value that can be used`)
    return NOTHING
  }

  #members(pairs: readonly Pair[], mapLine: number, depth: number): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>()
    const merged: Located[] = []
    for (const pair of pairs) {
      const line = isNode(pair.key) ? this.#lineAt(pair.key.range?.[0] ?? 0) : mapLine
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)).slice(0, this.#limits.key) : undefined
      const node = this.#located(pair.value, line, depth + 1)
      if (key === '<<' && this.#mergeKeys) merged.push(node)
      else if (key === undefined || key === '<<') this.#complain(line, say`a key must be plain text, and merge keys (${code('<<')}) are not read`)
      else if (members.has(key)) this.#complain(line, say`the key ${code(key)} is given twice`)
      else members.set(key, { line, node })
    }
    // What is said here counts; of what is taken over, the first.
    for (const source of merged.flatMap((node) => (node.kind === 'list' ? node.items : [node]))) {
      if (source.kind === 'map') for (const [key, member] of source.members) if (!members.has(key)) members.set(key, member)
    }
    return members
  }

  #complain(line: number, message: Phrase): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, message })
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)
}
