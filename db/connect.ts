import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle as overPg } from 'drizzle-orm/node-postgres'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as overPglite } from 'drizzle-orm/pglite'
import { Pool } from 'pg'
import type { Instant } from '../src/model/ids.ts'
import { lockFolder } from './folder-lock.ts'
import * as schema from './schema.ts'

/** Drizzle over either driver. Queries outside a transaction go here. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>
/** A transaction on either driver. Inside one, use nothing but it: on PGlite a query beside it waits forever. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
/** For queries that are right both inside and outside a transaction. */
export type Queries = Db | Tx

export interface Database {
  readonly kind: 'postgres' | 'pglite'
  readonly db: Db
  transaction<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** What lies below, for queue.ts and migrate.ts. */
  readonly client: { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'pglite'; readonly lite: PGlite }
  close(): Promise<void>
}

export interface ConnectOptions {
  /** A PostgreSQL connection string. Without one, PGlite in `dataDir`. */
  readonly databaseUrl?: string | undefined
  /** A folder for PGlite, made when missing; `:memory:` for none. `./data` by default. */
  readonly dataDir?: string | undefined
  /** What `PGlite.dumpDataDir` gave: an in-memory database starts as a copy of it. */
  readonly template?: Blob | undefined
  /** Connections at most; 10 by default. PostgreSQL only. */
  readonly poolSize?: number | undefined
  readonly applicationName?: string | undefined
  /** Told of connections that broke while idle; the pool replaces them by itself. */
  readonly onLost?: ((error: Error) => void) | undefined
}

/** Opens the database. Raises DataFolderInUse when another process has the PGlite folder. Run `migrate` before anything else. */
export function connect(options: ConnectOptions = {}): Promise<Database> {
  return options.databaseUrl === undefined ? connectPglite(options) : connectPostgres(options.databaseUrl, options)
}

async function connectPostgres(url: string, options: ConnectOptions): Promise<Database> {
  const pool = new Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    application_name: options.applicationName ?? 'maestro',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  })
  // Without a listener, a connection that breaks while idle ends the process.
  pool.on('error', (error) => options.onLost?.(error))
  const db: Db = overPg(pool, { schema })
  try {
    await db.execute(sql`select 1`)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { kind: 'postgres', db, transaction: (fn) => db.transaction(fn), client: { kind: 'postgres', url }, close: () => pool.end() }
}

async function connectPglite(options: ConnectOptions): Promise<Database> {
  const folder = options.dataDir ?? './data'
  const inMemory = folder === ':memory:'
  if (!inMemory) await mkdir(folder, { recursive: true })
  const unlock = inMemory ? () => {} : lockFolder(folder)
  try {
    const lite = await PGlite.create({
      ...(inMemory ? {} : { dataDir: join(folder, 'pglite') }),
      ...(inMemory && options.template !== undefined ? { loadDataDir: options.template } : {}),
    })
    const db: Db = overPglite(lite, { schema })
    return {
      kind: 'pglite',
      db,
      transaction: (fn) => db.transaction(fn),
      client: { kind: 'pglite', lite },
      close: async () => {
        await lite.close()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The instant that a query goes by: the one given, else the database's own clock, which all processes share. */
export function at(now: Instant | undefined): SQL<Instant> {
  return now === undefined ? sql<Instant>`clock_timestamp()` : sql<Instant>`${now}::timestamptz`
}
