import type { CodePoints } from './code-points.ts'

/** What a pattern of RE2 says, as far as `parse.ts` reads it. */
export type Pattern =
  | { readonly kind: 'empty' }
  | { readonly kind: 'char'; readonly set: CodePoints }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'capture'; readonly of: Pattern }
  | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly items: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number; readonly lazy: boolean }

export type Assertion = 'text-begin' | 'text-end' | 'line-begin' | 'line-end' | 'word-boundary'

/** Whether it can match the empty string. Assertions can. */
export function nullable(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'empty':
    case 'assert':
      return true
    case 'char':
      return false
    case 'capture':
      return nullable(pattern.of)
    case 'sequence':
      return pattern.items.every(nullable)
    case 'choice':
      return pattern.items.some(nullable)
    case 'repeat':
      return pattern.min === 0 || nullable(pattern.of)
  }
}

export function hasCapture(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'capture':
      return true
    case 'sequence':
    case 'choice':
      return pattern.items.some(hasCapture)
    case 'repeat':
      return hasCapture(pattern.of)
    default:
      return false
  }
}
