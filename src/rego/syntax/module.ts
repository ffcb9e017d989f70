import type { Import, Module, Package, Rule } from './ast.ts'
import type { Cursor } from './cursor.ts'
import { parseRules } from './rules.ts'
import { parseImport, parsePackage } from './statements.ts'
import { LINE_BEFORE } from './token-list.ts'
import { FIRST_KEYWORD, Tok } from './tokens.ts'

interface Found {
  package: Package | undefined
  readonly imports: Import[]
  readonly rules: Rule[]
  /** How many statements there were, whole or not. */
  count: number
}

/** All statements of a module. What is wrong is noted in the cursor, and reading goes on at the next line that may begin a statement. */
export function parseStatements(p: Cursor): Module {
  const found: Found = { package: undefined, imports: [], rules: [], count: 0 }
  while (p.tok !== Tok.End && !p.full) {
    const first = p.index
    if (!parseStatement(p, found)) recover(p, first)
    found.count++
  }
  if (found.count === 0) p.fail('empty module')
  addOpenComplaints(p)
  if (p.strictV1) p.problems.push(...p.breachesOfV1)
  return {
    package: found.package ?? { path: [] },
    imports: found.imports,
    rules: found.rules,
    comments: p.tokens.comments,
    annotations: [],
    version: p.strictV1 ? 'v1' : 'v0',
    location: p.span(0, p.tokens.count - 1),
  }
}

function parseStatement(p: Cursor, found: Found): boolean {
  const reference = p.opensReference(p.index + 1)
  if (p.tok === Tok.Package && !reference) return addPackage(p, found)
  if (found.count === 0) p.fail('package expected')
  if (p.tok === Tok.Import && !reference) {
    const imported = parseImport(p)
    if (imported !== undefined) found.imports.push(imported)
    return imported !== undefined
  }
  const rules = parseRules(p)
  if (rules === undefined) return false
  for (const rule of rules) found.rules.push(rule)
  return true
}

function addPackage(p: Cursor, found: Found): boolean {
  const first = p.index
  const declared = parsePackage(p)
  if (found.count > 0) p.fail('unexpected package', p.span(first, first))
  found.package ??= declared
  return declared !== undefined
}

/** Goes on at a token that begins a line and may begin a statement, after all that was read. */
function recover(p: Cursor, first: number): void {
  let index = Math.max(p.index, first + 1)
  const { kinds, flags, cols, count } = p.tokens
  while (index < count - 1) {
    const kind = kinds[index] ?? Tok.End
    if (cols[index] === 1 && (kind === Tok.Name || kind >= FIRST_KEYWORD) && ((flags[index] ?? 0) & LINE_BEFORE) !== 0) break
    index++
  }
  p.stray = undefined
  p.depth = 0
  p.moveTo(index)
}

/** What the lexer complained of and the parser did not come to. */
function addOpenComplaints(p: Cursor): void {
  for (const [index, words] of p.tokens.complaints) p.fail(words, p.span(index, index))
}
