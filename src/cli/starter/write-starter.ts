import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BadUsage } from '../failures.ts'
import { table } from '../output/table.ts'
import type { Session } from '../session.ts'
import type { Starter } from './starter.ts'

/** The files with what each is, as a table. */
export function starterText({ files }: Starter, width: number): string {
  return table(
    ['file', 'what it is'],
    files.map(({ path, about }) => [path, about]),
    width,
  )
}

/** Writes the files below a folder and says so. Throws BadUsage, with nothing written, where one of them is there already. */
export async function writeStarter({ files }: Starter, folder: string, { cwd }: Session): Promise<string> {
  const root = resolve(cwd, folder)
  for (const { path } of files) {
    if (await stat(join(root, path)).catch(() => undefined)) throw new BadUsage(`${join(folder, path)} is there already; name another folder`)
  }
  for (const { path, text } of files) {
    const target = join(root, path)
    await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => cannotWrite(target, error))
    await writeFile(target, text, { flag: 'wx' }).catch((error: unknown) => cannotWrite(target, error))
  }
  return `Written: ${files.map(({ path }) => join(folder, path)).join(', ')}. They govern once they are committed to the trunk.\n`
}

function cannotWrite(path: string, error: unknown): never {
  throw new BadUsage(`${path} cannot be written: ${error instanceof Error && 'code' in error ? String(error.code) : String(error)}`)
}
