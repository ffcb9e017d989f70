import { sep } from 'node:path'
import type { Revision } from '../../model/change.ts'
import type { RepositoryReader } from '../repository-reader.ts'
import { NoBase, UnknownRevision } from './no-base.ts'

/** A branch by its short name (`main`), at its tip. */
export type Branch = Revision & { readonly ref: string }

/** Where the trunk may be when nobody names it: what the remote says its default branch is comes first. */
const CANDIDATES = ['refs/remotes/origin/HEAD', 'refs/remotes/origin/main', 'refs/heads/main', 'refs/remotes/origin/master', 'refs/heads/master']

/** The trunk of a local repository, as named or as found. Throws UnknownRevision for a name that is none, NoBase when there is nothing to find. */
export async function localTrunk(reader: RepositoryReader, named: string | undefined): Promise<Branch> {
  if (named !== undefined) return branchNamed(reader, named)
  for (const candidate of isBare(reader) ? ['HEAD', ...CANDIDATES] : CANDIDATES) {
    if (await reader.resolve(candidate)) return branchNamed(reader, candidate)
  }
  if (!(await reader.resolve('HEAD'))) throw new NoBase('there is no commit yet: HEAD leads nowhere. Commit something first')
  throw new NoBase('there is no trunk: neither origin/HEAD nor a branch main or master. Name the branch that changes are merged into with --trunk, or fetch it')
}

/** In a bare repository HEAD is what a clone would check out: its default branch. Elsewhere it is whatever somebody works on. */
function isBare({ gitDir }: RepositoryReader): boolean {
  return !gitDir.split(sep).includes('.git')
}

/** Throws UnknownRevision. */
export async function revisionNamed(reader: RepositoryReader, name: string): Promise<Revision> {
  const revision = await reader.resolve(name)
  if (!revision) throw new UnknownRevision(name)
  return revision
}

/** A name that leads to a commit, as a branch: `origin/main` and `refs/heads/main` are `main`. Throws UnknownRevision. */
export async function branchNamed(reader: RepositoryReader, name: string): Promise<Branch> {
  const { commit, tree } = await revisionNamed(reader, name)
  const full = (await reader.refName(name)) ?? name
  return { commit, tree, ref: full.replace(/^refs\/(?:heads|tags|remotes\/[^/]+)\//, '') }
}
