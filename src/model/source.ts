import type { Oid } from './ids.ts'
import type { Path } from './path.ts'

/** Where a value came from, precise enough for an auditor to fetch it again. */
export type Source =
  | { readonly kind: 'git'; readonly commit: Oid; readonly path?: Path; readonly line?: number }
  | { readonly kind: 'github'; readonly what: string }
  | { readonly kind: 'settings'; readonly pointer: string }
  | { readonly kind: 'computed'; readonly by: string }
  | { readonly kind: 'given'; readonly by: string }
