import { LRUCache } from 'lru-cache'
import { type Input, SLACK } from '../../../db/inputs.ts'
import type { Digest, Instant, TenantId } from '../../model/ids.ts'

/**
 * Which inputs this process has seen kept for long enough, so that the thousands that a decision shares with the one
 * before are not even asked about. It may forget, and it never remembers more than the database promised.
 */
export interface KeptLately {
  /** Those of some inputs that have to be given to the database. */
  unsure(tenant: TenantId, inputs: readonly Input[], retentionMs: number, now: Instant): readonly Input[]
  /** To be called once the transaction that kept them is over. */
  note(tenant: TenantId, inputs: readonly Input[], retentionMs: number, now: Instant): void
}

export function keptLately(max = 100_000): KeptLately {
  const until = new LRUCache<string, number>({ max })
  const keyOf = (tenant: TenantId, digest: Digest): string => `${tenant} ${digest}`
  return {
    unsure(tenant, inputs, retentionMs, now) {
      if (retentionMs === 0) return inputs
      const enough = Date.parse(now) + retentionMs * (1 - SLACK)
      return inputs.filter(({ digest }) => (until.get(keyOf(tenant, digest)) ?? 0) < enough)
    },
    note(tenant, inputs, retentionMs, now) {
      if (retentionMs === 0) return
      for (const { digest } of inputs) until.set(keyOf(tenant, digest), Date.parse(now) + retentionMs)
    },
  }
}
