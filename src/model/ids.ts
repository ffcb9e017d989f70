/**
 * Names for things that live elsewhere. GitHub's numeric ids identify, because names change; a brand
 * keeps one kind of id from being handed in where another is due. Each brand is made in one place: its
 * parser below.
 */

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** The installation of the App: the tenant on every row. 0 is the local command line. */
export type TenantId = Branded<number, 'TenantId'>
/** GitHub's numeric repository id. 0 is a repository that GitHub does not know. */
export type RepoId = Branded<number, 'RepoId'>
/** A git object id: 40 (SHA-1) or 64 (SHA-256) lower-case hexadecimal digits. */
export type Oid = Branded<string, 'Oid'>
/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = Branded<string, 'Digest'>
/** UTC, ISO-8601, milliseconds: `2026-11-21T08:00:00.000Z`. Sorts as text. */
export type Instant = Branded<string, 'Instant'>

export class MalformedId extends Error {
  override name = 'MalformedId'
}

function wholeNumber(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new MalformedId(`${what} must be a whole number, not ${value}`)
  return value
}

export function tenantId(value: number): TenantId {
  return wholeNumber(value, 'an installation id') as TenantId
}

export function repoId(value: number): RepoId {
  return wholeNumber(value, 'a repository id') as RepoId
}

export function oid(value: string): Oid {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) throw new MalformedId(`not a git object id: ${JSON.stringify(value.slice(0, 80))}`)
  return value as Oid
}

export function digest(value: string): Digest {
  if (!/^sha256:[0-9a-f]{64}$/.test(value)) throw new MalformedId(`not a digest: ${JSON.stringify(value.slice(0, 80))}`)
  return value as Digest
}

/** Accepts a `Date` or text that `Date` reads; everything inside is normalised to UTC milliseconds. */
export function instant(value: Date | string | number): Instant {
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw new MalformedId(`not an instant: ${JSON.stringify(value)}`)
  return date.toISOString() as Instant
}

/** `at` moved by `ms` milliseconds (negative moves back). */
export function later(at: Instant, ms: number): Instant {
  return instant(Date.parse(at) + ms)
}
