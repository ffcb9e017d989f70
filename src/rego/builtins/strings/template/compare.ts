import { compareStrings } from '../../../values/strings.ts'
import type { GoValue } from '../fmt/go-value.ts'
import { TemplateError } from './syntax.ts'

type Result = GoValue | undefined

/** Go's templates compare only what is of the same kind; a number of JSON is of the kind of strings. */
export function equalValues(a: Result, b: Result): boolean {
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b)
  if (a.go !== b.go) throw new TemplateError('incompatible types for comparison')
  if (a.go === 'slice' || a.go === 'map' || b.go === 'slice' || b.go === 'map') throw new TemplateError(`non-comparable type ${a.go}`)
  return a.value === b.value
}

function isNothing(value: Result): value is undefined | (GoValue & { readonly go: 'nil' }) {
  return value === undefined || value.go === 'nil'
}

export function compareValues(a: Result, b: Result): number {
  if (a?.go === 'string' && b?.go === 'string') return compareStrings(a.value, b.value)
  if (a?.go === 'int' && b?.go === 'int') return a.value < b.value ? -1 : a.value > b.value ? 1 : 0
  if (a?.go === 'float64' && b?.go === 'float64') return a.value - b.value
  const basic = new Set(['string', 'int', 'float64'])
  throw new TemplateError(basic.has(a?.go ?? '') && basic.has(b?.go ?? '') ? 'incompatible types for comparison' : 'invalid type for comparison')
}
