import { type Logger, pino } from 'pino'
import { type Maestro, type Roles, startMaestro } from '../assemble.ts'
import { BadEnvironment, readEnvironment, type Variables } from '../environment.ts'

/** `maestro serve`: with credentials it serves; without, it offers the set-up wizard. Runs until it is told to stop. */
export async function serve(variables: Variables): Promise<void> {
  const environment = readEnvironment(variables)
  if (!environment.credentials) return (await import('./setup-wizard.ts')).offerSetup(environment, variables)
  // On the embedded database there is one process, so it does everything.
  await untilStopped({ ...environment, credentials: environment.credentials }, { web: true, worker: environment.databaseUrl === undefined })
}

/** `maestro work`: judges and publishes. Needs a database that it can share with the web processes. */
export async function work(variables: Variables): Promise<void> {
  const environment = readEnvironment(variables)
  if (!environment.credentials) throw new BadEnvironment('APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are needed to work')
  if (environment.databaseUrl === undefined) throw new BadEnvironment('without DATABASE_URL the database is embedded, and `maestro serve` works by itself')
  await untilStopped({ ...environment, credentials: environment.credentials }, { web: false, worker: true })
}

async function untilStopped(environment: Parameters<typeof startMaestro>[0], roles: Roles): Promise<void> {
  const log = pino({ level: environment.logLevel, redact: ['*.payload', '*.request', '*.headers', 'err.request', 'err.response', 'err.event'] })
  const maestro = await startMaestro(environment, roles, log)
  log.info({ port: maestro.port, ...roles }, 'started')
  await stopped(maestro, log)
}

async function stopped(maestro: Maestro, log: Logger): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve(name))
  })
  log.info({ signal }, 'stopping')
  await maestro.stop()
  log.info('stopped')
}
