import { randomUUID } from 'node:crypto'
import { access, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { RepoId, TenantId } from '../../model/ids.ts'
import { runGit } from '../run-git.ts'

/** Says which making of the mirror this is. Touched whenever it is opened or fetched into: its time says how long the mirror has been idle. */
const USED = 'maestro-used'
/** Being made or being removed: never a mirror. */
const PASSING = '.passing-'
const PASSING_MS = 3_600_000

/** `<folder>/<tenant>/<repository>.git`: numbers only, so no name from outside ever becomes a path. */
export function mirrorPath(folder: string, tenant: TenantId, repo: RepoId): string {
  return join(folder, String(tenant), `${repo}.git`)
}

/**
 * Makes an empty mirror unless there is one, and marks it as used. It is made under a name of its own and then
 * renamed, so that of two processes one wins, and nobody ever sees half a repository.
 */
export async function ensureMirror(path: string): Promise<void> {
  if (!(await exists(path))) await makeMirror(path)
  try {
    await touchMirror(path)
  } catch {
    // It was given up in between, or lacks its mark.
    await discardMirror(path)
    await makeMirror(path)
  }
}

async function makeMirror(path: string): Promise<void> {
  const parent = dirname(path)
  await mkdir(parent, { recursive: true, mode: 0o700 })
  const made = passingName(path)
  await runGit(['init', '--bare', '--quiet', '--template=', made], { cwd: parent })
  await writeFile(join(made, USED), randomUUID())
  await rename(made, path).catch(async (error: unknown) => {
    await rm(made, { recursive: true, force: true })
    if (!(await exists(path))) throw error
  })
}

export async function touchMirror(path: string): Promise<void> {
  const now = new Date()
  await utimes(join(path, USED), now, now)
}

/** Another text for each time that the mirror was made; undefined when there is none. */
export async function makingOf(path: string): Promise<string | undefined> {
  return readFile(join(path, USED), 'utf8').catch(() => undefined)
}

/**
 * Removes a mirror; at once for everybody who looks for it, whatever the removal takes. With `making`, only if it
 * is still that one: another process may have made it again meanwhile.
 */
export async function discardMirror(path: string, making?: string): Promise<void> {
  const passing = passingName(path)
  try {
    await rename(path, passing)
  } catch (error) {
    if (await exists(path)) throw error
    return // Somebody else was faster.
  }
  if (making !== undefined && (await makingOf(passing)) !== making) {
    const isBack = await rename(passing, path).then(
      () => true,
      () => false,
    )
    if (isBack) return
  }
  await rm(passing, { recursive: true, force: true })
}

/** The mirrors in a folder that nobody has used since `before` (milliseconds). What crashes left behind is removed on the way. */
export async function idleMirrors(folder: string, before: number): Promise<readonly string[]> {
  const idle: string[] = []
  for (const tenant of await names(folder)) {
    for (const name of await names(join(folder, tenant))) {
      const path = join(folder, tenant, name)
      if (name.startsWith(PASSING)) {
        if ((await changedAt(path)) < Date.now() - PASSING_MS) await rm(path, { recursive: true, force: true })
      } else if ((await changedAt(join(path, USED))) < before) idle.push(path)
    }
  }
  return idle
}

function passingName(path: string): string {
  return join(dirname(path), `${PASSING}${basename(path)}-${randomUUID()}`)
}

async function names(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

/** Milliseconds; Infinity for what is not there, so that nobody takes it for old. */
async function changedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  )
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
