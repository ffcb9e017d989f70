import { type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, type Pair, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Json } from '../model/json.ts'
import { expandedSize } from './pattern-size.ts'
import { child, type Pointer } from './pointer.ts'
import { MAX_DIAGNOSTICS, type Problem, quote, type Span } from './problem.ts'
import { syntaxProblem } from './syntax-words.ts'

/** A YAML text as plain data, and where each of its values and keys stands. */
export interface YamlReading {
  readonly value: Json
  readonly spans: ReadonlyMap<Pointer, Spans>
  readonly problems: readonly Problem[]
  /** False when the text is no YAML, so that `value` says nothing. */
  readonly sound: boolean
}

interface Spans {
  readonly value: Span
  /** Of a map's entry; an item of a list has none. */
  readonly key?: Span
}

const MAX_LEXEMES = 60_000
const MAX_NODES = 10_000
const MAX_DEPTH = 32
const MAX_ALIASES = 100
const MAX_KEY = 200
/** Characters of all texts, were they patterns and their braces expanded: compiling them takes time in proportion. */
const MAX_PATTERNS = 8_000_000

/**
 * Reads YAML 1.2's core schema and no more: one document, keys that are text, no tags, no merge keys; `on`, `off`,
 * `yes` and `no` are text. Work and memory are bounded before they are spent: tokens before parsing, values,
 * depth and aliases while the tree is walked (an alias counts for all it stands for). Never throws.
 */
export function readYaml(text: string): YamlReading {
  if (tooManyLexemes(text)) return unsound([tooLarge(`it has more than ${MAX_LEXEMES} words and signs`, { start: 0, end: 0 })])
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    // The library compares every key with every other; the walk below uses a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  if (document.errors.length > 0) return unsound(document.errors.slice(0, MAX_DIAGNOSTICS).map(syntaxProblem))
  return new Walk(document).read()
}

function unsound(problems: readonly Problem[]): YamlReading {
  return { value: null, spans: new Map(), problems, sound: false }
}

function tooManyLexemes(text: string): boolean {
  let count = 0
  for (const _ of new Lexer().lex(text)) {
    count += 1
    if (count > MAX_LEXEMES) return true
  }
  return false
}

function tooLarge(why: string, span: Span): Problem {
  return { code: 'settings.too-large', message: `the settings are too large: ${why}`, ...span }
}

/** One walk over a parsed document, in its order, so that an alias finds the last anchor before it. */
class Walk {
  readonly #document: Document
  readonly #spans = new Map<Pointer, Spans>()
  readonly #problems: Problem[] = []
  readonly #anchors = new Map<string, Node>()
  #nodes = 0
  #aliases = 0
  #patterns = 0
  #stopped = false

  constructor(document: Document) {
    this.#document = document
  }

  read(): YamlReading {
    const root = this.#document.contents
    const value = this.#valueOf(root, '', 0, { start: 0, end: 0 }, undefined)
    return { value, spans: this.#spans, problems: this.#problems, sound: !this.#stopped }
  }

  #valueOf(node: unknown, pointer: Pointer, depth: number, nearby: Span, key: Span | undefined): Json {
    if (this.#stopped) return null
    const span = isNode(node) ? spanOf(node) : nearby
    this.#spans.set(pointer, key ? { value: span, key } : { value: span })
    this.#nodes += 1
    if (this.#nodes > MAX_NODES) return this.#stop(`it has more than ${MAX_NODES} values, counting what aliases repeat`, span)
    if (depth > MAX_DEPTH) return this.#stop(`it is nested more than ${MAX_DEPTH} deep`, span)
    if (!isNode(node)) return null
    if (isAlias(node)) return this.#aliased(node.source, span, pointer, depth, key)
    const tag = node.tag
    if (tag !== undefined && !CORE_TAGS.has(tag)) this.#complain('settings.yaml', `the tag ${quote(tag)} means nothing here; leave it out`, span)
    const value = this.#plain(node, pointer, depth, span)
    // Only now, so that an alias inside its own anchor finds nothing instead of itself.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return value
  }

  #plain(node: Node, pointer: Pointer, depth: number, span: Span): Json {
    if (isMap(node)) return this.#mapOf(node, pointer, depth)
    if (isSeq(node)) return this.#listOf(node, pointer, depth)
    const value: unknown = isScalar(node) ? node.value : null
    if (typeof value === 'string') this.#patterns += expandedSize(value)
    if (this.#patterns > MAX_PATTERNS) return this.#stop('its patterns stand for too many others', span)
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.#complain('settings.wrong-type', `${quote(String(value))} is no number that can be used`, span)
    return null
  }

  #listOf(node: YAMLSeq, pointer: Pointer, depth: number): Json {
    const list: Json[] = []
    for (const item of node.items) {
      if (this.#stopped) break
      list.push(this.#valueOf(item, child(pointer, list.length), depth + 1, spanOf(node), undefined))
    }
    return list
  }

  #mapOf(node: YAMLMap, pointer: Pointer, depth: number): Json {
    const entries = new Map<string, Json>()
    for (const pair of node.items) {
      if (this.#stopped) break
      const key = this.#keyOf(pair, spanOf(node))
      if (key === undefined) continue
      if (entries.has(key.text)) this.#complain('settings.duplicate-key', `the key ${quote(key.text)} is given twice`, key.span)
      else entries.set(key.text, this.#valueOf(pair.value, child(pointer, key.text), depth + 1, key.span, key.span))
    }
    return Object.fromEntries(entries)
  }

  /** The key of an entry; undefined, with a complaint, when it can be none. */
  #keyOf(pair: Pair, nearby: Span): { text: string; span: Span } | undefined {
    const node: unknown = pair.key
    const span = isNode(node) ? spanOf(node) : nearby
    if (!isScalar(node) || node.tag !== undefined) {
      this.#complain('settings.yaml', 'a key must be plain text', span)
      return undefined
    }
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '')
    if (text === '<<') {
      this.#complain('settings.yaml', 'merge keys (`<<`) are not part of YAML 1.2; write the keys out', span)
      return undefined
    }
    if (text === '' || text === '__proto__' || text.length > MAX_KEY) {
      this.#complain('settings.unknown-key', `unknown key ${quote(text)}`, span)
      return undefined
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    return { text, span }
  }

  #aliased(name: string, span: Span, pointer: Pointer, depth: number, key: Span | undefined): Json {
    const target = this.#anchors.get(name)
    if (!target) {
      this.#complain('settings.yaml', `${quote(`*${name}`)} repeats something that is not there: no ${quote(`&${name}`)} stands before it`, span)
      return null
    }
    this.#aliases += 1
    if (this.#aliases > MAX_ALIASES) return this.#stop(`it has more than ${MAX_ALIASES} aliases, counting those that aliases repeat`, span)
    return this.#valueOf(target, pointer, depth, span, key)
  }

  #complain(code: Problem['code'], message: string, span: Span): void {
    if (this.#problems.length < MAX_DIAGNOSTICS) this.#problems.push({ code, message, ...span })
  }

  #stop(why: string, span: Span): null {
    this.#stopped = true
    this.#problems.push(tooLarge(why, span))
    return null
  }
}

const CORE_TAGS: ReadonlySet<string> = new Set(['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`))

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value)
}

function spanOf(node: Node): Span {
  return { start: node.range?.[0] ?? 0, end: node.range?.[1] ?? 0 }
}
