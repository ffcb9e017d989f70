import type { Builtin } from '../../builtins/builtin.ts'
import type { Location } from '../../syntax/ast.ts'
import type { Value } from '../../values/value.ts'
import type { RuleSet, TreeNode } from '../rule-tree.ts'

/*
 * A plan says how a body is evaluated: which places of the frame hold which variables, what is looked up where, what
 * loops. A source has one value or none; an operation has any number of continuations.
 */

export type Source =
  | ConstSource
  | SlotSource
  | { readonly kind: 'undefined' }
  | { readonly kind: 'input' }
  | DocumentSource
  /** A package: what its rules and the data make together. */
  | { readonly kind: 'extent'; readonly node: TreeNode }
  | LookupSource
  /** Something under `data` that is known only at run time, or that `with` may replace. */
  | { readonly kind: 'tree'; readonly path: readonly Source[] }
  | ArraySource
  | SetSource
  | ObjectSource
  | ComprehensionSource
  | CallSource
  | FunctionSource
  | GivenSource

interface ConstSource {
  readonly kind: 'const'
  readonly value: Value
}
export interface SlotSource {
  readonly kind: 'slot'
  readonly slot: number
}
interface DocumentSource {
  readonly kind: 'document'
  readonly set: RuleSet
}
export interface LookupSource {
  readonly kind: 'lookup'
  readonly of: Source
  readonly path: readonly Source[]
  /** In the data: numbers, booleans and null are the text of a key there. */
  readonly inData: boolean
}
interface ArraySource {
  readonly kind: 'array'
  readonly items: readonly Source[]
}
interface SetSource {
  readonly kind: 'set'
  readonly items: readonly Source[]
}
interface ObjectSource {
  readonly kind: 'object'
  readonly entries: readonly (readonly [Source, Source])[]
}
export interface ComprehensionSource {
  readonly kind: 'comprehension'
  readonly of: 'array' | 'set' | 'object'
  readonly key: Source | undefined
  readonly item: Source
  readonly body: readonly Op[]
  /** Places of variables that are bound around it and read in it. */
  readonly captures: readonly number[]
  readonly location: Location | undefined
}
export interface CallSource {
  readonly kind: 'call'
  readonly builtin: Builtin
  readonly args: readonly Source[]
  readonly location: Location | undefined
}
export interface FunctionSource {
  readonly kind: 'function'
  readonly set: RuleSet
  readonly args: readonly Source[]
  readonly location: Location | undefined
}

/** What whoever goes through a set knows of the items it wants; the same all through that. */
export interface GivenSource {
  readonly kind: 'given'
  readonly value: () => Value | undefined
}

/** What a value must look like. Parts are compared from left to right. */
export type Pattern =
  | { readonly kind: 'any' }
  | { readonly kind: 'bind'; readonly slot: number }
  | { readonly kind: 'is'; readonly source: Source }
  | { readonly kind: 'array'; readonly items: readonly Pattern[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [Source, Pattern])[] }

export const anything: Pattern = { kind: 'any' }

export type Op =
  | BindOp
  | { readonly op: 'test'; readonly source: Source }
  | EqualOp
  | { readonly op: 'match'; readonly pattern: Pattern; readonly source: Source }
  /** Called for what it does. */
  | { readonly op: 'effect'; readonly source: CallSource }
  | { readonly op: 'fail' }
  | ScanOp
  | TreeScanOp
  | { readonly op: 'relation'; readonly call: CallSource; readonly value: Pattern }
  | { readonly op: 'not'; readonly body: readonly Op[] }
  | { readonly op: 'every'; readonly source: Source; readonly key: number | undefined; readonly value: number | undefined; readonly body: readonly Op[] }
  | WithOp
  /** Marks where something begins or holds: only in plans that are watched. */
  | { readonly op: 'watch'; readonly event: 'body' | 'enter' | 'exit' | 'yield'; readonly node: number }

interface BindOp {
  readonly op: 'bind'
  readonly slot: number
  readonly source: Source
}
export interface EqualOp {
  readonly op: 'equal'
  readonly left: Source
  readonly right: Source
}
export interface ScanOp {
  readonly op: 'scan'
  readonly source: Source
  readonly key: Pattern
  readonly value: Pattern
}
/** A reference into `data` with parts that are not known, where rules may be. */
interface TreeScanOp {
  readonly op: 'tree-scan'
  readonly path: readonly Pattern[]
  readonly value: Pattern
}
export interface WithOp {
  readonly op: 'with'
  readonly modifiers: readonly Modifier[]
  readonly body: readonly Op[]
}

export interface Modifier {
  readonly target: ModifierTarget
  readonly value: Source
  /** Instead of a value. */
  readonly replacement: Replacement | undefined
}
export type ModifierTarget =
  | { readonly kind: 'input' | 'data'; readonly path: readonly string[] }
  | { readonly kind: 'function'; readonly set: RuleSet }
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
export type Replacement = { readonly kind: 'function'; readonly set: RuleSet } | { readonly kind: 'builtin'; readonly builtin: Builtin }
