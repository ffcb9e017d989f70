import { customType } from 'drizzle-orm/pg-core'
import { type Digest, digest, type Instant, instant, type Oid, oid, type RepoId, repoId, type TenantId, tenantId } from '../src/model/ids.ts'

/*
 * Column types that parse what the database gives into the model's own types, so no row is ever cast. The two
 * drivers differ (bigint is text in one, a number in the other); the difference ends here.
 */

type Wire = string | number

const tenantColumn = customType<{ data: TenantId; driverData: Wire }>({ dataType: () => 'bigint', fromDriver: (value) => tenantId(Number(value)) })
const repoColumn = customType<{ data: RepoId; driverData: Wire }>({ dataType: () => 'bigint', fromDriver: (value) => repoId(Number(value)) })

/** The installation: on every row, first in every key. */
export function tenant() {
  return tenantColumn('tenant').notNull()
}

export function repo() {
  return repoColumn('repo').notNull()
}

export const oidColumn = customType<{ data: Oid; driverData: string }>({ dataType: () => 'text', fromDriver: oid })
export const digestColumn = customType<{ data: Digest; driverData: string }>({ dataType: () => 'text', fromDriver: digest })
export const instantColumn = customType<{ data: Instant; driverData: string | Date }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: instant,
})
export const bytesColumn = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
})

/**
 * Text from outside. PostgreSQL refuses NUL in text, and one refused row would fail the whole statement it came
 * with; so NUL becomes U+FFFD. Not for what is hashed: canonical JSON has no raw NUL and goes into plain text.
 */
export const wordsColumn = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (value) => value.replaceAll('\0', '\uFFFD'),
})
