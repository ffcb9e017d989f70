import { fileURLToPath } from 'node:url'
import { Language, type Node, Parser } from 'web-tree-sitter'
import { say } from '../model/phrase.ts'
import type { Limits } from './limits.ts'
import type { Located, Member } from './located.ts'
import type { Reading } from './reading.ts'

/** The grammar is loaded once, when this module is: reading is synchronous from then on. */
const parser = await hclParser()

async function hclParser(): Promise<Parser> {
  await Parser.init()
  const grammar = import.meta.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm')
  return new Parser().setLanguage(await Language.load(fileURLToPath(grammar)))
}

/** Calls of the parser's own progress report after which a file is given up. */
const MAX_PROGRESS = 10_000

/**
 * Reads HCL 2 (Terraform and its like) as conftest shows it: a block is a mapping under its type and its labels, a list of
 * mappings where it is repeated; an expression that is no literal is its text in `${…}`. `jsonencode` of a literal
 * is that literal. Of a text that is not valid all that the parser makes out is given beside the problem, so that a comma
 * that is put right does not make the rest of the file new. Never throws.
 */
export function readHcl(text: string, limits: Limits): Reading {
  let progress = 0
  const tree = parser.parse(text, null, { progressCallback: () => ++progress > MAX_PROGRESS })
  if (tree === null) {
    parser.reset()
    return { documents: [], problems: [{ line: 1, message: say`too large to be read` }] }
  }
  try {
    const { rootNode } = tree
    const problems = rootNode.hasError ? [{ line: errorLine(rootNode), message: say`no valid HCL` }] : []
    const body = named(rootNode, 'body')
    return { documents: body === undefined ? [] : [new Walk(limits).body(body, 0)], problems }
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error
    return { documents: [], problems: [{ line: 1, message: [error.message] }] }
  } finally {
    tree.delete()
  }
}

class TooLarge extends Error {
  override name = 'TooLarge'
}

function errorLine(root: Node): number {
  let node = root
  for (;;) {
    const inner = node.children.find((child) => child !== null && (child.isError || child.isMissing || child.hasError))
    if (inner === undefined || inner === null || node.isError) return node.startPosition.row + 1
    node = inner
  }
}

function named(node: Node, ...types: readonly string[]): Node | undefined {
  return node.namedChildren.find((child) => child !== null && types.includes(child.type)) ?? undefined
}

function children(node: Node, type: string): readonly Node[] {
  return node.namedChildren.filter((child): child is Node => child !== null && child.type === type)
}

function place(node: Node): { readonly line: number; readonly last: number } {
  const { row, column } = node.endPosition
  const line = node.startPosition.row + 1
  return { line, last: Math.max(line, column === 0 ? row : row + 1) }
}

class Walk {
  readonly #limits: Limits
  #values = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  body(body: Node, depth: number): Located {
    this.#count(depth)
    const members = new Map<string, Member>()
    for (const child of body.namedChildren) {
      if (child?.type === 'attribute') this.#attribute(child, members, depth)
      if (child?.type === 'block') this.#block(child, members, depth)
    }
    return { ...place(body), kind: 'map', members }
  }

  #attribute(node: Node, members: Map<string, Member>, depth: number): void {
    const key = named(node, 'identifier')?.text
    const value = named(node, 'expression')
    if (key !== undefined && value !== undefined) members.set(key, { line: place(node).line, node: this.#expression(value, depth + 1) })
  }

  #block(node: Node, into: Map<string, Member>, depth: number): void {
    const [type, ...labels] = node.namedChildren.flatMap((child) => {
      if (child?.type === 'identifier') return [child.text]
      return child?.type === 'string_lit' ? [literalText(child)] : []
    })
    if (type === undefined) return
    const body = named(node, 'body')
    const content: Located = { ...(body === undefined ? { kind: 'map', members: new Map() } : this.body(body, depth + 1 + labels.length)), ...place(node) }
    const last = labels.pop()
    let level = into
    if (last !== undefined) for (const name of [type, ...labels]) level = under(level, name, place(node))
    put(level, last ?? type, content)
  }

  #expression(node: Node, depth: number): Located {
    this.#count(depth)
    const inner = node.type === 'expression' ? node.namedChildren[0] : node
    if (inner && node.namedChildCount <= 1) {
      if (inner.type === 'literal_value') return { ...place(node), ...literal(inner) }
      if (inner.type === 'template_expr') return { ...place(node), kind: 'scalar', value: templateText(inner) }
      if (inner.type === 'expression') return this.#expression(inner, depth + 1)
      const collection = inner.type === 'collection_value' ? inner.namedChildren[0] : undefined
      if (collection?.type === 'tuple') {
        return { ...place(node), kind: 'list', items: children(collection, 'expression').map((item) => this.#expression(item, depth + 1)) }
      }
      if (collection?.type === 'object') return { ...place(node), kind: 'map', members: this.#members(collection, depth) }
      const encoded = inner.type === 'function_call' ? encodedArgument(inner) : undefined
      if (encoded !== undefined) return this.#expression(encoded, depth + 1)
      if (inner.type === 'operation' && /^-\s*[0-9.]+$/.test(inner.text))
        return { ...place(node), kind: 'scalar', value: Number(inner.text.replace(/\s/g, '')) }
    }
    return { ...place(node), kind: 'scalar', value: `\${${node.text}}` }
  }

  #members(object: Node, depth: number): ReadonlyMap<string, Member> {
    const members = new Map<string, Member>()
    for (const element of children(object, 'object_elem')) {
      const [key, value] = children(element, 'expression')
      if (key === undefined || value === undefined) continue
      const name = this.#expression(key, depth + 1)
      const isWord = /^[A-Za-z_][\w-]*$/.test(key.text)
      members.set(isWord || name.kind !== 'scalar' ? key.text : String(name.value), { line: place(element).line, node: this.#expression(value, depth + 1) })
    }
    return members
  }

  #count(depth: number): void {
    this.#values += 1
    if (this.#values > this.#limits.values) throw new TooLarge(`too large: more than ${this.#limits.values} values`)
    if (depth > this.#limits.depth) throw new TooLarge(`nested more than ${this.#limits.depth} deep`)
  }
}

/** A block that is there already becomes a list of both. */
function put(into: Map<string, Member>, key: string, node: Located): void {
  const before = into.get(key)
  if (before === undefined) into.set(key, { line: node.line, node })
  else {
    const items = before.node.kind === 'list' ? [...before.node.items, node] : [before.node, node]
    into.set(key, { line: before.line, node: { line: before.node.line, last: node.last, kind: 'list', items } })
  }
}

function under(level: Map<string, Member>, name: string, where: { readonly line: number; readonly last: number }): Map<string, Member> {
  const there = level.get(name)?.node
  if (there?.kind === 'map') return there.members as Map<string, Member>
  const members = new Map<string, Member>()
  level.set(name, { line: where.line, node: { ...where, kind: 'map', members } })
  return members
}

function encodedArgument(call: Node): Node | undefined {
  if (named(call, 'identifier')?.text !== 'jsonencode') return undefined
  const list = named(call, 'function_arguments')
  const given = list === undefined ? [] : children(list, 'expression')
  return given.length === 1 ? given[0] : undefined
}

function literal(node: Node): { readonly kind: 'scalar'; readonly value: null | string | number | boolean } {
  const inner = node.namedChildren[0]
  if (inner?.type === 'string_lit') return { kind: 'scalar', value: literalText(inner) }
  if (inner?.type === 'bool_lit') return { kind: 'scalar', value: inner.text === 'true' }
  if (inner?.type === 'null_lit') return { kind: 'scalar', value: null }
  const number = Number(node.text)
  return { kind: 'scalar', value: Number.isFinite(number) ? number : node.text }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** A quoted text without anything to be filled in. */
function literalText(node: Node): string {
  return unescaped(
    children(node, 'template_literal')
      .map((part) => part.text)
      .join(''),
  )
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (whole, unicode: string | undefined, sign: string | undefined) =>
    unicode === undefined ? (ESCAPES[sign ?? ''] ?? whole) : String.fromCharCode(Number.parseInt(unicode, 16)),
  )
}

/** A text with its `${…}` as they are written; of a heredoc the lines between its marks. */
function templateText(node: Node): string {
  const inner = node.namedChildren[0]
  if (inner?.type === 'heredoc_template') {
    const lines = inner.text.split('\n')
    return lines.slice(1, -1).join('\n')
  }
  return unescaped(node.text.replace(/^"|"$/g, ''))
}
