import { access } from 'node:fs/promises'
import { type Oid, oid as parseOid } from '../model/ids.ts'
import type { ObjectReader } from '../model/reading.ts'
import { GitFailed, ObjectDamaged } from './failures.ts'
import { type History, history } from './history.ts'
import { idOfName, locateRepository, refOfName } from './locate-repository.ts'
import { blobStore } from './objects/blob-store.ts'
import { ObjectProcess, type ObjectProcessOptions } from './objects/object-process.ts'
import { holdView, type ObjectFormat, type ObjectStore, viewOf } from './objects/object-view.ts'
import { diffTrees } from './objects/tree-diff.ts'
import { treeLister } from './objects/tree-listing.ts'
import { TREE_LIMITS, type TreeLimits, treeStore } from './objects/tree-store.ts'
import { runGit } from './run-git.ts'

export interface ReaderOptions extends ObjectProcessOptions {
  /** Bytes of blobs kept; 64 MB unless told. */
  readonly blobCacheBytes?: number
  /** Entries of trees kept, and again of listings; 300,000 unless told. */
  readonly treeCacheEntries?: number
  /** Bytes that one call of `blobs` may return together; 512 MB unless told. */
  readonly maxBlobBytes?: number
  readonly limits?: Partial<TreeLimits>
}

/** An ObjectReader that also knows history. What it returns is shared between calls and not to be changed. */
export interface RepositoryReader extends ObjectReader, Omit<History, 'revision'> {
  readonly gitDir: string
  /** The full name of a ref (`refs/remotes/origin/main` for `origin/HEAD`), undefined for whatever is no ref. */
  refName(name: string): Promise<string | undefined>
  /** Which of these objects are not in the repository. */
  missing(oids: Iterable<Oid>): Promise<readonly Oid[]>
  /** For an object that git calls missing: the failure, if it is there but unreadable. */
  damageOf(oid: string): Promise<ObjectDamaged | undefined>
  /** Whether history ends before its beginning here. */
  isShallow(): Promise<boolean>
  /** Ends the process that reads: what is pending fails, and nothing can be asked afterwards. */
  close(): void
  /** The reading process, while there is one. */
  readonly pid: number | undefined
}

const FULL_ID: Readonly<Record<ObjectFormat, RegExp>> = { sha1: /^[0-9a-f]{40}$/, sha256: /^[0-9a-f]{64}$/ }

/**
 * Opens the repository at `folder`: a work tree, a linked work tree, a bare repository or a `.git`. Nothing is
 * checked out, nothing is written, and nothing is ever fetched: an object that a partial clone lacks raises
 * ObjectMissing. Throws NotARepository.
 */
export async function openRepository(folder: string, options: ReaderOptions = {}): Promise<RepositoryReader> {
  const { gitDir, store } = await locateRepository(folder)
  const letGo = holdView(store.format)
  const objects = new ObjectProcess(store, options)
  const limits = { ...TREE_LIMITS, ...options.limits }
  const treeCacheEntries = options.treeCacheEntries ?? 300_000
  const trees = treeStore(objects, treeCacheEntries)
  const { revision, ...commits } = history(store, objects, trees)
  return {
    gitDir,
    list: treeLister(trees, limits, treeCacheEntries).list,
    blobs: blobStore(objects, options.blobCacheBytes ?? 64 * 1024 * 1024, options.maxBlobBytes ?? 512 * 1024 * 1024).read,
    diff: (before, after) => diffTrees(before, after, trees, limits),
    ...commits,
    async resolve(name) {
      if (FULL_ID[store.format].test(name)) return revision(parseOid(name))
      const oid = await idOfName(gitDir, name)
      const found = oid === undefined ? undefined : await revision(oid)
      return found && { ...found, ref: name }
    },
    refName: (name) => refOfName(gitDir, name),
    async missing(oids) {
      const wanted = [...new Set(oids)]
      const answers = await objects.info(wanted)
      return wanted.filter((_, index) => answers[index] === undefined)
    },
    damageOf: (oid) => damageOf(store, oid),
    isShallow: () =>
      access(store.shallow).then(
        () => true,
        () => false,
      ),
    close() {
      objects.close()
      letGo()
    },
    get pid() {
      return objects.pid
    },
  }
}

/** Git takes an object that it cannot read for missing; only what it grumbles about on the way tells. */
async function damageOf(store: ObjectStore, oid: string): Promise<ObjectDamaged | undefined> {
  try {
    await runGit(['cat-file', '-t', oid], viewOf(store))
    return undefined
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error
    return /^error: /m.test(error.stderr) ? new ObjectDamaged(error.args, error.code, error.stderr) : undefined
  }
}
