import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Oid } from '../../model/ids.ts'
import { GitFailed } from '../failures.ts'
import { type GitOptions, runGit } from '../run-git.ts'
import { type FetchWants, fetchLines, KEPT_OIDS } from './fetch-wants.ts'
import { exists, touchMirror } from './mirror-folder.ts'
import { REMOTE, type Remote, remoteAccess } from './remote.ts'
import { remoteFailure } from './remote-failure.ts'

/** The git commands that change one mirror. Each is one process; who may run when is shared-mirror.ts's business. */
export interface MirrorRepository {
  readonly path: string
  /** Whether blobs were left out, in this run or an earlier one. */
  isPartial(): Promise<boolean>
  fetch(remote: Remote, wants: FetchWants, partial: boolean): Promise<void>
  /** Brings single objects that were left out. */
  fetchObjects(remote: Remote, oids: readonly Oid[]): Promise<void>
  /** Repacks when fetches have left many packs, and lets go of commits that were kept by id long ago. */
  maintain(): Promise<void>
}

export interface MirrorLimits {
  readonly protocols: readonly string[]
  readonly timeoutMs: number
  readonly maxPacks: number
}

const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--recurse-submodules=no',
  '--no-auto-maintenance',
  '--no-show-forced-updates',
  '--stdin',
]
/** Marks a mirror that lacks blobs: from then on every fetch has to know. */
const PARTIAL = 'maestro-partial'
const MAX_KEPT = 2000
const MAINTAIN_MS = 600_000
/** Two processes that update the same ref: the later one finds it changed and tries again. */
const TRIES = 3

export function mirrorRepository(path: string, limits: MirrorLimits): MirrorRepository {
  const isPartial = (): Promise<boolean> => exists(join(path, PARTIAL))

  async function fetchFrom(remote: Remote, args: readonly string[], input: string, partial: boolean, config: Record<string, string> = {}): Promise<void> {
    const access = await remoteAccess(remote, partial)
    const { protocols, timeoutMs } = limits
    const options: GitOptions = { protocols, timeoutMs, ...access, config: { ...access.config, ...config }, gitDir: path, input }
    for (let left = TRIES; left > 0; left -= 1) {
      try {
        await runGit([...args, REMOTE], options)
        await touchMirror(path)
        return
      } catch (error) {
        if (left === 1 || !isContention(error)) throw remoteFailure(error)
      }
    }
  }

  /** Keeps the newer half of the commits that were fetched by id, once there are too many. */
  async function forgetOldest(): Promise<void> {
    const { stdout } = await runGit(['for-each-ref', '--sort=committerdate', '--format=delete %(refname)', KEPT_OIDS], { gitDir: path })
    const kept = stdout.toString().split('\n').filter(Boolean)
    if (kept.length <= MAX_KEPT) return
    const input = kept.slice(0, -MAX_KEPT / 2).join('\n')
    await runGit(['update-ref', '--stdin'], { gitDir: path, input: `${input}\n` })
  }

  return {
    path,
    isPartial,
    async fetch(remote, wants, partial) {
      if (partial) await writeFile(join(path, PARTIAL), '')
      await fetchFrom(remote, partial ? [...FETCH, '--filter=blob:none'] : FETCH, fetchLines(wants), partial)
    },
    // As git's own lazy fetch does it (promisor-remote.c), but for a whole set.
    async fetchObjects(remote, oids) {
      const input = oids.map((oid) => `${oid}\n`).join('')
      await fetchFrom(remote, [...FETCH, '--filter=blob:none'], input, true, { 'fetch.negotiationAlgorithm': 'noop' })
    },
    async maintain() {
      await forgetOldest()
      const packs = (await readdir(join(path, 'objects', 'pack')).catch(() => [])).filter((name) => name.endsWith('.pack'))
      if (packs.length <= limits.maxPacks) return
      const { config = {} } = await remoteAccess({ url: path }, await isPartial())
      try {
        await runGit(['gc', '--quiet', '--prune=1.day.ago'], { gitDir: path, config, timeoutMs: MAINTAIN_MS })
      } catch (error) {
        if (!(error instanceof GitFailed && error.stderr.includes('gc is already running'))) throw error
      }
    },
  }
}

function isContention(error: unknown): boolean {
  return error instanceof GitFailed && /cannot lock ref|unable to update local ref|\.lock': File exists/.test(error.stderr)
}
