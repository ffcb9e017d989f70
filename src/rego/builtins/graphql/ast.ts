/** GraphQL documents as gqlparser, the library that OPA uses, has them. Positions are there for what was read from text. */

export interface Position {
  readonly line: number
  readonly column: number
}

interface Placed {
  readonly at?: Position | undefined
}

export interface QueryDocument {
  readonly operations: readonly Operation[]
  readonly fragments: readonly Fragment[]
}

export interface Operation extends Placed {
  readonly operation: string
  readonly name: string
  readonly variables: readonly VariableDefinition[]
  readonly directives: readonly Directive[]
  readonly selections: readonly Selection[]
}

export interface VariableDefinition extends Placed {
  readonly name: string
  readonly type: TypeRef
  readonly defaultValue?: Literal | undefined
  readonly directives: readonly Directive[]
}

export type Selection = Field | Spread | InlineFragment

export interface Field extends Placed {
  readonly kind: 'field'
  readonly alias: string
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly directives: readonly Directive[]
  readonly selections: readonly Selection[]
}

interface Spread extends Placed {
  readonly kind: 'spread'
  readonly name: string
  readonly directives: readonly Directive[]
}

interface InlineFragment extends Placed {
  readonly kind: 'inline'
  /** Empty where there is none. */
  readonly typeCondition: string
  readonly directives: readonly Directive[]
  readonly selections: readonly Selection[]
}

export interface Fragment extends Placed {
  readonly name: string
  readonly variables: readonly VariableDefinition[]
  readonly typeCondition: string
  readonly directives: readonly Directive[]
  readonly selections: readonly Selection[]
}

export interface Argument extends Placed {
  readonly name: string
  readonly value: Literal
}

export interface Directive extends Placed {
  readonly name: string
  readonly arguments: readonly Argument[]
}

/** gqlparser's numbers for the kinds of values. */
export const KIND = { variable: 0, int: 1, float: 2, string: 3, block: 4, boolean: 5, null: 6, enum: 7, list: 8, object: 9 } as const

export interface Literal extends Placed {
  readonly kind: number
  readonly raw: string
  /** Of lists and objects; in lists without names. */
  readonly children: readonly (Placed & { readonly name: string; readonly value: Literal })[]
}

/** A name, or a list of `elem`. */
export interface TypeRef extends Placed {
  readonly name: string
  readonly elem?: TypeRef | undefined
  readonly nonNull: boolean
}

export interface SchemaDocument {
  readonly schema: readonly SchemaDefinition[]
  readonly schemaExtensions: readonly SchemaDefinition[]
  readonly directives: readonly DirectiveDefinition[]
  readonly definitions: readonly Definition[]
  readonly extensions: readonly Definition[]
}

export interface SchemaDefinition extends Placed {
  readonly description: string
  readonly directives: readonly Directive[]
  readonly operationTypes: readonly (Placed & { readonly operation: string; readonly type: string })[]
}

export type DefinitionKind = 'SCALAR' | 'OBJECT' | 'INTERFACE' | 'UNION' | 'ENUM' | 'INPUT_OBJECT'

export interface Definition extends Placed {
  readonly kind: DefinitionKind
  readonly description: string
  readonly name: string
  readonly directives: readonly Directive[]
  readonly interfaces: readonly string[]
  readonly fields: readonly FieldDefinition[]
  /** Of a union. */
  readonly types: readonly string[]
  readonly enumValues: readonly EnumValue[]
  readonly builtIn: boolean
}

export interface ArgumentDefinition extends Placed {
  readonly description: string
  readonly name: string
  readonly defaultValue?: Literal | undefined
  readonly type: TypeRef
  readonly directives: readonly Directive[]
}

export interface FieldDefinition extends ArgumentDefinition {
  readonly arguments: readonly ArgumentDefinition[]
}

export interface EnumValue extends Placed {
  readonly description: string
  readonly name: string
  readonly directives: readonly Directive[]
}

export interface DirectiveDefinition extends Placed {
  readonly description: string
  readonly name: string
  readonly arguments: readonly ArgumentDefinition[]
  readonly locations: readonly string[]
  readonly repeatable: boolean
}

/** Documents are not nested deeper: whatever recurses over them stops here. */
export const MAX_DEPTH = 200

export function nameOfType(type: TypeRef): string {
  let inner = type
  while (inner.elem !== undefined) inner = inner.elem
  return inner.name
}

export function typeText(type: TypeRef): string {
  return `${type.elem === undefined ? type.name : `[${typeText(type.elem)}]`}${type.nonNull ? '!' : ''}`
}
