import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { governing } from '../../config/govern.ts'
import { resolveSettings } from '../../config/layers.ts'
import { parseSettings, type Role } from '../../config/parse.ts'
import { gates } from '../../gates/registry.ts'
import { NotARepository } from '../../git/failures.ts'
import { globSet } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'
import type { Diagnostic } from '../../model/settings.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { BadUsage } from '../failures.ts'
import { readSettings } from '../local/governing-settings.ts'
import { withRepository } from '../local/open-repository.ts'
import { diagnosticLines } from '../output/diagnostics.ts'
import { printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'

export interface ValidateOptions {
  readonly repo: string
  readonly role: Role
}

/** `maestro config validate`. Throws BadUsage for a file that is not there. */
export async function validate(given: string | undefined, { repo, role }: ValidateOptions, session: Session): Promise<ExitCode> {
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
