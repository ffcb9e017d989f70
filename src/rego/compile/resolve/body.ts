import type * as ast from '../../syntax/ast.ts'
import type { Expr, Term, With } from '../ir.ts'
import { inBody, wrapped } from './comprehensions.ts'
import { collectNames, declaredNames } from './declared.ts'
import { isRoot } from './globals.ts'
import { operatorName } from './operator-name.ts'
import { arrayOf, metadataOf, refTerm, translateTerm, translateTerms } from './terms.ts'
import { lift, type Translation, translateOperator, use } from './translation.ts'
import { translateWith } from './with.ts'

/** Adds the expressions of a body to `t.out`. */
export function translateBody(t: Translation, body: ast.Body): void {
  for (const expr of body) translateExpr(t, expr)
}

function translateExpr(t: Translation, expr: ast.Expr): void {
  if (expr.kind === 'some') {
    for (const name of expr.names) t.scope.declare(name.name, 'declared', expr.location)
    return
  }
  const outer = t.origin
  t.origin = expr
  const modifiers = translateWith(t, expr)
  t.with = modifiers
  switch (expr.kind) {
    case 'term':
      translateTermExpr(t, expr, expr.term, modifiers)
      break
    case 'call':
      translateCallExpr(t, expr, expr.call, modifiers)
      break
    case 'some-in':
      translateSomeIn(t, expr, modifiers)
      break
    case 'every':
      translateEvery(t, expr, modifiers)
      break
  }
  t.with = []
  t.origin = outer
}

function common(expr: ast.Expr, modifiers: readonly With[]) {
  return { negated: expr.negated, with: modifiers, generated: false, origin: expr, location: expr.location }
}

function translateTermExpr(t: Translation, expr: ast.Expr, term: ast.Term, modifiers: readonly With[]): void {
  if (term.type === 'call') {
    translateCallExpr(t, expr, term, modifiers)
    return
  }
  const translated = translateTerm(t, term)
  t.out.push({ kind: 'term', term: translated, ...common(expr, modifiers) })
}

function translateCallExpr(t: Translation, expr: ast.Expr, call: ast.CallTerm, modifiers: readonly With[]): void {
  const name = operatorName(call.operator)
  const [left, right] = call.args
  const binary = call.args.length === 2 && left !== undefined && right !== undefined && t.scope.declared(name ?? '') === undefined
  if (binary && name === 'assign') {
    translateAssignment(t, expr, left, right, modifiers)
    return
  }
  if (binary && (name === 'eq' || (name === 'equal' && !t.isQuery)) && t.scope.global(name) === undefined) {
    const [a, b] = translateTerms(t, [left, right])
    if (a !== undefined && b !== undefined) t.out.push({ kind: 'unify', left: a, right: b, checked: name === 'equal', ...common(expr, modifiers) })
    return
  }
  const operator = translateOperator(t, call.operator)
  const constant = metadataOf(t, operator)
  if (operator.kind === 'builtin' && operator.builtin.name === 'print') translatePrint(t, expr, call, modifiers)
  else if (constant !== undefined) translateMetadata(t, expr, constant, call.args, modifiers)
  else t.out.push({ kind: 'call', operator, args: translateTerms(t, call.args), ...common(expr, modifiers) })
}

function translateMetadata(t: Translation, expr: ast.Expr, constant: Term, args: readonly ast.Term[], modifiers: readonly With[]): void {
  const [output] = args
  if (output === undefined) t.out.push({ kind: 'term', term: constant, ...common(expr, modifiers) })
  else t.out.push({ kind: 'unify', left: translateTerm(t, output), right: constant, checked: false, ...common(expr, modifiers) })
}

function translateAssignment(t: Translation, expr: ast.Expr, left: ast.Term, right: ast.Term, modifiers: readonly With[]): void {
  if (expr.negated) {
    t.problems.add('rego_compile_error', 'cannot assign vars inside negated expression', expr.location)
    return
  }
  if (t.keepsRoots && left.type === 'var' && isRoot(left.name)) {
    t.problems.add('rego_compile_error', `variables must not shadow ${left.name} (use a different variable name)`, expr.location)
  }
  const value = translateTerm(t, right)
  const target = translateTarget(t, left)
  t.out.push({ kind: 'unify', left: target, right: value, checked: false, ...common(expr, modifiers) })
}

/** The left side of `:=`: every variable in it is new. */
function translateTarget(t: Translation, term: ast.Term): Term {
  const { location } = term
  switch (term.type) {
    case 'var':
      return use(t.scope.declare(term.name, 'assigned', location), location)
    case 'array':
      return arrayOf(
        term.items.map((item) => translateTarget(t, item)),
        location,
      )
    case 'object':
      return { kind: 'object', entries: term.entries.map(([key, value]) => [translateTerm(t, key), translateTarget(t, value)] as const), location }
    default:
      t.problems.add('rego_compile_error', `cannot assign to ${term.type.replace('-comprehension', 'comprehension')}`, location)
      return { kind: 'const', value: null, location }
  }
}

/** `some key, value in domain` is `value = domain[key]`, where variables that the domain has not are new. */
function translateSomeIn(t: Translation, expr: ast.Expr & { kind: 'some-in' }, modifiers: readonly With[]): void {
  const names = new Set<string>()
  collectPattern(expr.value, names)
  if (expr.key !== undefined) collectPattern(expr.key, names)
  const inDomain = new Set<string>()
  collectNames(expr.domain, inDomain)
  for (const name of [...names].sort()) if (!inDomain.has(name)) t.scope.declare(name, 'declared', expr.location)
  const value = translateTerm(t, expr.value)
  const key = expr.key === undefined ? use(t.scope.fresh(), expr.location) : translateTerm(t, expr.key)
  const domain = translateTerm(t, expr.domain)
  t.out.push({ kind: 'unify', left: value, right: refTerm(t, domain, [key], expr.domain.location), checked: false, ...common(expr, modifiers) })
}

/** The variables that a pattern binds: not those of keys of objects, of sets or of what must be looked up. */
function collectPattern(term: ast.Term, names: Set<string>): void {
  if (term.type === 'var') names.add(term.name)
  else if (term.type === 'array') for (const item of term.items) collectPattern(item, names)
  else if (term.type === 'object') for (const [, value] of term.entries) collectPattern(value, names)
}

function translateEvery(t: Translation, expr: ast.Expr & { kind: 'every' }, modifiers: readonly With[]): void {
  const locals = new Set<string>()
  if (expr.key !== undefined) collectNames(expr.key, locals)
  collectNames(expr.value, locals)
  t.scope.hide(locals)
  const translated = translateTerm(t, expr.domain)
  t.scope.unhide()
  const domain = use(lift(t, translated, expr.domain.location), expr.domain.location)
  const names = new Set([...locals, ...declaredNames(expr.body)])
  let key: ReturnType<typeof everyVariable> | undefined
  let value: ReturnType<typeof everyVariable> | undefined
  const body = inBody(t, names, () => {
    if (expr.key !== undefined) key = everyVariable(t, expr.key, expr.location)
    value = everyVariable(t, expr.value, expr.location)
    translateBody(t, expr.body)
  })
  t.out.push({ kind: 'every', key, value: value ?? t.scope.fresh(), domain, body, ...common(expr, modifiers) })
}

function everyVariable(t: Translation, term: ast.Term, location: ast.Location | undefined) {
  return t.scope.declare(term.type === 'var' ? term.name : '$every', 'declared', location)
}

function translatePrint(t: Translation, expr: ast.Expr, call: ast.CallTerm, modifiers: readonly With[]): void {
  const builtin = t.builtins.get('internal.print')
  if (builtin === undefined) return
  const operands = arrayOf(
    call.args.map((arg) => wrapped(t, arg, 'print')),
    call.location,
  )
  t.out.push({ kind: 'call', operator: { kind: 'builtin', builtin }, args: [operands], ...common(expr, modifiers) } satisfies Expr)
}
