/**
 * A process for kill.test.ts to lose: the app in the roles ROLES, which ends itself by SIGKILL the first time that its work comes
 * to the stage KILL_AT, or never. Prints its port once it has started. All else comes by the environment that the real app reads.
 */
import { pino } from 'pino'
import { startMaestro } from '../../src/assemble.ts'
import { readEnvironment } from '../../src/environment.ts'

const environment = readEnvironment(process.env)
if (!environment.credentials) throw new Error('no credentials')
const fatal = process.env['KILL_AT']
const maestro = await startMaestro(
  { ...environment, port: 0, credentials: environment.credentials },
  { web: process.env['ROLES'] !== 'worker', worker: true },
  pino({ level: 'error' }, pino.destination(2)),
  {
    stage: (stage) => stage === fatal && process.kill(process.pid, 'SIGKILL'),
    // Whoever is killed beside another's fatal stage has done nothing wrong, and here that is often.
    retry: { baseMs: 50, lookMs: 100, limit: 100, leaseMs: 5_000 },
  },
)
process.stdout.write(`${maestro.port}\n`)
process.once('SIGTERM', async () => {
  await maestro.stop()
  process.exit(0)
})
