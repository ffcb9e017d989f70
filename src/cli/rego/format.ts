import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseModule, printModule } from '../../rego/index.ts'
import { printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { load } from './load.ts'

export interface FormatOptions {
  readonly write?: boolean
  readonly list?: boolean
  readonly fail?: boolean
  readonly v0Compatible?: boolean
}

export async function format(paths: readonly string[], options: FormatOptions, session: Session): Promise<ExitCode> {
  const { modules } = await load(paths, session.cwd)
  const { out } = session.terminal
  let changed = 0
  for (const { name, text } of modules) {
    const formatted = printModule(parseModule(name, text, { version: options.v0Compatible === true ? 'v0' : 'v1' }))
    if (formatted !== text) changed += 1
    if (options.list === true) out(formatted === text ? '' : `${printable(name)}\n`)
    else if (options.write !== true) out(formatted)
    else if (formatted !== text) await writeFile(resolve(session.cwd, name), formatted)
  }
  return options.fail === true && changed > 0 ? 1 : 0
}
