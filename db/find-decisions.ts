import { and, desc, eq, like, type SQL } from 'drizzle-orm'
import type { TenantId } from '../src/model/ids.ts'
import type { Queries } from './connect.ts'
import type { DecisionRow } from './decisions.ts'
import { decisions } from './schema.ts'

/** A decision as an operator names it: by id, or by the first hexadecimal digits of its digest. */
export type DecisionName = { readonly id: number } | { readonly digestStart: string }

/**
 * The decisions that a name can mean, newest first, at most `limit`; of one installation, or for an operator who
 * names none, of all.
 */
export function decisionsNamed(db: Queries, name: DecisionName, tenant?: TenantId, limit = 10): Promise<DecisionRow[]> {
  // Only hexadecimal digits, so nothing in it is a wildcard.
  const match: SQL = 'id' in name ? eq(decisions.id, name.id) : like(decisions.digest, `sha256:${name.digestStart.replaceAll(/[^0-9a-f]/g, '')}%`)
  return db
    .select()
    .from(decisions)
    .where(tenant === undefined ? match : and(eq(decisions.tenant, tenant), match))
    .orderBy(desc(decisions.id))
    .limit(limit)
}
