import { LRUCache } from 'lru-cache'
import type { Entry } from '../../model/change.ts'
import { type GlobSet, literalPrefix } from '../../model/glob.ts'
import type { Oid } from '../../model/ids.ts'
import type { Path } from '../../model/path.ts'
import type { Tree } from './tree-object.ts'
import { type TreeLimits, type TreeStore, WalkBudget } from './tree-store.ts'

/** Paths about which one set of patterns remembers what it said. */
const MAX_REMEMBERED = 100_000
/** Sets of patterns that remember anything. */
const MAX_SELECTIONS = 32
/** How often one entry may be copied on its way up to the root, on average. */
const COPIES = 16

export interface TreeLister {
  /** The entries below a tree that match, sorted by path. The array is shared with later calls: it is not to be changed. */
  list(tree: Oid, match: GlobSet): Promise<readonly Entry[]>
}

/**
 * Lists trees by pattern. What one set of patterns takes from one subtree at one place is remembered, so the
 * listing of the next commit walks only the folders that changed, and asks the patterns only about new names.
 */
export function treeLister(trees: TreeStore, limits: TreeLimits, cachedEntries: number): TreeLister {
  const selections = new LRUCache<string, Selection>({ max: MAX_SELECTIONS })
  const listings = new LRUCache<string, readonly Entry[]>({ maxSize: cachedEntries, sizeCalculation: (entries) => entries.length + 8 })

  return {
    async list(root, match) {
      const patterns = JSON.stringify(match.patterns)
      const selection = selections.get(patterns) ?? new Selection(patterns, match)
      selections.set(patterns, selection)
      const loaded = await loadWhatCanMatch(root, selection, listings, trees, limits)
      return new Assembly(selection, listings, loaded, limits).below('', root)
    },
  }
}

/** A set of patterns with what it said about paths and folders before. */
class Selection {
  readonly #key: string
  readonly #match: GlobSet
  readonly #prefixes: readonly string[]
  /** Started anew when it is full: most sets of patterns live for one change, and a cache that is laid out in advance costs more than it saves. */
  readonly #files = new Map<Path, boolean>()
  constructor(key: string, match: GlobSet) {
    this.#key = key
    this.#match = match
    this.#prefixes = match.patterns.filter((pattern) => !pattern.startsWith('!')).map(literalPrefix)
  }

  takes(path: Path): boolean {
    const before = this.#files.get(path)
    if (before !== undefined) return before
    const now = this.#match.matches(path)
    if (this.#files.size >= MAX_REMEMBERED) this.#files.clear()
    this.#files.set(path, now)
    return now
  }

  /** Whether anything in a folder (ending in `/`) can match. */
  enters(folder: string): boolean {
    return this.#prefixes.some((prefix) => prefix.startsWith(folder) || folder.startsWith(prefix))
  }

  listingKey(folder: string, tree: Oid): string {
    return `${tree}${folder}\0${this.#key}`
  }
}

type Listings = LRUCache<string, readonly Entry[]>

/** Reads, level by level, the trees that no remembered listing stands for. They are held here: the cache may drop them at any time. */
async function loadWhatCanMatch(root: Oid, selection: Selection, listings: Listings, trees: TreeStore, limits: TreeLimits): Promise<ReadonlyMap<Oid, Tree>> {
  const loaded = new Map<Oid, Tree>()
  const budget = new WalkBudget(limits)
  let level: { readonly folder: string; readonly tree: Oid }[] = [{ folder: '', tree: root }]
  for (let depth = 0; level.length > 0; depth += 1) {
    const wanted = level.filter(({ folder, tree }) => !listings.has(selection.listingKey(folder, tree)))
    for (const [oid, tree] of await trees.load(new Set(wanted.map(({ tree }) => tree)))) loaded.set(oid, tree)
    level = []
    for (const { folder, tree } of wanted) {
      const entries = loaded.get(tree) ?? []
      budget.take(entries.length)
      for (const { key, oid, kind } of entries) {
        if (kind !== 'tree' || !selection.enters(folder + key)) continue
        budget.enter(depth + 1, folder + key)
        level.push({ folder: folder + key, tree: oid })
      }
    }
  }
  return loaded
}

/** Puts one listing together from loaded trees and remembered parts. */
class Assembly {
  readonly #selection: Selection
  readonly #listings: Listings
  readonly #loaded: ReadonlyMap<Oid, Tree>
  readonly #budget: WalkBudget
  constructor(selection: Selection, listings: Listings, loaded: ReadonlyMap<Oid, Tree>, limits: TreeLimits) {
    this.#selection = selection
    this.#listings = listings
    this.#loaded = loaded
    this.#budget = new WalkBudget({ ...limits, entries: limits.entries * COPIES })
  }

  below(folder: string, tree: Oid): readonly Entry[] {
    const key = this.#selection.listingKey(folder, tree)
    const known = this.#listings.get(key)
    if (known) return known
    const found: Entry[] = []
    for (const entry of this.#loaded.get(tree) ?? []) {
      const path = folder + entry.key
      if (entry.kind === 'tree') {
        if (this.#selection.enters(path)) for (const inner of this.below(path, entry.oid)) found.push(inner)
      } else if (this.#selection.takes(path)) found.push({ path, oid: entry.oid, kind: entry.kind })
    }
    this.#budget.take(found.length)
    this.#listings.set(key, found)
    return found
  }
}
