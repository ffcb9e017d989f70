import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What decides how this code behaves: its own sources and the versions of what it stands on. */
const SOURCES = ['src', 'db']
const LOCK = 'package-lock.json'

/** Says which code runs here: another text for every change of it, the same in every process of one deployment. Read once, in some milliseconds. */
export function codeVersion(root = join(import.meta.dirname, '..')): string {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((folder) => filesIn(root, folder)).sort()
  for (const file of existsSync(join(root, LOCK)) ? [...files, LOCK] : files) {
    const bytes = readFileSync(join(root, file))
    hash.update(`${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex').slice(0, 16)
}

function filesIn(root: string, folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
}
