import type { Body, Expr, Term } from '../../syntax/ast.ts'
import { operatorName } from './operator-name.ts'

/** The names that a body declares with `:=` and `some`, those of `every` bodies in it included, those of comprehensions not. */
export function declaredNames(body: Body): ReadonlySet<string> {
  const names = new Set<string>()
  collect(body, names)
  return names
}

function collect(body: Body, names: Set<string>): void {
  for (const expr of body) collectExpr(expr, names)
}

function collectExpr(expr: Expr, names: Set<string>): void {
  switch (expr.kind) {
    case 'call': {
      const [target] = expr.call.args
      if (target !== undefined && expr.call.args.length === 2 && operatorName(expr.call.operator) === 'assign') collectNames(target, names)
      return
    }
    case 'some':
      for (const variable of expr.names) names.add(variable.name)
      return
    case 'some-in':
      if (expr.key !== undefined) collectNames(expr.key, names)
      collectNames(expr.value, names)
      return
    case 'every':
      collect(expr.body, names)
      return
  }
}

/** All names in a term that is written where variables are bound. */
export function collectNames(term: Term, names: Set<string>): void {
  switch (term.type) {
    case 'var':
      names.add(term.name)
      return
    case 'ref':
      for (const part of term.ref) collectNames(part, names)
      return
    case 'array':
    case 'set':
      for (const item of term.items) collectNames(item, names)
      return
    case 'object':
      for (const [key, value] of term.entries) {
        collectNames(key, names)
        collectNames(value, names)
      }
      return
    case 'call':
      for (const arg of term.args) collectNames(arg, names)
      return
  }
}
