import { LRUCache } from 'lru-cache'
import type { Oid } from '../../model/ids.ts'
import type { Path } from '../../model/path.ts'
import { ObjectMissing } from '../../model/reading.ts'
import { TreeTooLarge, WrongObject } from '../failures.ts'
import type { ObjectProcess } from './object-process.ts'
import { parseTree, type Tree, type TreeEntry } from './tree-object.ts'

/** Bounds on one walk. */
export interface TreeLimits {
  /** Entries looked at, and entries returned. */
  readonly entries: number
  readonly depth: number
  /** UTF-16 units in one path. */
  readonly pathLength: number
}

export const TREE_LIMITS: TreeLimits = { entries: 1_000_000, depth: 1024, pathLength: 4096 }

const MAX_TREE_BYTES = 32 * 1024 * 1024
/** Trees read at once, so that their raw bytes are not all held together. */
const GROUP = 500

export interface TreeStore {
  /** The trees with these ids, all of them. Throws ObjectMissing, WrongObject, MalformedTree, TreeTooLarge. */
  load(oids: Iterable<Oid>): Promise<ReadonlyMap<Oid, Tree>>
}

/** Parsed trees, the most recently used ones kept: at most `cachedEntries` entries in all. */
export function treeStore(objects: ObjectProcess, cachedEntries: number): TreeStore {
  const cache = new LRUCache<Oid, Tree>({ maxSize: cachedEntries, sizeCalculation: (tree) => tree.length + 1 })

  async function read(oids: readonly Oid[], into: Map<Oid, Tree>): Promise<void> {
    const answers = await objects.contents(oids, MAX_TREE_BYTES)
    oids.forEach((oid, index) => {
      const answer = answers[index]
      if (!answer) throw new ObjectMissing(oid)
      if (answer.type !== 'tree') throw new WrongObject(oid, 'tree', answer.type)
      if (!answer.bytes) throw new TreeTooLarge(`git tree ${oid} has ${answer.size} bytes, more than the ${MAX_TREE_BYTES} that are read`)
      const tree = parseTree(oid, answer.bytes)
      cache.set(oid, tree)
      into.set(oid, tree)
    })
  }

  return {
    async load(oids) {
      const trees = new Map<Oid, Tree>()
      const unread = new Set<Oid>()
      for (const oid of oids) {
        const cached = cache.get(oid)
        if (cached) trees.set(oid, cached)
        else unread.add(oid)
      }
      const rest = [...unread]
      for (let at = 0; at < rest.length; at += GROUP) await read(rest.slice(at, at + GROUP), trees)
      return trees
    },
  }
}

/** What a tree has at a path, if that is no folder. */
export async function fileAt(root: Oid, path: Path, trees: TreeStore): Promise<TreeEntry | undefined> {
  const segments = path.split('/')
  const name = segments.pop()
  let tree = root
  for (const segment of segments) {
    const folder = (await trees.load([tree])).get(tree)?.find(({ key }) => key === `${segment}/`)
    if (!folder) return undefined
    tree = folder.oid
  }
  return (await trees.load([tree])).get(tree)?.find(({ key }) => key === name)
}

/** Counts what one walk takes and stops it, with TreeTooLarge, before it takes too much. */
export class WalkBudget {
  readonly #limits: TreeLimits
  #entries = 0
  constructor(limits: TreeLimits) {
    this.#limits = limits
  }

  take(entries: number): void {
    this.#entries += entries
    if (this.#entries > this.#limits.entries) throw new TreeTooLarge(`the tree has more than the ${this.#limits.entries} entries that are read`)
  }

  enter(depth: number, path: string): void {
    if (depth > this.#limits.depth) throw new TreeTooLarge(`the tree is nested more than ${this.#limits.depth} deep`)
    if (path.length > this.#limits.pathLength) throw new TreeTooLarge(`a path in the tree is longer than ${this.#limits.pathLength}`)
  }
}
