import type * as ast from '../../syntax/ast.ts'
import type { ComprehensionTerm, Expr, Term } from '../ir.ts'
import { translateBody } from './body.ts'
import { declaredNames } from './declared.ts'
import { translateTerm } from './terms.ts'
import { lift, type Translation, translateOperator, use } from './translation.ts'
import { translateWith } from './with.ts'

/** A body of its own: what it declares is known only there. */
export function inBody(t: Translation, names: ReadonlySet<string>, translate: () => void): Expr[] {
  const { out, with: outer } = t
  const body: Expr[] = []
  t.out = body
  t.with = []
  t.scope.hide(names)
  t.scope.open()
  translate()
  t.scope.close(t.strict)
  t.scope.unhide()
  t.out = out
  t.with = outer
  return body
}

export function translateComprehension(t: Translation, term: ast.ArrayComprehension | ast.SetComprehension | ast.ObjectComprehension): ComprehensionTerm {
  let key: Term | undefined
  let item: Term | undefined
  const body = inBody(t, declaredNames(term.body), () => {
    translateBody(t, term.body)
    if (term.type === 'object-comprehension') key = head(t, translateTerm(t, term.key))
    item = head(t, translateTerm(t, term.type === 'object-comprehension' ? term.value : term.term))
  })
  const of = term.type === 'array-comprehension' ? 'array' : term.type === 'set-comprehension' ? 'set' : 'object'
  return {
    kind: 'comprehension',
    of,
    key,
    item: item ?? { kind: 'const', value: null, location: term.location },
    body,
    wraps: undefined,
    location: term.location,
  }
}

/** A head that must be looked up is the last expression of its body. */
export function head(t: Translation, term: Term): Term {
  return needsBody(term) ? use(lift(t, term, term.location), term.location) : term
}

function needsBody(term: Term): boolean {
  switch (term.kind) {
    case 'const':
    case 'var':
      return false
    case 'ref':
    case 'comprehension':
      return true
    case 'array':
    case 'set':
      return term.items.some(needsBody)
    case 'object':
      return term.entries.some(([key, value]) => needsBody(key) || needsBody(value))
  }
}

/** `{x | x = expr}`, for what may be undefined without its surroundings being so. */
export function wrapped(t: Translation, expr: ast.Expr | ast.Term, wraps: 'template' | 'print'): ComprehensionTerm {
  const { location } = expr
  let item: Term = { kind: 'const', value: null, location }
  const body = inBody(t, new Set(), () => {
    if (!('kind' in expr)) {
      item = use(lift(t, translateTerm(t, expr), location), location)
      return
    }
    refuseRelation(t, expr)
    const modifiers = translateWith(t, expr)
    t.with = modifiers
    const term = templateTerm(t, expr)
    item = use(lift(t, term, location), location)
  })
  return { kind: 'comprehension', of: 'set', key: undefined, item, body, wraps, location }
}

function templateTerm(t: Translation, expr: ast.Expr): Term {
  if (expr.kind === 'term') return translateTerm(t, expr.term)
  if (expr.kind === 'call') return translateTerm(t, expr.call)
  t.problems.add('rego_compile_error', 'unexpected template-string expression type', expr.location)
  return { kind: 'const', value: null, location: expr.location }
}

function refuseRelation(t: Translation, expr: ast.Expr): void {
  if (expr.kind !== 'call') return
  const operator = translateOperator(t, expr.call.operator)
  if (operator.kind !== 'builtin' || operator.builtin.relation !== true) return
  t.problems.add('rego_compile_error', `illegal call to relation built-in '${operator.builtin.name}' that may cause multiple outputs`, expr.location)
}
