import { dirname, join } from 'node:path'
import type { Oid, RepoId, TenantId } from '../../model/ids.ts'
import type { ReaderOptions } from '../repository-reader.ts'
import { discardMirror, idleMirrors, mirrorPath } from './mirror-folder.ts'
import { checkRemote, type Remote } from './remote.ts'
import { type MirrorReader, SharedMirror } from './shared-mirror.ts'

export interface MirrorRequest extends Remote {
  readonly tenant: TenantId
  readonly repo: RepoId
  /** Leaves blobs out until they are asked for: for large repositories. A mirror once made so stays so. */
  readonly filter?: 'blob:none' | undefined
}

/** A repository's mirror, for as long as it is not closed. */
export interface Mirror {
  readonly reader: MirrorReader
  /**
   * Brings refs into the private namespace (`+refs/heads/main:refs/maestro/heads/main`) and commits by full id;
   * ids that are there already cost nothing. One at a time; those who want the same share one. Throws RefGone,
   * GitAuthFailed, GitUnavailable, BadRefspec.
   */
  fetch(refspecs: readonly string[]): Promise<void>
  /** Fetches those of these objects that are missing, in one fetch, and says how many that were. Throws as `fetch` does. */
  prefetch(oids: Iterable<Oid>): Promise<number>
  /** Tidies up when much has been fetched. To be called now and then, never needed. */
  maintain(): Promise<void>
  close(): void
}

export interface MirrorsOptions {
  /** Transports; `https` alone unless told. */
  readonly protocols?: readonly string[]
  /** Milliseconds for one fetch; 5 minutes unless told. */
  readonly fetchMs?: number
  /** Packs that a mirror may have before it is repacked; 50 unless told. */
  readonly maxPacks?: number
  /** Mirrors that stay open, with their caches, though nobody uses them; 8 unless told. */
  readonly warm?: number
  readonly reader?: ReaderOptions
}

export interface Mirrors {
  /** Opens a repository's mirror, making it when there is none. Throws BadRemote. */
  open(request: MirrorRequest): Promise<Mirror>
  /** Removes the mirrors that nobody, in any process, has used within `idleMs` before `now` (milliseconds since the epoch). Says how many. */
  evict(idleMs: number, now: number): Promise<number>
  /** Removes the mirrors of these installations, but those that this process is using. Says how many. */
  forget(tenants: readonly TenantId[]): Promise<number>
  /** Ends every reader. */
  close(): void
}

/** The mirrors in a cache folder that may be emptied at any time and that several processes may share. */
export function mirrors(folder: string, options: MirrorsOptions = {}): Mirrors {
  /** In order of use, the latest last. */
  const shared = new Map<string, SharedMirror>()
  const limits = { protocols: options.protocols ?? ['https'], timeoutMs: options.fetchMs ?? 300_000, maxPacks: options.maxPacks ?? 50 }

  function release(mirror: SharedMirror): void {
    mirror.users -= 1
    const unused = [...shared].filter(([, { users }]) => users === 0)
    for (const [path, idle] of unused.slice(0, Math.max(0, unused.length - (options.warm ?? 8)))) {
      idle.close()
      shared.delete(path)
    }
  }

  /** Those that nobody uses here. */
  async function remove(paths: readonly string[]): Promise<number> {
    let removed = 0
    for (const path of paths) {
      const mirror = shared.get(path)
      if (mirror && mirror.users > 0) continue
      mirror?.close()
      shared.delete(path)
      await discardMirror(path)
      removed += 1
    }
    return removed
  }

  return {
    async open({ tenant, repo, url, token, filter }) {
      const remote = { url, token }
      checkRemote(remote)
      const path = mirrorPath(folder, tenant, repo)
      const mirror = shared.get(path) ?? new SharedMirror(path, remote, limits, options.reader ?? {})
      shared.delete(path)
      shared.set(path, mirror)
      mirror.users += 1
      let isOpen = true
      const close = (): void => {
        if (isOpen) release(mirror)
        isOpen = false
      }
      try {
        await mirror.use(remote, filter)
      } catch (error) {
        close()
        throw error
      }
      return {
        reader: mirror.reader,
        fetch: async (refspecs) => mirror.fetch(refspecs),
        prefetch: (oids) => mirror.prefetch(oids),
        maintain: () => mirror.maintain(),
        close,
      }
    },
    evict: async (idleMs, now) => remove(await idleMirrors(folder, now - idleMs)),
    async forget(tenants) {
      const folders = new Set(tenants.map((tenant) => join(folder, String(tenant))))
      const all = await idleMirrors(folder, Number.POSITIVE_INFINITY)
      return remove(all.filter((path) => folders.has(dirname(path))))
    },
    close() {
      for (const mirror of shared.values()) mirror.close()
      shared.clear()
    },
  }
}
