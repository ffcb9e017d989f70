import { type Location, type Module, parseModule, printModule, type Rule, type Term, visit } from '../rego/index.ts'

/** A module as it is put on a server that others use too: under a package of its own, referring to data of its own. */
export interface Relocated {
  readonly text: string
  /** The functions that it defines, each undefined but with its name and arity; missing where there are none. */
  readonly stubs: string | undefined
  /** Where something of the moved text was before. */
  readonly original: (row: number, col: number) => { readonly row: number; readonly col: number }
}

interface Insertion {
  readonly at: number
  readonly text: string
  readonly row: number
  /** In characters, from 1. */
  readonly col: number
}

/**
 * Moves a module below `root`, a path of identifiers: `package a` becomes `package root.a`, `data.b` becomes `data.root.b`.
 * Only these places change, so rows stay as they are. Throws RegoErrors where the text is no module.
 */
export function relocate(name: string, text: string, root: readonly string[]): Relocated {
  const module = parseModule(name, text)
  const insertions = [packageInsertion(module, text, root), ...dataInsertions(module, text, root)].sort((a, b) => a.at - b.at)
  let moved = ''
  let end = 0
  for (const { at, text: inserted } of insertions) {
    moved += text.slice(end, at) + inserted
    end = at
  }
  return { text: moved + text.slice(end), stubs: stubsOf(module, root), original: (row, col) => ({ row, col: columnBefore(insertions, row, col) }) }
}

function packageInsertion(module: Module, text: string, root: readonly string[]): Insertion {
  const start = module.package.location
  const keyword = start && /^package[ \t]+/.exec(text.slice(start.start))
  if (!start || !keyword) throw new RangeError('a package that does not follow its keyword on the same line cannot be moved')
  return { at: start.start + keyword[0].length, text: `${root.join('.')}.`, row: start.row, col: start.col + keyword[0].length }
}

/** `import data` alone is left: it means the same wherever the module is. */
function dataInsertions(module: Module, text: string, root: readonly string[]): readonly Insertion[] {
  const places = new Map<number, Location>()
  const note = ({ type, location, ...term }: Term): void => {
    if (type !== 'var' || !('name' in term) || term.name !== 'data' || location === undefined) return
    if (text.startsWith('data', location.start)) places.set(location.start, location)
  }
  visit(module, { term: (term) => void note(term) })
  for (const { path } of module.imports) if (path.ref.length > 1) note(path.ref[0])
  return Array.from(places.values(), ({ start, row, col }) => ({ at: start + 4, text: `.${root.join('.')}`, row, col: col + 4 }))
}

function columnBefore(insertions: readonly Insertion[], row: number, col: number): number {
  let before = col
  for (const insertion of insertions) if (insertion.row === row && before > insertion.col) before = Math.max(insertion.col, before - insertion.text.length)
  return before
}

/** Modules are put one after another: a call of a function that is not there yet would be refused. */
function stubsOf(module: Module, root: readonly string[]): string | undefined {
  const stubs = new Map<string, Rule>()
  for (const { head } of module.rules) {
    if (head.args === undefined || !head.ref.slice(1).every((term) => term.type === 'string')) continue
    const args = head.args.map((_, index): Term => ({ type: 'var', name: `a${index}` }))
    const stub: Rule = { default: false, head: { ref: head.ref, args, value: { type: 'var', name: 'input' }, assign: true }, body: [] }
    stubs.set(JSON.stringify(head.ref.map((term) => ('name' in term ? term.name : 'value' in term ? term.value : ''))), stub)
  }
  if (stubs.size === 0) return undefined
  return printModule({
    package: { path: [...root, ...module.package.path] },
    imports: [],
    rules: [...stubs.values()],
    comments: [],
    annotations: [],
    version: 'v1',
  })
}
