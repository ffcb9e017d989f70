/**
 * The abstract syntax of Rego, as OPA's ast package has it: what a parser gives, a printer takes, a compiler reads and
 * tools may change. Plain, immutable data. Every node knows where it stands; nodes that a program made stand nowhere.
 */

/** A range of a module's text. `row` and `col` are 1-based, `col` in characters (code points); offsets are UTF-16 units. */
export interface Location {
  readonly file: string
  readonly row: number
  readonly col: number
  readonly start: number
  readonly end: number
  /** The row of the last character, where it is known: what the printer keeps lines apart by. */
  readonly endRow?: number
}

interface Node {
  readonly location?: Location
}

export interface Module extends Node {
  readonly package: Package
  readonly imports: readonly Import[]
  readonly rules: readonly Rule[]
  readonly comments: readonly Comment[]
  readonly annotations: readonly Annotations[]
  /** Which language the text was read as: `v0` without `import rego.v1`. */
  readonly version: 'v0' | 'v1'
}

export interface Package extends Node {
  /** Without the leading `data`: `["a", "b"]` for `package a.b`. */
  readonly path: readonly string[]
}

export interface Import extends Node {
  /** `data.a.b`, `input.x`, `rego.v1`, `future.keywords.in`. */
  readonly path: RefTerm
  readonly alias?: string
}

export interface Comment extends Node {
  /** Without the `#`. */
  readonly text: string
}

/** A `# METADATA` block. `custom` and everything else is what the YAML says. */
export interface Annotations extends Node {
  readonly scope: 'rule' | 'document' | 'package' | 'subpackages'
  readonly title?: string
  readonly description?: string
  readonly entrypoint?: boolean
  readonly organizations?: readonly string[]
  readonly relatedResources?: readonly { readonly ref: string; readonly description?: string }[]
  readonly authors?: readonly { readonly name?: string; readonly email?: string }[]
  readonly schemas?: readonly { readonly path: RefTerm; readonly schema?: RefTerm; readonly definition?: unknown }[]
  readonly custom?: Readonly<Record<string, unknown>>
}

/** A rule's `location` reaches to the end of its own body; each `else` has a location of its own after it. */
export interface Rule extends Node {
  readonly default: boolean
  readonly head: Head
  /** Empty where the text has none (`p := 1`, `p contains 2`, defaults); it means `true`. */
  readonly body: Body
  /** `else` and `else := v if { … }`, in order. Their heads have the name and arguments of the first. */
  readonly else?: Rule
  readonly annotations?: readonly Annotations[]
}

/**
 * - complete: `p`, `p := v`, `p.q[x] := v`: `ref` and `value`
 * - partial set: `p contains x`, `p.q contains x` (v0: `p[x]`): `ref` and `key`
 * - partial object: `p[x] := v` is a `ref` that ends in a variable or term, with `value`
 * - function: with `args`
 */
export interface Head extends Node {
  /** From the rule's name on, without `data` and the package: `p.q[x]`. The first term is a variable. */
  readonly ref: Ref
  readonly args?: readonly Term[]
  readonly key?: Term
  /** Missing where the text has none; it means `true`. */
  readonly value?: Term
  /** `:=` instead of `=`. */
  readonly assign: boolean
}

export type Body = readonly Expr[]

export type Expr = Node & {
  readonly with: readonly With[]
  readonly negated: boolean
} & (
    | { readonly kind: 'term'; readonly term: Term }
    /** A call of an operator or builtin by its name (`eq`, `assign`, `plus`, `count`), or of a rule by its reference. Infix or prefix as written. */
    | { readonly kind: 'call'; readonly call: CallTerm }
    /** `some x, y`. */
    | { readonly kind: 'some'; readonly names: readonly VarTerm[] }
    /** `some x in xs`, `some k, x in xs`. */
    | { readonly kind: 'some-in'; readonly key?: Term; readonly value: Term; readonly domain: Term }
    | { readonly kind: 'every'; readonly key?: Term; readonly value: Term; readonly domain: Term; readonly body: Body }
  )

export interface With extends Node {
  readonly target: Term
  readonly value: Term
}

export type Term =
  | NullTerm
  | BooleanTerm
  | NumberTerm
  | StringTerm
  | TemplateTerm
  | VarTerm
  | RefTerm
  | ArrayTerm
  | ObjectTerm
  | SetTerm
  | ArrayComprehension
  | SetComprehension
  | ObjectComprehension
  | CallTerm

export interface NullTerm extends Node {
  readonly type: 'null'
}
export interface BooleanTerm extends Node {
  readonly type: 'boolean'
  readonly value: boolean
}
export interface NumberTerm extends Node {
  readonly type: 'number'
  /** As written: no digit is lost. */
  readonly text: string
}
export interface StringTerm extends Node {
  readonly type: 'string'
  readonly value: string
  /** Written between back quotes. */
  readonly raw?: boolean
}
/** `$"a {x} b"`. */
export interface TemplateTerm extends Node {
  readonly type: 'template'
  readonly parts: readonly (string | Expr)[]
  readonly raw?: boolean
}
export interface VarTerm extends Node {
  readonly type: 'var'
  /** `_` is given a name of its own (`$0`, `$1`, …), which no text can write. */
  readonly name: string
}
/** A head (variable, call, comprehension, collection) with at least one operand. `a.b` and `a["b"]` are the same. */
export interface RefTerm extends Node {
  readonly type: 'ref'
  readonly ref: Ref
}
export type Ref = readonly [Term, ...Term[]]
export interface ArrayTerm extends Node {
  readonly type: 'array'
  readonly items: readonly Term[]
}
export interface ObjectTerm extends Node {
  readonly type: 'object'
  readonly entries: readonly (readonly [Term, Term])[]
}
export interface SetTerm extends Node {
  readonly type: 'set'
  readonly items: readonly Term[]
}
export interface ArrayComprehension extends Node {
  readonly type: 'array-comprehension'
  readonly term: Term
  readonly body: Body
}
export interface SetComprehension extends Node {
  readonly type: 'set-comprehension'
  readonly term: Term
  readonly body: Body
}
export interface ObjectComprehension extends Node {
  readonly type: 'object-comprehension'
  readonly key: Term
  readonly value: Term
  readonly body: Body
}
export interface CallTerm extends Node {
  readonly type: 'call'
  /** `[var "plus"]` for operators, `[var "json", "unmarshal"]` for dotted builtins, `data.a.f` or `f` for rules. */
  readonly operator: Ref
  readonly args: readonly Term[]
  /** How it was written, for the printer. */
  readonly infix?: boolean
}
