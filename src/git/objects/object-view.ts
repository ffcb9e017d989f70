import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EnvironmentOptions } from '../git-environment.ts'

export type ObjectFormat = 'sha1' | 'sha256'

/** Where a repository's objects are, apart from its configuration, refs and hooks. */
export interface ObjectStore {
  readonly objects: string
  /** The file that lists shallow boundaries; it need not exist. */
  readonly shallow: string
  readonly format: ObjectFormat
}

const views = new Map<ObjectFormat, string>()
const holders: Record<ObjectFormat, number> = { sha1: 0, sha256: 0 }

/**
 * The environment to read a repository's objects (its alternates and commit graphs included) and nothing else of
 * it: the git directory is an empty one of our own. So no configuration of the repository is ever obeyed, and
 * as no promisor remote is configured there, an object that a partial clone lacks is missing instead of fetched.
 */
export function viewOf(store: ObjectStore): EnvironmentOptions {
  return { gitDir: emptyRepository(store.format), extra: { GIT_OBJECT_DIRECTORY: store.objects, GIT_SHALLOW_FILE: store.shallow } }
}

/** Keeps the empty repository of a format until what is returned is called; the last one to let go removes it. */
export function holdView(format: ObjectFormat): () => void {
  let isHeld = true
  holders[format] += 1
  return () => {
    if (!isHeld) return
    isHeld = false
    holders[format] -= 1
    if (holders[format] === 0) removeView(format)
  }
}

process.once('exit', () => {
  for (const format of views.keys()) removeView(format)
})

function removeView(format: ObjectFormat): void {
  const folder = views.get(format)
  views.delete(format)
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}

/** One empty bare repository per format and process, made again if somebody cleaned it up. */
function emptyRepository(format: ObjectFormat): string {
  const existing = views.get(format)
  if (existing !== undefined && existsSync(join(existing, 'HEAD'))) return existing
  const folder = mkdtempSync(join(tmpdir(), 'maestro-view-'))
  mkdirSync(join(folder, 'refs'))
  mkdirSync(join(folder, 'objects'))
  const extension = format === 'sha256' ? '[extensions]\n\tobjectFormat = sha256\n' : ''
  writeFileSync(join(folder, 'config'), `[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n${extension}`)
  writeFileSync(join(folder, 'HEAD'), 'ref: refs/heads/none\n')
  views.set(format, folder)
  return folder
}
