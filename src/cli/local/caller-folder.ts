import { fileURLToPath } from 'node:url'

/** The scripts of package.json that people call for a folder of their own. */
const SCRIPTS: ReadonlySet<string> = new Set(['maestro', 'demo'])
const OWN_FOLDER = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '')

/**
 * The folder that whoever called us is in. npm runs a script in its package's folder and says in INIT_CWD where it was called, so
 * `npm --prefix ../maestro run maestro -- check` is about the repository that one stands in, and not about Maestro itself.
 */
export function folderOfCaller(env: Readonly<Record<string, string | undefined>>, cwd: string, own = OWN_FOLDER): string {
  const caller = env['INIT_CWD']
  return caller && cwd === own && SCRIPTS.has(env['npm_lifecycle_event'] ?? '') ? caller : cwd
}
