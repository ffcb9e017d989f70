import type * as ast from '../../syntax/ast.ts'
import type { Operator, Term, With, WithTarget } from '../ir.ts'
import { operatorName } from './operator-name.ts'
import { translateTerm } from './terms.ts'
import { lift, type Translation, translateOperator, use } from './translation.ts'

/** The values are looked up outside: they know nothing of what is replaced. */
export function translateWith(t: Translation, expr: ast.Expr): readonly With[] {
  if (expr.with.length === 0) return []
  const outer = t.with
  t.with = []
  const modifiers = expr.with.map((modifier) => translateModifier(t, modifier))
  t.with = outer
  return modifiers
}

function translateModifier(t: Translation, modifier: ast.With): With {
  const { location } = modifier
  const target = translateTarget(t, modifier.target)
  const replacement = target.kind === 'input' ? undefined : functionNamed(t, modifier.value)
  if (replacement !== undefined && mayBeFunction(target)) {
    const value: Term = replacement.kind === 'function' ? translateTerm(t, modifier.value) : { kind: 'const', value: null, location }
    return { target, value, replacement, location }
  }
  const value = translateTerm(t, modifier.value)
  return { target, value: plainValue(t, value), replacement: undefined, location }
}

function mayBeFunction(target: WithTarget): boolean {
  return target.kind === 'data' || target.kind === 'builtin'
}

/** References and comprehensions are looked up before. */
function plainValue(t: Translation, value: Term): Term {
  if (value.kind === 'const' || value.kind === 'var') return value
  return use(lift(t, value, value.location), value.location)
}

function translateTarget(t: Translation, target: ast.Term): WithTarget {
  const ref: ast.Ref | undefined = target.type === 'ref' ? target.ref : target.type === 'var' ? [target] : undefined
  const [head] = ref ?? []
  if (ref === undefined || head?.type !== 'var') return { kind: 'unknown' }
  if (head.name === 'input') return { kind: 'input', path: rest(t, ref) }
  const global = t.scope.global(head.name)
  if (global !== undefined) {
    const path = [...global.path.map((value): Term => ({ kind: 'const', value, location: target.location })), ...rest(t, ref)]
    return { kind: global.root, path }
  }
  if (head.name === 'data') return { kind: 'data', path: rest(t, ref) }
  const builtin = t.builtins.get(operatorName(ref) ?? '')
  return builtin === undefined ? { kind: 'unknown' } : { kind: 'builtin', builtin }
}

function rest(t: Translation, ref: ast.Ref): Term[] {
  return ref.slice(1).map((part) => translateTerm(t, part))
}

/** What a value names, where it may name a function: a builtin, or a path under `data`. */
function functionNamed(t: Translation, value: ast.Term): Operator | undefined {
  const ref: ast.Ref | undefined = value.type === 'ref' ? value.ref : value.type === 'var' ? [value] : undefined
  if (ref === undefined || operatorName(ref) === undefined) return undefined
  const [head] = ref
  if (head.type !== 'var' || t.scope.declared(head.name) !== undefined) return undefined
  const operator = translateOperator(t, ref)
  return operator.kind === 'unknown' ? undefined : operator
}
