import { SaxesParser } from 'saxes'
import { say } from '../model/phrase.ts'
import type { Limits } from './limits.ts'
import type { Located, Member } from './located.ts'
import type { Reading } from './reading.ts'

/** Signs between two looks at how much has been read. */
const PIECE = 16_384

/**
 * Reads XML 1.0 as conftest shows it: an element is a mapping of its children's names, a list where a name is repeated, and its
 * text where it has neither children nor attributes; attributes are `-name`, text beside them `#text`. Prefixes of names
 * stay. A document type is passed over, so an entity that it declares is an error. Never throws.
 */
export function readXml(text: string, limits: Limits): Reading {
  const parser = new SaxesParser()
  const walk = new Walk(limits, () => parser.line)
  parser.on('error', (error) => {
    throw new NotWellFormed(error.message.replace(/^\d+:\d+: /, ''))
  })
  parser.on('opentag', (tag) => walk.open(tag.name, Object.entries(tag.attributes)))
  parser.on('text', (piece) => walk.text(piece))
  parser.on('cdata', (piece) => walk.text(piece))
  parser.on('closetag', () => walk.close())
  try {
    for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE))
    parser.close()
  } catch (error) {
    if (error instanceof NotWellFormed) return { documents: [], problems: [{ line: parser.line, message: say`no valid XML: ${error.message}` }] }
    if (error instanceof TooLarge) return { documents: [], problems: [{ line: 1, message: [error.message] }] }
    throw error
  }
  return { documents: walk.root === undefined ? [] : [walk.root], problems: [] }
}

class NotWellFormed extends Error {
  override name = 'NotWellFormed'
}
class TooLarge extends Error {
  override name = 'TooLarge'
}

interface OpenElement {
  readonly name: string
  readonly line: number
  readonly children: Map<string, { readonly line: number; readonly nodes: Located[] }>
  text: string
}

class Walk {
  root: Located | undefined
  readonly #open: OpenElement[] = []
  readonly #limits: Limits
  readonly #line: () => number
  #values = 0

  constructor(limits: Limits, line: () => number) {
    this.#limits = limits
    this.#line = line
  }

  open(name: string, attributes: readonly (readonly [string, string])[]): void {
    this.#values += 1 + attributes.length
    if (this.#values > this.#limits.values) throw new TooLarge(`too large: more than ${this.#limits.values} values`)
    if (this.#open.length >= this.#limits.depth) throw new TooLarge(`nested more than ${this.#limits.depth} deep`)
    const line = this.#line()
    const element: OpenElement = { name, line, children: new Map(), text: '' }
    for (const [key, value] of attributes) add(element, `-${key}`, { line, last: line, kind: 'scalar', value })
    this.#open.push(element)
  }

  text(piece: string): void {
    const element = this.#open.at(-1)
    if (element) element.text += piece
  }

  close(): void {
    const element = this.#open.pop()
    if (element === undefined) return
    const node = finished(element, this.#line())
    const parent = this.#open.at(-1)
    if (parent) add(parent, element.name, node)
    else this.root = { line: 1, last: node.last, kind: 'map', members: new Map([[element.name, { line: node.line, node }]]) }
  }
}

function add(to: OpenElement, name: string, node: Located): void {
  const before = to.children.get(name)
  if (before) before.nodes.push(node)
  else to.children.set(name, { line: node.line, nodes: [node] })
}

function finished({ children, line, text }: OpenElement, last: number): Located {
  const trimmed = text.trim()
  if (children.size === 0) return { line, last, kind: 'scalar', value: trimmed === '' ? null : trimmed }
  const members = new Map<string, Member>()
  for (const [name, { line: at, nodes }] of children) {
    const [only] = nodes
    members.set(name, {
      line: at,
      node: only !== undefined && nodes.length === 1 ? only : { line: at, last: nodes.at(-1)?.last ?? at, kind: 'list', items: nodes },
    })
  }
  if (trimmed !== '') members.set('#text', { line, node: { line, last, kind: 'scalar', value: trimmed } })
  return { line, last, kind: 'map', members }
}
