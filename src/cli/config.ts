import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { governor } from '../conductor/govern.ts'
import { explainSettings } from '../config/explain.ts'
import { governing } from '../config/govern.ts'
import { resolveSettings } from '../config/layers.ts'
import { parseSettings, type Role } from '../config/parse.ts'
import { settingsSchema } from '../config/schema.ts'
import { gates } from '../gates/registry.ts'
import { NotARepository } from '../git/failures.ts'
import { localTrunk } from '../git/local/local-trunk.ts'
import { globSet } from '../model/glob.ts'
import type { Path } from '../model/path.ts'
import type { Diagnostic } from '../model/settings.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { BadSettings, BadUsage } from './failures.ts'
import { readSettings } from './local/governing-settings.ts'
import { withRepository } from './local/open-repository.ts'
import { diagnosticLines } from './output/diagnostics.ts'
import { table } from './output/table.ts'
import { jsonText, printable } from './output/terminal.ts'
import type { Run } from './program.ts'
import type { ExitCode, Session } from './session.ts'

interface ValidateOptions {
  readonly repo: string
  readonly role: Role
}

interface ExplainOptions {
  readonly repo: string
  readonly trunk?: string
}

const VALIDATE_HELP = `
Prints file:line:column, severity, code and message of everything wrong, with the line. In a repository, path patterns
that match no file of HEAD are warnings. Exit code: 0 without errors, 2 with.

Examples:
  maestro config validate
  maestro config validate --role organisation maestro.yml`

const EXPLAIN_HELP = `
Examples:
  maestro config explain                       everything that is in force
  maestro config explain gates.spec.coverage   one value, and the line that set it`

export function register(program: Command, run: Run): void {
  const config = program.command('config').description('Check, explain and describe settings')
  config
    .command('validate')
    .description('Say what is wrong with a settings file')
    .argument('[file]', `the file (default: ${SETTINGS_PATH} at the top of the working tree)`)
    .option('--repo <dir>', 'the repository', '.')
    .addOption(new Option('--role <role>', 'whose settings they are').choices(['repository', 'organisation']).default('repository'))
    .addHelpText('after', VALIDATE_HELP)
    .action((file: string | undefined, options: ValidateOptions) => run((session) => validate(file, options, session)))
  config
    .command('explain')
    .description('Print the settings in force on the trunk, and who set each')
    .argument('[path]', 'a value or everything under it, as in gates.spec.coverage')
    .option('--repo <dir>', 'the repository', '.')
    .option('--trunk <branch>', 'the branch whose settings are meant (default: what origin/HEAD says, else main or master)')
    .addHelpText('after', EXPLAIN_HELP)
    .action((path: string | undefined, options: ExplainOptions) => run((session) => explain(path, options, session)))
  config
    .command('schema')
    .description('Print the JSON Schema of a settings file')
    .action(() =>
      run(async ({ terminal }): Promise<ExitCode> => {
        terminal.out(`${jsonText(settingsSchema(gates))}\n`)
        return 0
      }),
    )
}

async function validate(given: string | undefined, { repo, role }: ValidateOptions, session: Session): Promise<ExitCode> {
  const file = given ?? (await ownFile(repo, session))
  const content = await readSettings(session, file).catch((error: unknown) => {
    throw error instanceof BadUsage && given === undefined
      ? new BadUsage(`${error.message}; \`maestro replay --write-starter DIR\` writes one to begin with`)
      : error
  })
  const diagnostics = role === 'organisation' ? organisationDiagnostics(file, content) : await repositoryDiagnostics(file, content, repo, session)
  const broken = diagnostics.some((diagnostic) => diagnostic.severity === 'error')
  const lines = diagnosticLines(diagnostics, content?.toString('utf8'))
  session.terminal.out([...lines, ...(broken ? [] : [`${printable(file)} is valid`]), ''].join('\n'))
  return broken ? 2 : 0
}

/** Where the repository's settings are, as seen from the folder that one is in: a repository starts where its `.git` is. */
async function ownFile(repo: string, { cwd }: Session): Promise<string> {
  const start = resolve(cwd, repo)
  for (let folder = start; ; folder = dirname(folder)) {
    const isTop = await stat(join(folder, '.git')).then(
      () => true,
      () => false,
    )
    if (isTop) return join(isAbsolute(repo) ? folder : relative(cwd, folder), SETTINGS_PATH)
    if (dirname(folder) === folder) return join(repo, SETTINGS_PATH)
  }
}

function organisationDiagnostics(file: string, content: Buffer | undefined): readonly Diagnostic[] {
  const parsed = parseSettings(content, { file, role: 'organisation' }, gates)
  return parsed.ok ? resolveSettings({ organisation: parsed.layer }, gates).diagnostics : parsed.diagnostics
}

async function repositoryDiagnostics(file: string, content: Buffer | undefined, repo: string, session: Session): Promise<readonly Diagnostic[]> {
  const paths = await pathsAtHead(repo, session)
  return governing({ proposedFile: { file, content, ...(paths && { paths }) } }, gates).notice.proposed
}

/** Outside a repository, and before its first commit, there is nothing for patterns to match. */
async function pathsAtHead(repo: string, session: Session): Promise<readonly Path[] | undefined> {
  try {
    return await withRepository(session, repo, async (reader) => {
      const head = await reader.resolve('HEAD')
      return head && (await reader.list(head.tree, globSet(['**']))).map((entry) => entry.path)
    })
  } catch (error) {
    if (error instanceof NotARepository) return undefined
    throw error
  }
}

function explain(path: string | undefined, options: ExplainOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader): Promise<ExitCode> => {
    const inForce = await governor(gates).ofTrunk(await localTrunk(reader, options.trunk), reader)
    const { state, trunk } = inForce.notice
    if (state === 'none') throw new BadSettings('the settings on the trunk are broken, and none before them were valid', trunk)
    if (trunk.length > 0) session.terminal.err(`${diagnosticLines(trunk, undefined).join('\n')}\n`)
    if (state === 'last-valid') session.terminal.err(`The last valid settings govern, those of ${inForce.notice.from?.slice(0, 12)}.\n`)
    const explained = explainSettings(inForce, path)
    if (!explained.known) {
      throw new BadUsage(`there is no setting ${path}${explained.suggestion === undefined ? '' : `; did you mean ${explained.suggestion}?`}`)
    }
    session.terminal.out(
      table(
        ['setting', 'set by', 'value'],
        explained.rows.map((row) => [row.path, row.setBy, jsonText(row.value, 0)]),
      ),
    )
    return 0
  })
}
