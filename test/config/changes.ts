import type { Actor, Change, FileChange } from '../../src/model/change.ts'
import { instant, oid, repoId, tenantId } from '../../src/model/ids.ts'
import { known, unknown } from '../../src/model/known.ts'

/** A change of these files by this author. */
export function changeBy(author: Actor | undefined, files: readonly (string | { path: string; previousPath: string })[]): Change {
  const revision = { commit: oid('a'.repeat(40)), tree: oid('b'.repeat(40)) }
  const nothing = unknown('not asked')
  return {
    subject: { kind: 'range', tenant: tenantId(0), repo: repoId(0), label: 'x' },
    repo: { fullName: 'acme/shop', visibility: nothing },
    trunk: revision,
    base: revision,
    head: revision,
    target: { ref: 'main', isTrunk: true },
    files: files.map((file): FileChange => (typeof file === 'string' ? { path: file, status: 'modified' } : { ...file, status: 'renamed' })),
    pulls: nothing,
    title: '',
    description: nothing,
    author: author ? known(author, { kind: 'github', what: 'pull request' }) : nothing,
    labels: nothing,
    draft: nothing,
    fromFork: nothing,
    issues: nothing,
    asOf: instant(0),
  }
}
