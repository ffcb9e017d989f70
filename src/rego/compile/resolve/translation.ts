import type { Builtin } from '../../builtins/builtin.ts'
import { RegoError } from '../../errors.ts'
import type { Location, Ref } from '../../syntax/ast.ts'
import type { Expr, Operator, Origin, Term, Variable, VarTerm, With } from '../ir.ts'
import type { Problems } from '../problems.ts'
import { operatorName } from './operator-name.ts'
import type { Scope } from './scope.ts'

export type Builtins = ReadonlyMap<string, Builtin>

/** A syntax tree that a program made may be deeper than any parser allows. */
const MAX_DEPTH = 1000

/** Where the translation of one rule or query stands. */
export interface Translation {
  readonly scope: Scope
  readonly problems: Problems
  readonly builtins: Builtins
  /** Unused variables are refused. */
  readonly strict: boolean
  /** Variables called `input` or `data` are refused. */
  readonly keepsRoots: boolean
  /** In a query, `==` has a value. */
  readonly isQuery: boolean
  /** The body that is being translated: nested calls become expressions of their own there. */
  out: Expr[]
  /** Of the expression that is being translated: what is taken out of it keeps them. */
  with: readonly With[]
  /** The expression or rule that is being translated. */
  origin: Origin | undefined
  depth: number
  /** Values for `rego.metadata.chain()` and `rego.metadata.rule()`. */
  readonly metadata: { readonly chain: () => Term; readonly rule: () => Term }
}

export function enter(t: Translation, location: Location | undefined): void {
  t.depth++
  if (t.depth > MAX_DEPTH) throw new RegoError('rego_compile_error', 'nested too deeply', location)
}

export function use(variable: Variable, location: Location | undefined): VarTerm {
  variable.uses++
  return { kind: 'var', variable, location }
}

/** Of an expression that is taken out of the one that is translated. */
export function made(t: Translation) {
  return { negated: false, with: t.with, generated: true, origin: t.origin }
}

/** A new variable that has the value of a term. */
export function lift(t: Translation, term: Term, location: Location | undefined): Variable {
  const variable = t.scope.fresh()
  t.out.push({ kind: 'unify', left: use(variable, location), right: term, checked: false, ...made(t), location })
  return variable
}

/** What is called: a rule of the policy, or a builtin. */
export function translateOperator(t: Translation, ref: Ref): Operator {
  const [head] = ref
  const name = operatorName(ref)
  if (head.type !== 'var' || name === undefined) return { kind: 'unknown', name: name ?? 'expression' }
  const rest = constantParts(ref)
  if (t.scope.declared(head.name) !== undefined) return { kind: 'unknown', name }
  const global = t.scope.global(head.name)
  if (global !== undefined) {
    return global.root === 'data' ? { kind: 'function', path: [...global.path, ...rest] } : { kind: 'unknown', name }
  }
  if (head.name === 'data') return { kind: 'function', path: rest }
  const builtin = t.builtins.get(name)
  return builtin === undefined ? { kind: 'unknown', name } : { kind: 'builtin', builtin }
}

function constantParts(ref: Ref): string[] {
  const parts: string[] = []
  for (const part of ref.slice(1)) if (part.type === 'string') parts.push(part.value)
  return parts
}
