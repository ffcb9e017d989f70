import type { Source } from './source.ts'

/**
 * A value that may be out of reach. A replay has no labels: unknown is not empty, and a gate that needs the
 * value has to say what it does without it.
 */
export type Known<T> = { readonly known: true; readonly value: T; readonly source: Source } | { readonly known: false; readonly why: string }

export function known<T>(value: T, source: Source): Known<T> {
  return { known: true, value, source }
}

export function unknown(why: string): { readonly known: false; readonly why: string } {
  return { known: false, why }
}

/** The value when known, else `fallback`. Use it only where unknown and `fallback` really mean the same. */
export function valueOr<T>(maybe: Known<T>, fallback: T): T {
  return maybe.known ? maybe.value : fallback
}
