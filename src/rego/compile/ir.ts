import type { Builtin } from '../builtins/builtin.ts'
import type * as ast from '../syntax/ast.ts'
import type { Annotations, Location } from '../syntax/ast.ts'
import type { Value } from '../values/value.ts'

/*
 * What the compiler works on between the syntax and the closures: names are resolved, `:=`, `some`, nested calls and
 * template strings are gone, every expression is flat. Stages after `resolve` change it in place.
 */

/** A variable of one rule or query. Two that have the same name in different scopes are two. */
export class Variable {
  readonly name: string
  /** Made by the compiler, or `_`: no message names it. */
  readonly generated: boolean
  /** How often it occurs, beside where it was declared. */
  uses = 0
  /** Its place in the frame, once a plan binds it. */
  slot = -1
  constructor(name: string, generated: boolean) {
    this.name = name
    this.generated = generated
  }
}

interface Placed {
  readonly location: Location | undefined
}

export type Term = ConstTerm | VarTerm | RefTerm | ArrayTerm | ObjectTerm | SetTerm | ComprehensionTerm

export interface ConstTerm extends Placed {
  readonly kind: 'const'
  readonly value: Value
}
export interface VarTerm extends Placed {
  readonly kind: 'var'
  readonly variable: Variable
}
/** `input`, `data` or a variable, and what is looked up in it. */
export interface RefTerm extends Placed {
  readonly kind: 'ref'
  readonly head: 'input' | 'data' | Variable
  readonly path: readonly Term[]
}
interface ArrayTerm extends Placed {
  readonly kind: 'array'
  readonly items: readonly Term[]
}
interface ObjectTerm extends Placed {
  readonly kind: 'object'
  readonly entries: readonly (readonly [Term, Term])[]
}
interface SetTerm extends Placed {
  readonly kind: 'set'
  readonly items: readonly Term[]
}
export interface ComprehensionTerm extends Placed {
  readonly kind: 'comprehension'
  readonly of: 'array' | 'set' | 'object'
  /** Of an object only. */
  readonly key: Term | undefined
  readonly item: Term
  body: Body
  /** Made for a part of a template string or an operand of print: its variables must be bound outside. */
  readonly wraps: 'template' | 'print' | undefined
}

export type Operator =
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  /** The full path, without `data`. */
  | { readonly kind: 'function'; readonly path: readonly Value[] }
  | { readonly kind: 'unknown'; readonly name: string }

export type Origin = ast.Expr | ast.Rule

export type Body = Expr[]

export type Expr = {
  readonly negated: boolean
  readonly with: readonly With[]
  /** Made by the compiler. */
  readonly generated: boolean
  /** What it was written in: an expression, or the head of a rule. */
  readonly origin: Origin | undefined
  readonly location: Location | undefined
} & (
  | { readonly kind: 'term'; readonly term: Term }
  /** `checked`: written `==`, so that both sides must be bound elsewhere. */
  | { readonly kind: 'unify'; readonly left: Term; readonly right: Term; readonly checked: boolean }
  /** With one operand more than the operator takes, the last is what the result must be. */
  | { readonly kind: 'call'; readonly operator: Operator; readonly args: readonly Term[] }
  | { readonly kind: 'every'; readonly key: Variable | undefined; readonly value: Variable; readonly domain: Term; body: Body }
)

export interface With extends Placed {
  readonly target: WithTarget
  readonly value: Term
  /** What `value` names, where it may name a function. */
  readonly replacement: Operator | undefined
}
export type WithTarget =
  | { readonly kind: 'input'; readonly path: readonly Term[] }
  | { readonly kind: 'data'; readonly path: readonly Term[] }
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  | { readonly kind: 'unknown' }

export interface Rule {
  readonly module: ModuleInfo
  readonly location: Location | undefined
  readonly headLocation: Location | undefined
  readonly default: boolean
  /** From `data` on, without it: constants, then anything once a variable stands there. */
  readonly ref: readonly Term[]
  /** How many of `ref` are constants before the first variable. */
  readonly fixed: number
  readonly args: readonly Term[] | undefined
  /** Of `p contains key`. */
  readonly key: Term | undefined
  readonly value: Term
  body: Body
  readonly otherwise: Rule | undefined
  readonly annotations: readonly Annotations[]
}

export interface ModuleInfo {
  readonly name: string
  readonly package: readonly string[]
  readonly packageLocation: Location | undefined
  /** Deprecated builtins are refused. */
  readonly strict: boolean
  readonly rules: Rule[]
}

export const trueTerm: ConstTerm = { kind: 'const', value: true, location: undefined }

/** The path of a rule up to its first variable. */
export function fixedPath(rule: Rule): readonly Value[] {
  const path: Value[] = []
  for (let index = 0; index < rule.fixed; index++) {
    const part = rule.ref[index]
    if (part?.kind === 'const') path.push(part.value)
  }
  return path
}

/** A rule whose place has no variables and that has one value: `p := 1`, `p.q := 2`, functions. */
export function isComplete(rule: Rule): boolean {
  return rule.key === undefined && rule.fixed === rule.ref.length
}
