import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Another process (or this one) has the data folder open. PGlite would not notice, and rows would vanish. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse'
  readonly folder: string
  constructor(folder: string, cause: unknown) {
    super(`the data folder ${folder} is in use by another process; stop it, or set DATABASE_URL to run several`, { cause })
    this.folder = folder
  }
}

const SQLITE_BUSY = 5

/**
 * Takes the folder for this process; the function returned gives it back. The lock is the kernel's (a write lock
 * held through SQLite, which Node brings, as Node has no `flock` of its own), so it ends with its process however
 * that ends: no process id is written down, none can go stale or be somebody else's by now.
 */
export function lockFolder(folder: string): () => void {
  const holder = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    holder.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) throw new DataFolderInUse(folder, error)
    throw error
  }
  return () => holder.close()
}
