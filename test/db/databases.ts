import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import { describe } from 'vitest'
import { connect, type Database } from '../../db/connect.ts'
import { migrate } from '../../db/migrate.ts'

/** A database of one's own, migrated and empty. */
export interface Fresh extends AsyncDisposable {
  readonly database: Database
  /** Another set of connections to the same PostgreSQL database, as another process would have; on PGlite, the same again. */
  again(): Promise<Database>
}

/**
 * Runs a suite against PGlite always, and against PostgreSQL when TEST_DATABASE_URL is set. `open` gives a fresh
 * database each time: `await using fresh = await open()`.
 */
export function eachDatabase(suite: (name: 'pglite' | 'postgres', open: () => Promise<Fresh>) => void): void {
  describe('on PGlite', () => suite('pglite', openPglite))
  const url = process.env['TEST_DATABASE_URL']
  describe.skipIf(url === undefined)('on PostgreSQL', () => suite('postgres', () => openPostgres(url ?? '')))
}

let template: Promise<Blob> | undefined

/** Migrating takes seconds in PGlite; a copy of a migrated one takes a quarter of one. */
async function migratedTemplate(): Promise<Blob> {
  const database = await connect({ dataDir: ':memory:' })
  await migrate(database)
  if (!(database.client.kind === 'pglite' && database.client.lite instanceof PGlite)) throw new Error('expected PGlite')
  const dump = await database.client.lite.dumpDataDir('none')
  await database.close()
  return dump
}

async function openPglite(): Promise<Fresh> {
  template ??= migratedTemplate()
  const database = await connect({ dataDir: ':memory:', template: await template })
  return { database, again: () => Promise.resolve(database), [Symbol.asyncDispose]: () => database.close() }
}

/** An empty database of its own on a server; `remove` throws out who still uses it. */
export async function ownPostgres(server: string): Promise<{ readonly url: string; remove(): Promise<void> }> {
  const name = `maestro_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name}`)
  const own = new URL(server)
  own.pathname = `/${name}`
  return { url: own.href, remove: () => administer(server, `drop database ${name} with (force)`) }
}

async function openPostgres(url: string): Promise<Fresh> {
  const own = await ownPostgres(url)
  const opened: Database[] = []
  async function again(): Promise<Database> {
    const database = await connect({ databaseUrl: own.url, poolSize: 16 })
    opened.push(database)
    return database
  }
  const database = await again()
  await migrate(database)
  return {
    database,
    again,
    async [Symbol.asyncDispose]() {
      await Promise.all(opened.map((each) => each.close()))
      await own.remove()
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
