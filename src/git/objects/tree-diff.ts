import type { Entry, FileChange } from '../../model/change.ts'
import type { Oid } from '../../model/ids.ts'
import { pairRenames } from './rename-pairs.ts'
import { compareText, type Tree, type TreeEntry } from './tree-object.ts'
import { type TreeLimits, type TreeStore, WalkBudget } from './tree-store.ts'

/** One folder with its tree on each side that has it. */
interface Folder {
  readonly path: string
  readonly before: Oid | undefined
  readonly after: Oid | undefined
}

/** What differs between two trees, sorted by path; equal subtrees are not read. A file that becomes a folder is removed, and what is in the folder added. */
export async function diffTrees(before: Oid, after: Oid, trees: TreeStore, limits: TreeLimits): Promise<readonly FileChange[]> {
  const changes: FileChange[] = []
  const budget = new WalkBudget(limits)
  let level: Folder[] = before === after ? [] : [{ path: '', before, after }]
  for (let depth = 0; level.length > 0; depth += 1) {
    const loaded = await trees.load(level.flatMap((folder) => [folder.before, folder.after]).filter((oid) => oid !== undefined))
    const entriesOf = (oid: Oid | undefined): Tree => (oid === undefined ? [] : (loaded.get(oid) ?? []))
    const next: Folder[] = []
    for (const folder of level) {
      const [left, right] = [entriesOf(folder.before), entriesOf(folder.after)]
      budget.take(left.length + right.length)
      for (const [old, now] of pairByKey(left, right)) {
        if (old?.oid === now?.oid && old?.kind === now?.kind) continue
        const path = folder.path + (old ?? now)?.key
        if (!path.endsWith('/')) changes.push(fileChange(path, old, now))
        else {
          budget.enter(depth + 1, path)
          next.push({ path, before: old?.oid, after: now?.oid })
        }
      }
    }
    level = next
  }
  return pairRenames(changes).sort((a, b) => compareText(a.path, b.path))
}

/** Walks two sorted trees side by side. */
function* pairByKey(left: Tree, right: Tree): Generator<readonly [TreeEntry | undefined, TreeEntry | undefined]> {
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const [old, now] = [left[l], right[r]]
    const order = !old ? 1 : !now ? -1 : compareText(old.key, now.key)
    yield [order <= 0 ? old : undefined, order >= 0 ? now : undefined]
    if (order <= 0) l += 1
    if (order >= 0) r += 1
  }
}

function fileChange(path: string, old: TreeEntry | undefined, now: TreeEntry | undefined): FileChange {
  return {
    path,
    status: !old ? 'added' : !now ? 'removed' : 'modified',
    ...(old && { before: content(old) }),
    ...(now && { after: content(now) }),
  }
}

function content({ oid, kind }: TreeEntry): Omit<Entry, 'path'> {
  if (kind === 'tree') throw new TypeError('a folder is not a file') // A tree's key ends in a slash, which no name contains.
  return { oid, kind }
}
