import type { Json } from '../model/json.ts'
import type { Phrase } from '../model/phrase.ts'

/** A value of a document with the lines it stands on, 1-based, the last one included. Keys are text; of a key given twice the first counts, in JSON the last. */
export type Located = { readonly line: number; readonly last: number } & Value
export type Value =
  | { readonly kind: 'scalar'; readonly value: null | string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Located[] }
  | { readonly kind: 'map'; readonly members: ReadonlyMap<string, Member> }

export interface Member {
  /** Where the key stands. */
  readonly line: number
  readonly node: Located
}

/** Something wrong in a file, at a line of it (1-based). Plain data, so that extractors can return it. */
export type Problem = { readonly line: number; readonly message: Phrase }

export const NOTHING = { kind: 'scalar', value: null } as const satisfies Value

/** True for a value that is not there: `null`, or a key with nothing behind it. */
export function isNothing(node: Located | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}

/** The same without lines. */
export function plainValue(node: Located): Json {
  if (node.kind === 'scalar') return typeof node.value === 'number' ? plainNumber(node.value) : node.value
  if (node.kind === 'list') return node.items.map(plainValue)
  return Object.fromEntries([...node.members].map(([key, { node: member }]) => [key, plainValue(member)]))
}

/** A whole number that JavaScript could not keep exactly is text: a rounded one would be another. */
function plainNumber(value: number): Json {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return String(value)
  return value === 0 ? 0 : value
}
