import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'

/** A block is refused as a whole: `line` is 0-based, among the lines of the block. */
export class MetadataProblem extends Error {
  readonly line: number
  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

export interface Field {
  readonly name: string
  readonly value: Node | null
  /** 0-based. */
  readonly line: number
}

const MAX_LENGTH = 65_536
const MAX_NESTING = 100

/** The fields of a metadata block, in order. Throws MetadataProblem where the text is no YAML map. */
export function readFields(lines: readonly string[]): readonly Field[] {
  const text = `${lines.join('\n')}\n`
  if (text.length > MAX_LENGTH) throw new MetadataProblem(`metadata is longer than ${MAX_LENGTH} characters`, 0)
  const tooDeep = firstTooDeep(lines)
  if (tooDeep !== -1) throw new MetadataProblem('metadata is nested too deep', tooDeep)
  const counter = new LineCounter()
  const document = parseDocument(text, { schema: 'core', merge: true, intAsBigInt: true, customTags: ['timestamp'], lineCounter: counter, prettyErrors: false })
  const [problem] = document.errors
  if (problem !== undefined) {
    const { line } = counter.linePos(problem.pos[0])
    throw new MetadataProblem(`yaml: line ${line}: ${problem.message}`, line - 1)
  }
  return fieldsOf(document, counter)
}

function fieldsOf(document: Document, counter: LineCounter): readonly Field[] {
  const { contents } = document
  if (contents === null) throw new MetadataProblem('expected METADATA block, found whitespace', 0)
  if (!isMap(contents)) throw new MetadataProblem('yaml: unmarshal errors: cannot unmarshal anything but a map into annotations', 0)
  return contents.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return []
    const line = counter.linePos(key.range?.[0] ?? 0).line - 1
    return [{ name: String(key.value), value: resolve(document, value), line }]
  })
}

function resolve(document: Document, value: unknown): Node | null {
  if (isScalar(value) || isMap(value) || isSeq(value)) return value
  return typeof value === 'object' && value !== null && 'resolve' in value && typeof value.resolve === 'function' ? (value.resolve(document) ?? null) : null
}

/** How deep a block nests can be told from its indents, dashes and brackets, before a recursive reader sees it. */
function firstTooDeep(lines: readonly string[]): number {
  const indents: number[] = []
  let brackets = 0
  for (const [index, line] of lines.entries()) {
    const { indent, dashes } = leading(line)
    if (indent === line.length) continue
    while ((indents.at(-1) ?? -1) >= indent) indents.pop()
    indents.push(indent)
    for (let at = indent; at < line.length; at++) {
      const character = line.charAt(at)
      if (character === '[' || character === '{') brackets++
      else if ((character === ']' || character === '}') && brackets > 0) brackets--
      if (brackets > MAX_NESTING) return index
    }
    if (indents.length + dashes > MAX_NESTING) return index
  }
  return -1
}

function leading(line: string): { readonly indent: number; readonly dashes: number } {
  let indent = 0
  while (line.charAt(indent) === ' ') indent++
  let dashes = 0
  for (let at = indent; at < line.length; at++) {
    const character = line.charAt(at)
    if (character === '-' || character === '?') dashes++
    else if (character !== ' ' && character !== '\t') break
  }
  return { indent, dashes }
}
