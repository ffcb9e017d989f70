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

/** Nothing stands in it. */
function isLeaf(term: Term): boolean {
  return term.kind === 'const' || term.kind === 'var'
}

/** Variables of a term outside of comprehensions. */
export function variablesIn(term: Term, found: Set<Variable>): void {
  if (term.kind === 'var') found.add(term.variable)
  else if (term.kind === 'ref' && typeof term.head !== 'string') found.add(term.head)
  if (!isLeaf(term)) termsIn(term, (inner) => variablesIn(inner, found))
}

/** Comprehensions of a term that stand in no other one. */
export function comprehensionsIn(term: Term, visit: (comprehension: ComprehensionTerm) => void): void {
  if (isLeaf(term)) return
  if (term.kind === 'comprehension') visit(term)
  else termsIn(term, (inner) => comprehensionsIn(inner, visit))
}

/** All expressions of a body, those of its comprehensions and `every` included. */
export function everyExpr(body: Body, visit: (expr: Expr) => void): void {
  for (const expr of body) {
    visit(expr)
    if (expr.kind === 'every') everyExpr(expr.body, visit)
    termsOf(expr, (term) => exprsInTerm(term, visit))
  }
}

function exprsInTerm(term: Term, visit: (expr: Expr) => void): void {
  if (isLeaf(term)) return
  comprehensionsIn(term, (comprehension) => {
    everyExpr(comprehension.body, visit)
    exprsInTerm(comprehension.item, visit)
    if (comprehension.key !== undefined) exprsInTerm(comprehension.key, visit)
  })
}

/** All terms, however deep. */
export function everyTerm(body: Body, visit: (term: Term) => void): void {
  everyExpr(body, (expr) => termsOf(expr, (term) => allTermsIn(term, visit)))
}

function allTermsIn(term: Term, visit: (term: Term) => void): void {
  visit(term)
  if (!isLeaf(term)) termsIn(term, (inner) => allTermsIn(inner, visit))
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
