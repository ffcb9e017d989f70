import { type Logger, pino } from 'pino'
import { type Maestro, type Roles, startMaestro } from '../assemble.ts'
import { BadEnvironment, readEnvironment } from '../environment.ts'
import { type Session, untilAborted } from './session.ts'
import { usableFolder } from './usable-folder.ts'

/** `maestro serve`: with credentials it serves; without, it offers the set-up wizard. Runs until it is told to stop. */
export async function serve(session: Session): Promise<void> {
  const environment = readEnvironment(session.env)
  if (!environment.credentials) return (await import('./setup-wizard.ts')).offerSetup(environment, session)
  // On the embedded database there is one process, so it does everything.
  await untilStopped({ ...environment, credentials: environment.credentials }, { web: true, worker: environment.databaseUrl === undefined }, session)
}

/** `maestro work`: judges and publishes. Needs a database that it can share with the web processes. */
export async function work(session: Session): Promise<void> {
  const environment = readEnvironment(session.env)
  if (!environment.credentials) throw new BadEnvironment('APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are needed to work')
  if (environment.databaseUrl === undefined) throw new BadEnvironment('without DATABASE_URL the database is embedded, and `maestro serve` works by itself')
  await untilStopped({ ...environment, credentials: environment.credentials }, { web: false, worker: true }, session)
}

async function untilStopped(environment: Parameters<typeof startMaestro>[0], roles: Roles, session: Session): Promise<void> {
  if (environment.databaseUrl === undefined) await usableFolder(environment.dataDir, 'DATA_DIR')
  if (roles.worker) await usableFolder(environment.cacheDir, 'CACHE_DIR')
  const log = pino({ level: environment.logLevel, redact: ['*.payload', '*.request', '*.headers', 'err.request', 'err.response', 'err.event'] })
  const interrupted = session.interrupted()
  const maestro = await startMaestro(environment, roles, log)
  log.info({ port: maestro.port, ...roles }, 'started')
  await stopped(maestro, log, interrupted)
}

async function stopped(maestro: Maestro, log: Logger, interrupted: AbortSignal): Promise<void> {
  await untilAborted(interrupted)
  log.info({ signal: String(interrupted.reason) }, 'stopping')
  await maestro.stop()
  log.info('stopped')
}
