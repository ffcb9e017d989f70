import type { Module } from './ast.ts'
import { attachAnnotations } from './attach-annotations.ts'
import { decode } from './decode.ts'
import { parseStatements } from './module.ts'
import { cursorOver, type ParseOptions } from './options.ts'
import { throwProblems } from './problems.ts'

export type { ParseOptions } from './options.ts'
export { parseQuery, parseRef, parseTerm } from './parse-terms.ts'

/** A module, from its text or its bytes. Throws RegoErrors, each with a position, where it is none. */
export function parseModule(file: string, source: string | Uint8Array, options: ParseOptions = {}): Module {
  const p = cursorOver(file, typeof source === 'string' ? source : decode(file, source), options)
  const module = parseStatements(p)
  const annotated = options.annotations === false || p.problems.length > 0 ? module : attachAnnotations(module, p.problems)
  throwProblems(p.problems)
  return annotated
}
