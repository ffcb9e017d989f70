import { sql } from 'drizzle-orm'
import type { Oid, RepoId, TenantId } from '../src/model/ids.ts'
import type { Database } from './connect.ts'

export interface Head {
  readonly tenant: TenantId
  readonly repo: RepoId
  readonly headSha: Oid
}

/** Lets one at a time work on a key, in the order in which they asked; within this process. */
class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const turn = before.then(work, work)
    this.#last.set(key, turn)
    const forget = (): unknown => this.#last.get(key) === turn && this.#last.delete(key)
    turn.then(forget, forget)
    return turn
  }
}

const turns = new WeakMap<Database, Turns>()

/**
 * Runs `work` while nobody else, in any process, does so for the same head commit. GitHub has one check run for each
 * name and commit, and pull requests may share a commit: without turns two could create the same run twice, or the
 * milder verdict could land last. On PostgreSQL this keeps a connection of its own while `work` runs, at most one a
 * head and process; PGlite has one process. Not to be nested.
 */
export function onHead<T>(database: Database, { tenant, repo, headSha }: Head, work: () => Promise<T>): Promise<T> {
  const name = `${tenant}/${repo}/${headSha}`
  const own = turns.get(database) ?? new Turns()
  turns.set(database, own)
  if (database.kind === 'pglite') return own.take(name, work)
  return own.take(name, () =>
    database.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 7168357))`)
      return work()
    }),
  )
}
