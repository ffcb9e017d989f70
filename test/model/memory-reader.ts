import { createHash } from 'node:crypto'
import type { Change, Entry, FileChange } from '../../src/model/change.ts'
import type { GlobSet } from '../../src/model/glob.ts'
import { instant, type Oid, oid, repoId, tenantId } from '../../src/model/ids.ts'
import { known, unknown } from '../../src/model/known.ts'
import type { Blob } from '../../src/model/need.ts'
import { ObjectMissing, type ObjectReader } from '../../src/model/reading.ts'

export type Files = Readonly<Record<string, string>>

/** Trees and blobs in memory, with a log of what was read; for tests of whoever reads through the port. */
export function memoryReader(trees: Readonly<Record<string, Files>>): ObjectReader & { readonly read: Oid[] } {
  const blobs = new Map<Oid, Uint8Array>()
  const entries = new Map<string, Entry[]>()
  for (const [tree, files] of Object.entries(trees)) {
    const listed = Object.entries(files).map(([path, text]): Entry => {
      blobs.set(oidOf(text), Buffer.from(text))
      return { path, oid: oidOf(text), kind: 'file' }
    })
    entries.set(
      tree,
      listed.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    )
  }
  const read: Oid[] = []
  return {
    read,
    list: async (tree: Oid, match: GlobSet) => (entries.get(tree) ?? []).filter((entry) => match.matches(entry.path)),
    async blobs(oids, maxBytes) {
      const found = new Map<Oid, Blob>()
      for (const id of oids) {
        const bytes = blobs.get(id)
        if (!bytes) throw new ObjectMissing(id)
        read.push(id)
        found.set(id, bytes.length > maxBytes ? { oid: id, bytes: undefined, why: `larger than ${maxBytes} bytes` } : { oid: id, bytes })
      }
      return found
    },
    diff: async (before, after) => differences(entries.get(before) ?? [], entries.get(after) ?? []),
    resolve: async () => undefined,
    mergeBase: async () => undefined,
    versions: async () => [],
  }
}

export function oidOf(text: string): Oid {
  return oid(createHash('sha1').update(text).digest('hex'))
}

export const TREES = { trunk: oidOf('trunk'), base: oidOf('base'), head: oidOf('head') } as const

/** A pull request whose three trees are TREES, and whose files are what differs between base and head. */
export async function aChange(reader: ObjectReader, change: Partial<Change> = {}): Promise<Change> {
  const source = { kind: 'github', what: 'test' } as const
  return {
    subject: { kind: 'pull_request', tenant: tenantId(1), repo: repoId(2), number: 3 },
    repo: { fullName: 'acme/shop', visibility: known('private', source) },
    trunk: { commit: oidOf('trunk commit'), tree: TREES.trunk, ref: 'main' },
    base: { commit: oidOf('base commit'), tree: TREES.base },
    head: { commit: oidOf('head commit'), tree: TREES.head },
    target: { ref: 'main', isTrunk: true },
    files: await reader.diff(TREES.base, TREES.head),
    pulls: known([3], source),
    title: 'Retry with jitter',
    description: known('', source),
    author: known({ login: 'author', kind: 'person' }, source),
    labels: known([], source),
    draft: known(false, source),
    fromFork: known(false, source),
    issues: unknown('a test has no issues'),
    asOf: instant('2026-11-21T08:00:00Z'),
    ...change,
  }
}

function differences(before: readonly Entry[], after: readonly Entry[]): FileChange[] {
  const old = new Map(before.map((entry) => [entry.path, entry]))
  const now = new Map(after.map((entry) => [entry.path, entry]))
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort()
  return paths.flatMap((path): FileChange[] => {
    const was = old.get(path)
    const is = now.get(path)
    if (was?.oid === is?.oid) return []
    if (!was) return [{ path, status: 'added', after: { oid: is!.oid, kind: is!.kind } }]
    if (!is) return [{ path, status: 'removed', before: { oid: was.oid, kind: was.kind } }]
    return [{ path, status: 'modified', before: { oid: was.oid, kind: was.kind }, after: { oid: is.oid, kind: is.kind } }]
  })
}
