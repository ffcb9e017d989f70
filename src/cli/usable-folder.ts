import { access, constants, mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { BadEnvironment } from '../environment.ts'

/** Makes a folder that the environment names where it is not there yet. Throws BadEnvironment for one that cannot be made or written to. */
export async function usableFolder(folder: string, variable: string): Promise<void> {
  try {
    await make(resolve(folder))
    await access(folder, constants.W_OK | constants.X_OK)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new BadEnvironment(`${variable}: ${JSON.stringify(folder)} is no folder that can be written to (${why})`)
  }
}

/** Step by step: Node's own recursive mkdir never ends where the parent is there and refuses (below /proc). */
async function make(folder: string): Promise<void> {
  const parent = dirname(folder)
  if (await isFolder(folder)) return
  if (parent !== folder) await make(parent)
  try {
    await mkdir(folder)
  } catch (error) {
    // Another process may have been first.
    if (!(await isFolder(folder))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
