/**
 * Types of values, as OPA writes them in capabilities: a builtin is declared with them, and the compiler checks calls by
 * them. Plain data; `typeJson` gives OPA's own JSON.
 */
export type Type =
  | { readonly type: 'null' | 'boolean' | 'number' | 'string' }
  /** `static`: the items in order, then any number of `dynamic`. */
  | { readonly type: 'array'; readonly static?: readonly Type[]; readonly dynamic?: Type }
  | {
      readonly type: 'object'
      readonly static?: readonly { readonly key: string; readonly value: Type }[]
      readonly dynamic?: { readonly key: Type; readonly value: Type }
    }
  | { readonly type: 'set'; readonly of: Type }
  /** Without `of`: anything. */
  | { readonly type: 'any'; readonly of?: readonly Type[] }

export interface FunctionType {
  readonly args: readonly Type[]
  readonly variadic?: Type
  /** Missing for one that gives nothing back (print). */
  readonly result?: Type
}

const nothing: Type = { type: 'null' }
const boolean: Type = { type: 'boolean' }
const number: Type = { type: 'number' }
const string: Type = { type: 'string' }
const any: Type = { type: 'any' }

export const T = {
  null: nothing,
  boolean,
  number,
  string,
  any,
  array: (dynamic: Type = any): Type => ({ type: 'array', dynamic }),
  tuple: (...items: readonly Type[]): Type => ({ type: 'array', static: items }),
  set: (of: Type = any): Type => ({ type: 'set', of }),
  object: (key: Type = any, value: Type = any): Type => ({ type: 'object', dynamic: { key, value } }),
  record: (fields: readonly (readonly [string, Type])[], rest?: { key: Type; value: Type }): Type => ({
    type: 'object',
    static: fields.map(([key, value]) => ({ key, value })),
    ...(rest === undefined ? {} : { dynamic: rest }),
  }),
  oneOf: (...of: readonly Type[]): Type => ({ type: 'any', of }),
} as const
