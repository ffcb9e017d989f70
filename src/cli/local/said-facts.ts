import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Change } from '../../model/change.ts'
import { known } from '../../model/known.ts'
import type { Source } from '../../model/source.ts'
import { BadUsage } from '../failures.ts'
import type { Session } from '../session.ts'

/** What a pull request would say of itself, one by one. */
export interface SaidOptions {
  readonly title?: string
  /** A file. */
  readonly description?: string
  readonly label?: readonly string[]
  readonly author?: string
}

/** GitHub's own bound on a description is lower. */
const MAX_DESCRIPTION = 262_144
const BOT = '[bot]'

/** What the options say of the change in place of what git, or a pull request, says. Throws BadUsage for a file that cannot be read. */
export async function saidFacts(session: Session, { title, description, label, author }: SaidOptions): Promise<Partial<Change>> {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description: known(await textOf(session, description), by('--description')) }),
    ...(label === undefined ? {} : { labels: known(label, by('--label')) }),
    ...(author === undefined ? {} : { author: known({ login: author, kind: author.endsWith(BOT) ? 'app' : 'person' }, by('--author')) }),
  }
}

function by(option: string): Source {
  return { kind: 'given', by: option }
}

async function textOf({ cwd }: Session, file: string): Promise<string> {
  const path = resolve(cwd, file)
  const found = await stat(path).catch(() => undefined)
  if (!found || found.isDirectory() || found.size > MAX_DESCRIPTION) throw new BadUsage(`there is no description to read in ${file}`)
  return readFile(path, 'utf8')
}
