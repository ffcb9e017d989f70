import type { GoValue } from '../fmt/go-value.ts'

/** What Go's templates take for true: nothing empty, zero or missing. A number of JSON is a string to Go, and never empty. */
export function isTrue(value: GoValue | undefined): boolean {
  if (value === undefined) return false
  switch (value.go) {
    case 'nil':
      return false
    case 'bool':
      return value.value
    case 'string':
      return value.value !== ''
    case 'slice':
      return value.items.length > 0
    case 'map':
      return value.entries.size > 0
    case 'float64':
      return value.value !== 0
    default:
      return value.value !== 0n
  }
}
