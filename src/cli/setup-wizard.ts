import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { run, Server } from 'probot'
import { parseDocument } from 'yaml'
import { BadEnvironment, type Environment } from '../environment.ts'
import { healthAnswer, pathOf } from '../health.ts'
import { send } from '../server.ts'
import { WEBHOOK_PATH } from '../webhooks.ts'
import { logInWords } from './output/log-in-words.ts'
import { printable } from './output/terminal.ts'
import { type Session, untilAborted } from './session.ts'

/**
 * Probot's wizard, which registers the App on GitHub from app.yml and keeps the credentials in `.env`. It reads its manifest from the
 * folder it runs in and takes the hook's address from there; so it is given a folder with our app.yml, the address in it
 * made right, and `.env` is written where the person is.
 */
export async function offerSetup(environment: Environment, session: Session): Promise<void> {
  const { terminal } = session
  if (session.env['NODE_ENV'] === 'production')
    throw new BadEnvironment('APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are not set, and the set-up wizard is not offered where NODE_ENV is production')
  const interrupted = session.interrupted()
  const home = process.cwd()
  const address = environment.publicUrl ?? `http://localhost:${environment.port}`
  const folder = await mkdtemp(join(tmpdir(), 'maestro-setup-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'app.yml'), manifestFor(address, await readFile(new URL('../../app.yml', import.meta.url), 'utf8')))
  process.chdir(folder)
  const log: Logger =
    environment.logLevel === 'info' ? logInWords((words) => terminal.err(`${printable(`maestro: ${words}`)}\n`)) : pino({ level: environment.logLevel })
  const server = await withHealth(() =>
    run(() => {}, {
      log,
      env: { ...session.env, PORT: String(environment.port), HOST: environment.host },
      updateEnv: (values) => {
        const lines = Object.entries(values).map(([name, value]) => `${name}=${String(value).replaceAll('\n', '\\n')}\n`)
        writeFile(join(home, '.env'), lines.join(''), { flag: 'a', mode: 0o600 }).catch((error: unknown) =>
          log.error({ err: error }, '.env could not be written'),
        )
        return values
      },
    }),
  )
  terminal.out(`Maestro has no credentials yet. Register the GitHub App at http://localhost:${server.port}/probot\n`)
  if (environment.publicUrl === undefined)
    terminal.out('GitHub has to reach its webhooks: set PUBLIC_URL to your public address first, or change the hook on GitHub later.\n')
  await untilAborted(interrupted)
}

/** A process that is being set up runs, and is not ready to serve. */
const NOT_SET_UP = ['Maestro is not set up yet: there are no credentials, so nothing is judged; /probot registers the GitHub App']

/** Probot makes its server itself and gives it out when it listens already, which is too late for a handler. So whatever starts meanwhile gets ours. */
async function withHealth(starting: () => Promise<Server>): Promise<Server> {
  const { start } = Server.prototype
  Server.prototype.start = function (this: Server) {
    this.addHandler(answerHealth)
    return start.call(this)
  }
  try {
    return await starting()
  } finally {
    Server.prototype.start = start
  }
}

async function answerHealth(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const answer = await healthAnswer(pathOf(request.url), async () => NOT_SET_UP)
  if (answer) send(response, answer)
  return answer !== undefined
}

/** app.yml with the hook's address on this server. */
export function manifestFor(address: string, manifest: string): string {
  const document = parseDocument(manifest)
  document.setIn(['hook_attributes', 'url'], `${address}${WEBHOOK_PATH}`)
  return document.toString()
}
