import { createScanner, getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode, type SyntaxKind } from 'jsonc-parser'
import { say } from '../model/phrase.ts'
import type { Limits } from './limits.ts'
import { lineFinder } from './lines.ts'
import { type Located, type Member, NOTHING, type Problem } from './located.ts'
import type { Reading } from './reading.ts'

/** Reads JSON, with comments and trailing commas, as many tools take it. Never throws. */
export function readJson(text: string, limits: Limits): Reading {
  const lineAt = lineFinder(text)
  const large = tooLarge(text, limits)
  if (large !== undefined) return { documents: [], problems: [{ line: 1, message: [large] }] }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const problems = errors.slice(0, 1).map(
    ({ error, offset }): Problem => ({
      line: lineAt(Math.max(0, Math.min(offset, text.length - 1))),
      message: say`no valid JSON: ${printParseErrorCode(error)}`,
    }),
  )
  if (root === undefined || problems.length > 0) return { documents: [], problems }
  return { documents: [located(root, lineAt)], problems }
}

// The package's own numbers: its enum is not there at run time.
const OPEN_BRACE = 1 as SyntaxKind.OpenBraceToken
const CLOSE_BRACE = 2 as SyntaxKind.CloseBraceToken
const OPEN_BRACKET = 3 as SyntaxKind.OpenBracketToken
const CLOSE_BRACKET = 4 as SyntaxKind.CloseBracketToken
const END = 17 as SyntaxKind.EOF

/** Signs and depth are counted before the parser recurses into them. */
function tooLarge(text: string, limits: Limits): string | undefined {
  const scanner = createScanner(text, true)
  let count = 0
  let depth = 0
  for (let token = scanner.scan(); token !== END; token = scanner.scan()) {
    count += 1
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth += 1
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth -= 1
    if (count > limits.lexemes) return `too large: more than ${limits.lexemes} words and signs`
    if (depth > limits.depth) return `nested more than ${limits.depth} deep`
  }
  return undefined
}

function located(node: Node, lineAt: (offset: number) => number): Located {
  const line = lineAt(node.offset)
  const place = { line, last: Math.max(line, lineAt(node.offset + Math.max(0, node.length - 1))) }
  if (node.type === 'array') return { ...place, kind: 'list', items: (node.children ?? []).map((child) => located(child, lineAt)) }
  if (node.type !== 'object') {
    const value: unknown = getNodeValue(node)
    const usable = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return { ...place, ...(usable ? { kind: 'scalar', value } : NOTHING) }
  }
  const members = new Map<string, Member>()
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? []
    if (key !== undefined && value !== undefined) members.set(String(key.value), { line: lineAt(key.offset), node: located(value, lineAt) })
  }
  return { ...place, kind: 'map', members }
}
