import type { Body, Expr, Operator, Origin, Term } from '../ir.ts'
import { planPattern } from './patterns.ts'
import type { CallSource, FunctionSource, Op, Pattern, Source } from './plan.ts'
import type { Planner } from './planner.ts'
import { planSource, settle, settlePath } from './sources.ts'
import { matchSource, planUnify } from './unify.ts'
import { planModifiers } from './with.ts'

/** Adds the operations of a body, whose expressions are in order. */
export function planBody(p: Planner, body: Body): void {
  let lastWith: Expr['with'] | undefined
  let origin: Origin | undefined
  for (const expr of body) {
    if (expr.origin !== undefined && expr.origin !== origin) watch(p, 'enter', expr.origin)
    origin = expr.origin
    if (expr.with.length === 0) planExpr(p, expr)
    else planWith(p, expr, lastWith === expr.with)
    lastWith = expr.with
    if (expr.origin !== undefined && !expr.generated) watch(p, 'exit', expr.origin)
  }
}

function watch(p: Planner, event: 'enter' | 'exit', origin: Origin): void {
  const node = p.context.watch?.(origin)
  if (node !== undefined) p.ops.push({ op: 'watch', event, node })
}

/** Expressions that were one share their replacements. */
function planWith(p: Planner, expr: Expr, sameAsBefore: boolean): void {
  const last = p.ops.at(-1)
  const modifiers = sameAsBefore && last?.op === 'with' ? last.modifiers : planModifiers(p, expr.with)
  const outer = p.ops
  const body: Op[] = []
  p.ops = body
  planExpr(p, expr)
  p.ops = outer
  if (sameAsBefore && last?.op === 'with') outer[outer.length - 1] = { ...last, body: [...last.body, ...body] }
  else outer.push({ op: 'with', modifiers, body })
}

function planExpr(p: Planner, expr: Expr): void {
  if (expr.negated) planNegated(p, expr)
  else if (expr.kind === 'term') planTest(p, planSource(p, expr.term))
  else if (expr.kind === 'unify') planUnify(p, expr.left, expr.right)
  else if (expr.kind === 'call') planCall(p, expr.operator, expr.args, expr)
  else planEvery(p, expr)
}

function planTest(p: Planner, source: Source): void {
  if (source.kind === 'const') {
    if (source.value === false) p.ops.push({ op: 'fail' })
    return
  }
  p.ops.push(source.kind === 'undefined' ? { op: 'fail' } : { op: 'test', source })
}

/** What must be looked up for it is looked up outside: where that is undefined, so is the negation. */
function planNegated(p: Planner, expr: Expr): void {
  const settled = settleNegated(p, expr)
  const inner = p.inner()
  planExpr(inner, settled)
  p.absorb(inner)
  p.ops.push({ op: 'not', body: inner.ops })
}

function settleNegated(p: Planner, expr: Expr): Expr {
  const positive = { negated: false, with: [], generated: expr.generated, origin: expr.origin, location: expr.location } as const
  switch (expr.kind) {
    case 'term':
      return { kind: 'term', term: settleOperand(p, expr.term), ...positive }
    case 'unify':
      return { kind: 'unify', left: settleOperand(p, expr.left), right: settleOperand(p, expr.right), checked: expr.checked, ...positive }
    case 'call':
      return { kind: 'call', operator: expr.operator, args: expr.args.map((arg) => settle(p, arg)), ...positive }
    case 'every':
      return { ...expr, ...positive }
  }
}

function settleOperand(p: Planner, term: Term): Term {
  if (term.kind === 'ref') return settlePath(p, term)
  return term.kind === 'comprehension' ? term : settle(p, term)
}

function planCall(p: Planner, operator: Operator, args: readonly Term[], expr: Expr): void {
  const takes = arityOf(p, operator)
  const operands = args.slice(0, takes).map((arg) => planSource(p, arg))
  const output = args[takes]
  const { location } = expr
  if (operator.kind === 'builtin') {
    const call: CallSource = { kind: 'call', builtin: operator.builtin, args: operands, location }
    if (operator.builtin.relation === true) p.ops.push({ op: 'relation', call, value: outputPattern(p, output) })
    else if (operator.builtin.type.result === undefined) p.ops.push({ op: 'effect', source: call })
    else finishCall(p, call, output)
    return
  }
  const set = operator.kind === 'function' ? p.context.tree.root.find(operator.path)?.set : undefined
  if (set === undefined) throw new Error('a function that is not known')
  const call: FunctionSource = { kind: 'function', set, args: operands, location }
  finishCall(p, call, output)
}

function finishCall(p: Planner, call: Source, output: Term | undefined): void {
  if (output === undefined) planTest(p, call)
  else matchSource(p, call, output)
}

function outputPattern(p: Planner, output: Term | undefined): Pattern {
  return output === undefined ? { kind: 'any' } : planPattern(p, output)
}

function arityOf(p: Planner, operator: Operator): number {
  if (operator.kind === 'builtin') return operator.builtin.type.args.length
  return operator.kind === 'function' ? (p.context.tree.root.find(operator.path)?.set?.arity ?? 0) : 0
}

function planEvery(p: Planner, expr: Expr & { kind: 'every' }): void {
  const source = planSource(p, expr.domain)
  const inner = p.inner()
  const key = expr.key === undefined || expr.key.uses === 0 ? undefined : inner.bind(expr.key)
  const value = expr.value.uses === 0 ? undefined : inner.bind(expr.value)
  planBody(inner, expr.body)
  p.absorb(inner)
  p.ops.push({ op: 'every', source, key, value, body: inner.ops })
}
