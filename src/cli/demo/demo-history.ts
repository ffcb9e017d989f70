import { type HistoryPull, NoHistory, pullsFromHistory } from '../../../sim/history.ts'
import { languageOf } from '../../gates/spec/lex/languages.ts'
import { type Branch, localTrunk } from '../../git/local/local-trunk.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import { globSet } from '../../model/glob.ts'
import type { Oid } from '../../model/ids.ts'
import type { Path } from '../../model/path.ts'
import { ObjectMissing } from '../../model/reading.ts'
import { BadUsage } from '../failures.ts'
import { SHALLOW } from '../local/shallow.ts'
import { hasSettings, type Starter, starterFor } from '../starter/starter.ts'

/** The merged pull requests of a repository on disk, and what they are to be judged by. */
export interface DemoHistory {
  /** What git can clone. */
  readonly folder: string
  readonly trunk: Branch
  /** Oldest first. */
  readonly pulls: readonly HistoryPull[]
  /** The files that stand in for what the trunk does not have, where it has not adopted Maestro. */
  readonly starter: Starter | undefined
  /** The clone lacks files that nobody reads (a large binary, once), so that not all of it can be handed on. */
  readonly isPartial: boolean
}

const EVERYTHING = globSet(['**'])
/** What gates read beside code: cards and registries. */
const READ = /\.(?:ya?ml|md)$/

/**
 * The last changes that the trunk merged. Everything that has to be read of them is looked for before anything starts. Throws BadUsage
 * where there are none, NoBase, ObjectMissing.
 */
export async function demoHistory(reader: RepositoryReader, folder: string, last: number, trunkName: string | undefined): Promise<DemoHistory> {
  const trunk = await localTrunk(reader, trunkName)
  const { pulls, end } = await pullsFromHistory(reader.gitDir, { last, from: trunk.commit }).catch((error: unknown) => {
    throw error instanceof NoHistory ? new BadUsage(error.message) : error
  })
  if (pulls.length === 0) {
    const hint = end === 'shallow' ? `: the clone is shallow. ${SHALLOW}` : ''
    throw new BadUsage(`nothing was merged into ${trunk.ref} that could happen again${hint}`)
  }
  const changes: (readonly Path[])[] = []
  let isPartial = false
  for (const { base, merge, head } of pulls.toReversed()) {
    const [before, after] = [await treeOf(reader, base), await treeOf(reader, merge)]
    if (await lacksFiles(reader, [before, after, await treeOf(reader, head)])) isPartial = true
    changes.push((await reader.diff(before, after)).map((file) => file.path))
  }
  const starter = (await hasSettings(trunk, reader)) ? undefined : await starterFor(trunk, reader, changes)
  return { folder, trunk, pulls, starter, isPartial }
}

async function treeOf(reader: RepositoryReader, commit: string) {
  const revision = await reader.resolve(commit)
  if (!revision) throw new ObjectMissing(commit)
  return revision.tree
}

/** Whether some file of these trees is not in the clone. Throws ObjectMissing for one that gates read: the app would find out one pull request after the other. */
async function lacksFiles(reader: RepositoryReader, trees: readonly Oid[]): Promise<boolean> {
  let lacks = false
  for (const tree of trees) {
    const files = (await reader.list(tree, EVERYTHING)).filter(({ kind }) => kind !== 'submodule')
    const missing = new Set(await reader.missing(files.map((file) => file.oid)))
    const needed = files.find(({ oid, path }) => missing.has(oid) && (READ.test(path) || languageOf(path) !== undefined))
    if (needed) throw new ObjectMissing(needed.oid)
    lacks ||= missing.size > 0
  }
  return lacks
}
