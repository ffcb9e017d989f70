import { randomBytes } from 'node:crypto'
import { Client } from 'pg'

/** A database of its own on the PostgreSQL of TEST_DATABASE_URL (127.0.0.1:5432 unless given), dropped at the end. */
export async function freshPostgres(): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const name = `bench_${randomBytes(6).toString('hex')}`
  await ask(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, [Symbol.asyncDispose]: () => ask(server, `drop database ${name} with (force)`) }
}

async function ask(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
