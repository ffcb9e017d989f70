import type { Body, ComprehensionTerm, Expr, Rule, Term, Variable } from './ir.ts'

/** Every term of an expression that stands in no other term of it. */
export function termsOf(expr: Expr, visit: (term: Term) => void): void {
  switch (expr.kind) {
    case 'term':
      visit(expr.term)
      break
    case 'unify':
      visit(expr.left)
      visit(expr.right)
      break
    case 'call':
      for (const arg of expr.args) visit(arg)
      break
    case 'every':
      visit(expr.domain)
      break
  }
  for (const modifier of expr.with) {
    if (modifier.target.kind === 'input' || modifier.target.kind === 'data') for (const part of modifier.target.path) visit(part)
    visit(modifier.value)
  }
}

/** Terms inside a term, but for the bodies of comprehensions. */
export function termsIn(term: Term, visit: (term: Term) => void): void {
  switch (term.kind) {
    case 'ref':
      for (const part of term.path) visit(part)
      break
    case 'array':
    case 'set':
      for (const item of term.items) visit(item)
      break
    case 'object':
      for (const [key, value] of term.entries) {
        visit(key)
        visit(value)
      }
      break
  }
}

/* Bodies are walked again and again: what is called for every term makes no closures. */

/** Variables of a term outside of comprehensions. */
export function variablesIn(term: Term, found: Set<Variable>): void {
  switch (term.kind) {
    case 'var':
      found.add(term.variable)
      break
    case 'ref':
      if (typeof term.head !== 'string') found.add(term.head)
      for (const part of term.path) variablesIn(part, found)
      break
    case 'array':
    case 'set':
      for (const item of term.items) variablesIn(item, found)
      break
    case 'object':
      for (const [key, value] of term.entries) {
        variablesIn(key, found)
        variablesIn(value, found)
      }
      break
  }
}

/** Comprehensions of a term that stand in no other one. */
export function comprehensionsIn(term: Term, visit: (comprehension: ComprehensionTerm) => void): void {
  switch (term.kind) {
    case 'comprehension':
      visit(term)
      break
    case 'ref':
      for (const part of term.path) comprehensionsIn(part, visit)
      break
    case 'array':
    case 'set':
      for (const item of term.items) comprehensionsIn(item, visit)
      break
    case 'object':
      for (const [key, value] of term.entries) {
        comprehensionsIn(key, visit)
        comprehensionsIn(value, visit)
      }
      break
  }
}

/** All expressions of a body, those of its comprehensions and `every` included. */
export function everyExpr(body: Body, visit: (expr: Expr) => void): void {
  const inside = (comprehension: ComprehensionTerm): void => {
    everyExpr(comprehension.body, visit)
    comprehensionsIn(comprehension.item, inside)
    if (comprehension.key !== undefined) comprehensionsIn(comprehension.key, inside)
  }
  const inTerm = (term: Term): void => comprehensionsIn(term, inside)
  for (const expr of body) {
    visit(expr)
    if (expr.kind === 'every') everyExpr(expr.body, visit)
    termsOf(expr, inTerm)
  }
}

/** All terms, however deep. */
export function everyTerm(body: Body, visit: (term: Term) => void): void {
  const inTerm = (term: Term): void => {
    visit(term)
    termsIn(term, inTerm)
  }
  everyExpr(body, (expr) => termsOf(expr, inTerm))
}

/** A rule and its `else`s, in order. */
export function branchesOf(rule: Rule): Rule[] {
  const branches: Rule[] = []
  for (let branch: Rule | undefined = rule; branch !== undefined; branch = branch.otherwise) branches.push(branch)
  return branches
}

export function headTerms(rule: Rule): Term[] {
  return [...rule.ref.slice(rule.fixed), ...(rule.args ?? []), ...(rule.key === undefined ? [] : [rule.key]), rule.value]
}
