import type { Import, Term } from '../syntax/ast.ts'
import { writeRef } from './terms.ts'
import type { Writer } from './writer.ts'
import { endRow } from './writer.ts'

/** Imports in groups, as empty lines and comments part them; each group is sorted. Ends with an empty line. */
export function writeImports(w: Writer, imports: readonly Import[], limit: number): void {
  const groups = groupsOf(imports)
  for (const [index, group] of groups.entries()) {
    const [first] = group
    if (first?.location !== undefined) w.ownLines(first.location.start, first.location.row)
    writeGroup(w, group, groups[index + 1]?.[0]?.location?.start ?? limit)
    w.blankLine()
  }
}

function groupsOf(imports: readonly Import[]): readonly (readonly Import[])[] {
  const groups: Import[][] = []
  let before: Import | undefined
  for (const imported of imports) {
    const apart = before?.location !== undefined && imported.location !== undefined && imported.location.row > endRow(before.location) + 1
    const group = groups.at(-1)
    if (group === undefined || apart) groups.push([imported])
    else group.push(imported)
    before = imported
  }
  return groups
}

/** A comment at the end of an import's line goes with it. */
function writeGroup(w: Writer, group: readonly Import[], limit: number): void {
  const lines = group.map((imported, index) => ({ imported, comment: w.takeTrailing(imported.location, group[index + 1]?.location?.start ?? limit) }))
  for (const { imported, comment } of lines.sort((a, b) => compareImports(a.imported, b.imported))) {
    writeImport(w, imported)
    if (comment !== undefined) w.endWith(comment)
    w.endLine()
  }
}

function writeImport(w: Writer, { path, alias }: Import): void {
  w.write('import ')
  writeRef(w, path.ref)
  if (alias !== undefined) w.write(` as ${alias}`)
}

function compareImports(a: Import, b: Import): number {
  const length = Math.min(a.path.ref.length, b.path.ref.length)
  for (let at = 0; at < length; at++) {
    const order = compareTexts(nameOf(a.path.ref[at]), nameOf(b.path.ref[at]))
    if (order !== 0) return order
  }
  return a.path.ref.length - b.path.ref.length || compareTexts(a.alias ?? '', b.alias ?? '')
}

function nameOf(term: Term | undefined): string {
  return term?.type === 'var' ? term.name : term?.type === 'string' ? term.value : ''
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
