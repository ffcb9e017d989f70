import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, type Pair, parseAllDocuments } from 'yaml'
import { code, type Phrase, say } from '../../model/phrase.ts'

/** A value of a YAML document with the line it stands on. Keys are text; of a key given twice the first counts. */
export type Located = { readonly line: number } & Value
type Value =
  | { readonly kind: 'scalar'; readonly value: null | string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Located[] }
  | { readonly kind: 'map'; readonly members: ReadonlyMap<string, Member> }

export interface Member {
  /** Where the key stands. */
  readonly line: number
  readonly node: Located
}

/** Something wrong in a file, at a line of it (1-based). Plain data, so that extractors can return it. */
export type Problem = { readonly line: number; readonly message: Phrase }

export interface YamlValues {
  /** The values of the documents that are not empty. */
  readonly documents: readonly Located[]
  readonly problems: readonly Problem[]
}

const MAX_LEXEMES = 60_000
const MAX_VALUES = 20_000
const MAX_DEPTH = 24
const MAX_PROBLEMS = 50

/**
 * Reads one or several YAML documents (1.2, core schema, no tags, no merge keys). Work is bounded before it is done:
 * lexemes before parsing; values, depth and what aliases repeat while walking. Never throws. `firstLine` is the line
 * of the file that the text starts on.
 */
export function readYaml(text: string, firstLine = 1): YamlValues {
  if (hasMoreLexemes(text)) return { documents: [], problems: [{ line: firstLine, message: say`too large: more than ${MAX_LEXEMES} words and signs` }] }
  const lines = new LineCounter()
  const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false, logLevel: 'error' })
  const walk = new Walk((offset) => lines.linePos(offset).line + firstLine - 1)
  const documents = Array.isArray(parsed) ? parsed.flatMap((document: Document) => walk.read(document)) : []
  return { documents, problems: walk.problems }
}

function hasMoreLexemes(text: string): boolean {
  let count = 0
  for (const _ of new Lexer().lex(text)) {
    count += 1
    if (count > MAX_LEXEMES) return true
  }
  return false
}

const NOTHING = { kind: 'scalar', value: null } as const satisfies Value

/** True for a value that is not there: `null`, or a key with nothing behind it. */
export function isNothing(node: Located | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}

class TooLarge extends Error {
  override name = 'TooLarge'
}

/** Turns documents into located values; the budget of values is one for all documents of a file. */
class Walk {
  readonly problems: Problem[] = []
  readonly #lineAt: (offset: number) => number
  #anchors = new Map<string, Node>()
  #values = 0

  constructor(lineAt: (offset: number) => number) {
    this.#lineAt = lineAt
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
    if (this.#values > MAX_VALUES) throw new TooLarge(`too large: more than ${MAX_VALUES} values, counting what aliases repeat`)
    if (depth > MAX_DEPTH) throw new TooLarge(`nested more than ${MAX_DEPTH} deep`)
    if (!isNode(node)) return { line: parentLine, ...NOTHING }
    const line = this.#lineAt(node.range?.[0] ?? 0)
    if (isAlias(node)) return this.#aliased(node.source, line, depth)
    const value = this.#plain(node, line, depth)
    // Only now, so that an alias inside its own anchor finds nothing instead of itself.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return { line, ...value }
  }

  #aliased(name: string, line: number, depth: number): Located {
    const target = this.#anchors.get(name)
    if (target) return { ...this.#located(target, line, depth + 1), line }
    this.#complain(line, say`${code(`*${name}`)} repeats something that does not stand before it`)
    return { line, ...NOTHING }
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
    for (const pair of pairs) {
      const line = isNode(pair.key) ? this.#lineAt(pair.key.range?.[0] ?? 0) : mapLine
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)).slice(0, 100) : undefined
      const node = this.#located(pair.value, line, depth + 1)
      if (key === undefined || key === '<<') this.#complain(line, say`a key must be plain text, and merge keys (${code('<<')}) are not read`)
      else if (members.has(key)) this.#complain(line, say`the key ${code(key)} is given twice`)
      else members.set(key, { line, node })
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
