/** A value as Go's fmt and text/template see it. */
export type GoValue =
  | { readonly go: 'int'; readonly value: bigint }
  | { readonly go: 'big.Int'; readonly value: bigint }
  | { readonly go: 'float64'; readonly value: number }
  /** `json.Number` is a string to Go. */
  | { readonly go: 'string'; readonly value: string; readonly type?: 'json.Number' }
  | { readonly go: 'bool'; readonly value: boolean }
  | { readonly go: 'nil' }
  | { readonly go: 'slice'; readonly items: readonly GoValue[] }
  | { readonly go: 'map'; readonly entries: ReadonlyMap<string, GoValue> }

/** The name of its type, as `%T` prints it. */
export function goTypeName(value: GoValue): string {
  switch (value.go) {
    case 'string':
      return value.type ?? 'string'
    case 'big.Int':
      return '*big.Int'
    case 'nil':
      return '<nil>'
    case 'slice':
      return '[]interface {}'
    case 'map':
      return 'map[string]interface {}'
    default:
      return value.go
  }
}
