import { fileURLToPath } from 'node:url'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { Client } from 'pg'
import type { Database } from './connect.ts'

const MIGRATIONS = { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) }
/** Any number will do, as long as everybody takes the same one: "maestro" in ASCII. */
const MIGRATION_LOCK = '30787860818063983'

/** Brings the schema up to date. Safe to run again, and from many processes at once: one migrates, the others wait. */
export async function migrate(database: Database): Promise<void> {
  if (database.client.kind === 'pglite') return migratePglite(overPglite(database.client.lite), MIGRATIONS)
  // A connection of its own: the lock belongs to a session, and waiting for it is no query that ought to time out.
  const client = new Client({ connectionString: database.client.url, application_name: 'maestro migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migratePg(overPg(client), MIGRATIONS)
  } finally {
    await client.end()
  }
}
