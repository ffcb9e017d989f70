import { type ChildProcess, fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { pino } from 'pino'
import { connect } from '../db/connect.ts'
import { drainInbox } from '../db/drain.ts'
import { migrate } from '../db/migrate.ts'
import { openQueue } from '../db/queue.ts'
import { startMaestro } from '../src/assemble.ts'
import { intake } from '../src/conductor/intake.ts'
import { readEnvironment } from '../src/environment.ts'
import { freshPostgres } from './fresh-postgres.ts'
import type { Figure } from './table.ts'
import type { Load, Loaded } from './webhook-load.ts'

const SECRET = 'bench'
const WARM_UP: Load = { seconds: 2, rate: undefined, inFlight: 64 }
const FLAT_OUT: Load = { seconds: 8, rate: undefined, inFlight: 64 }
const PACED: Load = { seconds: 8, rate: 500, inFlight: 64 }

/** Signed deliveries of 20 KB to a durable acknowledgement, with the load generator on the same two cores. */
export async function webhookFigures(): Promise<Figure[]> {
  await using postgres = await freshPostgres()
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const environment = readEnvironment({ APP_ID: '1', PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET, DATABASE_URL: postgres.url, HOST: '127.0.0.1' })
  const maestro = await startMaestro({ ...environment, port: 0, credentials: environment.credentials! }, { web: true, worker: false }, pino({ level: 'error' }))
  const generator = fork(new URL('./webhook-load.ts', import.meta.url), {
    env: { ...process.env, LOAD_URL: `http://127.0.0.1:${maestro.port}/api/github/webhooks`, LOAD_SECRET: SECRET },
  })
  try {
    await load(generator, WARM_UP)
    const flat = await load(generator, FLAT_OUT)
    const paced = await load(generator, PACED)
    return [
      {
        what: 'signed 20 KB deliveries acknowledged a second, PostgreSQL',
        measured: `${Math.round(flat.accepted / flat.seconds)}/s (p50 ${flat.p50.toFixed(1)} ms, p99 ${flat.p99.toFixed(1)} ms, ${flat.failed} failed)`,
        target: '≥ 1,500/s',
        met: flat.accepted / flat.seconds >= 1500 && flat.failed === 0,
      },
      {
        what: 'acknowledgement at 500 deliveries a second',
        measured: `p50 ${paced.p50.toFixed(1)} ms, p99 ${paced.p99.toFixed(1)} ms (${Math.round(paced.accepted / paced.seconds)}/s, ${paced.failed} failed)`,
        target: 'p99 ≤ 50 ms',
        met: paced.p99 <= 50 && paced.failed === 0,
      },
      await drainFigure(postgres.url, flat.accepted + paced.accepted),
    ]
  } finally {
    generator.kill()
    await maestro.stop()
  }
}

/** How fast what was stored becomes rows and jobs. */
async function drainFigure(databaseUrl: string, stored: number): Promise<Figure> {
  const database = await connect({ databaseUrl })
  await migrate(database)
  const queue = await openQueue(database)
  const started = performance.now()
  let drained = 0
  for (let last = 1; last > 0; ) {
    last = await drainInbox(database, (tx, rows) => intake(tx, rows, queue))
    drained += last
  }
  const seconds = (performance.now() - started) / 1000
  await queue.stop()
  await database.close()
  return {
    what: 'deliveries drained from the inbox into jobs',
    measured: `${Math.round(drained / seconds)}/s (${drained} of at least ${stored})`,
    target: 'all of them',
    met: drained >= stored,
  }
}

async function load(generator: ChildProcess, wanted: Load): Promise<Loaded> {
  const answered = once(generator, 'message')
  generator.send(wanted)
  const [loaded] = (await answered) as [Loaded]
  return loaded
}
