import type { Module, Term } from '../syntax/ast.ts'

/** Which keywords rule heads are written with: always those of v1 there, in v0 those that the module imports. */
export interface Style {
  readonly if: boolean
  readonly contains: boolean
  /** Heads of two parts are `p.q`, and not `p["q"]`: OPA writes them so only in modules with longer ones. */
  readonly dottedHeads: boolean
}

export const v1: Style = { if: true, contains: true, dottedHeads: true }

export function styleOf(module: Module): Style {
  const dottedHeads = module.rules.some(({ head }) => head.ref.length > 2 || (head.ref.length === 2 && head.key !== undefined))
  if (module.version === 'v1') return { if: true, contains: true, dottedHeads }
  const keywords = new Set(module.imports.flatMap(({ path }) => (isNamed(path.ref[0], 'future') ? [nameOf(path.ref[2]) ?? 'all'] : [])))
  return { if: keywords.has('if') || keywords.has('all'), contains: keywords.has('contains') || keywords.has('all'), dottedHeads }
}

function isNamed(term: Term, name: string): boolean {
  return term.type === 'var' && term.name === name
}

function nameOf(term: Term | undefined): string | undefined {
  return term?.type === 'string' ? term.value : undefined
}
