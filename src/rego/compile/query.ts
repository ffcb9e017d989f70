import type * as ast from '../syntax/ast.ts'
import type { Analysis } from './analysis.ts'
import { refuseDeprecatedIn } from './check/deprecated.ts'
import { refuseInBody } from './check/functions.ts'
import { orderSafely, refuseUndeclared } from './check/safety.ts'
import { refuseTargetsIn } from './check/with.ts'
import type { Body, Expr, Variable } from './ir.ts'
import type { Arity } from './order/outputs.ts'
import { Problems } from './problems.ts'
import { translateBody } from './resolve/body.ts'
import { queryTranslation } from './resolve/modules.ts'
import { operatorName } from './resolve/operator-name.ts'
import { type Translation, use } from './resolve/translation.ts'
import { type Targets, withTargetsOf } from './targets.ts'

/** A query whose names are resolved and whose expressions are in order. */
export interface AnalyzedQuery {
  readonly body: Body
  /** Its variables, by name. */
  readonly variables: ReadonlyMap<string, Variable>
  /** One for each expression as it was written. */
  readonly expressions: readonly QueryExpression[]
  readonly targets: Targets
}

interface QueryExpression {
  /** Has the value of the expression; undefined where that is always true. */
  readonly value: Variable | undefined
  readonly location: ast.Location | undefined
}

export function analyzeQuery(analysis: Analysis, query: ast.Body): AnalyzedQuery {
  const problems = new Problems()
  const t = queryTranslation(analysis.builtins, analysis.strict, problems)
  if (query.length === 0) problems.add('rego_compile_error', 'empty query cannot be compiled', undefined)
  const filters = query.length > 1 || query.some(hasIteration)
  const expressions: QueryExpression[] = []
  for (const expr of query) {
    translateBody(t, [expr])
    if (expr.kind === 'some') continue
    const value = capture(t, expr, filters, analysis.arity)
    expressions.push({ value, location: expr.location })
  }
  t.scope.complain(analysis.strict)
  problems.settle()
  refuseTargetsIn(t.out, analysis.tree, problems)
  refuseUndeclared(t.out, new Set(), analysis.arity, problems)
  problems.settle()
  refuseInBody(t.out, analysis.arity, problems)
  problems.settle()
  const body = orderSafely(t.out, new Set(), analysis.arity, problems)
  problems.settle()
  analysis.types.checkQuery(body, problems)
  problems.settle()
  if (analysis.strict) refuseDeprecatedIn(body, problems)
  problems.settle()
  const variables = t.scope.outermost()
  // Its caller reads them.
  for (const variable of variables.values()) variable.uses++
  return { body, variables, expressions, targets: withTargetsOf(analysis.targets, body, analysis.tree) }
}

/** The value of an expression that has one: it need not be true where it is all there is to a query. */
function capture(t: Translation, expr: ast.Expr, filters: boolean, arity: Arity): Variable | undefined {
  if (expr.negated || expr.kind === 'every' || expr.kind === 'some-in') return undefined
  const last = t.out.at(-1)
  if (last === undefined) return undefined
  const value = t.scope.fresh()
  const captured = withValue(last, expr, value, arity)
  if (captured === undefined) return undefined
  t.out[t.out.length - 1] = captured
  const { location } = expr
  if (filters) t.out.push({ kind: 'term', term: use(value, location), negated: false, with: [], generated: true, origin: expr, location })
  value.uses++
  return value
}

function withValue(last: Expr, expr: ast.Expr, value: Variable, arity: Arity): Expr | undefined {
  const { location } = expr
  if (last.kind === 'term') {
    const { term, negated, generated } = last
    return { kind: 'unify', left: term, right: use(value, location), checked: false, negated, with: last.with, generated, origin: expr, location }
  }
  if (last.kind !== 'call' || arity(last.operator) !== last.args.length) return undefined
  if (last.operator.kind === 'builtin' && last.operator.builtin.type.result === undefined) return undefined
  return { ...last, args: [...last.args, use(value, location)] }
}

/** Whether a reference may have several values, or a builtin several results. */
function hasIteration(expr: ast.Expr): boolean {
  switch (expr.kind) {
    case 'term':
      return iterates(expr.term)
    case 'call':
      return iterates(expr.call)
    default:
      return expr.kind !== 'some'
  }
}

function iterates(term: ast.Term): boolean {
  switch (term.type) {
    case 'ref':
      return term.ref.some((part, index) => (index > 0 && part.type === 'var') || iterates(part))
    case 'array':
    case 'set':
      return term.items.some(iterates)
    case 'object':
      return term.entries.some(([key, value]) => iterates(key) || iterates(value))
    case 'call':
      return operatorName(term.operator) === 'walk' || term.args.some(iterates)
    default:
      return false
  }
}
