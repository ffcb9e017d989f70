import type { Body, Expr, Module, Ref, Rule, Term } from '../syntax/ast.ts'
import { writeBlock, writeInline } from './bodies.ts'
import { writeExpr } from './literals.ts'
import { writeModule } from './modules.ts'
import { writeRule } from './rules.ts'
import { v1 } from './style.ts'
import { writeRef, writeTerm } from './terms.ts'
import { Writer } from './writer.ts'

/**
 * A module as text, laid out as `opa fmt` does: tabs, sorted imports, one empty line between rules, lists over several
 * lines where they were, comments where they stood. What is parsed from it is the same module; what is printed from
 * that is the same text. Throws a RegoError where the syntax is too deep.
 */
export function printModule(module: Module): string {
  const w = new Writer(module.comments)
  writeModule(w, module)
  return w.finish()
}

/** Expressions, each on a line. `inline`: all on one line, with semicolons. */
export function printBody(body: Body, options: { readonly inline?: boolean } = {}): string {
  const w = new Writer()
  if (options.inline) writeInline(w, body)
  else {
    w.level = -1
    writeBlock(w, body, 0)
  }
  return w.finish()
}

export function printRule(rule: Rule): string {
  const w = new Writer()
  writeRule(w, rule, v1)
  return w.finish()
}

export function printExpr(expr: Expr): string {
  const w = new Writer()
  writeExpr(w, expr)
  return w.finish()
}

export function printTerm(term: Term): string {
  const w = new Writer()
  writeTerm(w, term, 'free')
  return w.finish()
}

export function printRef(ref: Ref): string {
  const w = new Writer()
  writeRef(w, ref)
  return w.finish()
}
