import { rmSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { run } from 'probot'
import { parseDocument } from 'yaml'
import type { Environment } from '../environment.ts'
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
  const interrupted = session.interrupted()
  const home = process.cwd()
  const address = environment.publicUrl ?? `http://localhost:${environment.port}`
  const folder = await mkdtemp(join(tmpdir(), 'maestro-setup-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'app.yml'), manifestFor(address, await readFile(new URL('../../app.yml', import.meta.url), 'utf8')))
  process.chdir(folder)
  const log: Logger =
    environment.logLevel === 'info' ? logInWords((words) => terminal.err(`${printable(`maestro: ${words}`)}\n`)) : pino({ level: environment.logLevel })
  await run(() => {}, {
    log,
    env: { ...session.env, PORT: String(environment.port), HOST: environment.host },
    updateEnv: (values) => {
      const lines = Object.entries(values).map(([name, value]) => `${name}=${String(value).replaceAll('\n', '\\n')}\n`)
      writeFile(join(home, '.env'), lines.join(''), { flag: 'a', mode: 0o600 }).catch((error: unknown) =>
        log.error({ err: error }, '.env could not be written'),
      )
      return values
    },
  })
  terminal.out(`Maestro has no credentials yet. Register the GitHub App at http://localhost:${environment.port}/probot\n`)
  if (environment.publicUrl === undefined)
    terminal.out('GitHub has to reach its webhooks: set PUBLIC_URL to your public address first, or change the hook on GitHub later.\n')
  await untilAborted(interrupted)
}

/** app.yml with the hook's address on this server. */
export function manifestFor(address: string, manifest: string): string {
  const document = parseDocument(manifest)
  document.setIn(['hook_attributes', 'url'], `${address}${WEBHOOK_PATH}`)
  return document.toString()
}
