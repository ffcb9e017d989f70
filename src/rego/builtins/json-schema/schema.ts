import type { NumberValue, ObjectValue, Value } from '../../values/value.ts'
import type { Regex } from '../regex/compile.ts'

/** What is wrong with a schema, in the words of gojsonschema, the library that OPA uses. */
export class SchemaError extends Error {
  override name = 'SchemaError'
}

/** A schema that was read: only what it says is there. Filled while it is read, so that it may refer to itself. */
export interface Schema {
  /** `true` and `false` as schemas. */
  pass?: boolean
  ref?: Schema
  types?: readonly string[]
  properties?: ReadonlyMap<string, Schema>
  additionalProperties?: boolean | Schema
  patternProperties?: readonly (readonly [Regex, Schema])[]
  propertyNames?: Schema
  /** Names that must be there too, or a schema. */
  dependencies?: ReadonlyMap<string, readonly string[] | Schema>
  /** For all items, or for the first ones. */
  items?: Schema | readonly Schema[]
  additionalItems?: boolean | Schema
  contains?: Schema
  multipleOf?: NumberValue
  minimum?: NumberValue
  exclusiveMinimum?: NumberValue
  maximum?: NumberValue
  exclusiveMaximum?: NumberValue
  minLength?: number
  maxLength?: number
  pattern?: { readonly source: string; readonly regex: Regex }
  format?: string
  minProperties?: number
  maxProperties?: number
  required?: readonly string[]
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  /** As JSON, as are those of `enum`. */
  const?: string
  enum?: { readonly texts: ReadonlySet<string>; readonly all: string }
  oneOf?: readonly Schema[]
  anyOf?: readonly Schema[]
  allOf?: readonly Schema[]
  not?: Schema
  if?: Schema
  then?: Schema
  else?: Schema
}

/** Which words a schema may use: a number of the draft, or all of them together where `$schema` says nothing. */
export type Draft = 4 | 6 | 7 | 'hybrid'

export function isAtLeast(draft: Draft, least: 6 | 7): boolean {
  return draft === 'hybrid' || draft >= least
}

export function draftNamed(url: string): Draft {
  const number = /^https?:\/\/json-schema\.org\/draft-0([467])\/schema#?$/.exec(url)?.[1]
  return number === '4' ? 4 : number === '6' ? 6 : number === '7' ? 7 : 'hybrid'
}

/** Where a schema is read: its draft, and what its references are relative to. */
export interface Place {
  readonly draft: Draft
  readonly base: string
  readonly depth: number
}

/** Reads a part that is a schema itself. */
type ReadPart = (node: Value) => Schema

/** Reads one word of a schema. */
export type ReadKeyword = (value: Value, schema: Schema, context: KeywordContext) => void

export interface KeywordContext {
  readonly draft: Draft
  readonly node: ObjectValue
  readonly read: ReadPart
  readonly pattern: (source: string) => Regex
}
