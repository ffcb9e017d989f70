import type { Change } from '../../model/change.ts'
import type { Facts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { becomesLink } from './motion/links.ts'
import { type Move, movesIn } from './motion/moves.ts'
import { changedSurfaces, digestNeeds } from './needs.ts'
import { type PathRoles, rolesOf, type SpecOptions } from './options.ts'
import { Search } from './spec-cards/card-lookup.ts'
import { cardsCovering, type IndexedCard, type SpecIndex } from './spec-cards/spec-index.ts'

/** A changed file that owes a proof. */
export interface OwingSurface {
  readonly path: Path
  /** Its first line of code; in a finding the first one that changed, where that is known. */
  readonly line: number
  /** The active cards that cover it. */
  readonly cards: readonly IndexedCard[]
  /**
   * - `covered`: an active card covers it and a test is bound to that card
   * - `unbound`: cards cover it, but no test is bound to any of them
   * - `uncarded`: no active card covers it
   * - `linked`: it became a link or a submodule, and no test shows for long what is behind one
   */
  readonly state: 'covered' | 'unbound' | 'uncarded' | 'linked'
}

/** Changed surfaces that owe a proof under the settings, by path. */
export function owingSurfaces(
  change: Change,
  options: SpecOptions,
  head: SpecIndex,
  facts: Facts,
  moves = movesIn(change, options, facts),
  search = new Search(),
): readonly OwingSurface[] {
  const roles = rolesOf(options)
  const links = linksInPlace(change, roles)
  const needs = digestNeeds(change, options)
  const before = facts.get(needs.before).found
  const after = facts.get(needs.after).found
  const edited = changedSurfaces(change, options).map((file): Changed => {
    const now = after.get(file.path)
    const was = file.status === 'added' ? undefined : before.get(file.previousPath ?? file.path)
    // What could not be read counts as changed, links and submodules with it. A file without any code has no behaviour.
    const isChanged = now === undefined || (was === undefined ? now.line !== null : was.digest !== now.digest)
    return { path: file.path, line: now?.line ?? 1, isChanged }
  })
  return [...edited, ...elsewhere(links, roles, moves)]
    .flatMap(({ path, line, isChanged }): OwingSurface[] => {
      const surface = surfaceOf(head, path, line, links.has(path), search)
      // What was not compared with every card may be covered by one.
      const isCarded = surface.cards.length > 0 || search.isExhausted
      return options.required === 'all' || (isChanged && (options.required === 'behaviour' || isCarded)) ? [surface] : []
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

interface Changed {
  readonly path: Path
  readonly line: number
  readonly isChanged: boolean
}

/** Links and submodules where surfaces were: a file, or a folder of them. */
function linksInPlace(change: Change, roles: PathRoles): ReadonlySet<Path> {
  const links = change.files.filter(becomesLink)
  const gone = links.length === 0 ? [] : change.files.flatMap(({ status, path, previousPath }) => previousPath ?? (status === 'removed' ? path : []))
  const folders = new Set(gone.filter((path) => roles.isSurface(path)).flatMap((path) => [...foldersOf(path)]))
  return new Set(links.filter(({ path, before }) => folders.has(path) || (before !== undefined && roles.isSurface(path))).map(({ path }) => path))
}

/** What stands in for surfaces without being one: a link or a submodule where a folder of them was, and code that was moved out and edited. */
function elsewhere(links: ReadonlySet<Path>, roles: PathRoles, moves: readonly Move[]): readonly Changed[] {
  const movedOut = moves.flatMap((move) => (move.what === 'all' ? [] : move.to))
  const paths = [...links, ...movedOut].filter((path) => !roles.isSurface(path))
  return [...new Set(paths)].map((path) => ({ path, line: 1, isChanged: true }))
}

function* foldersOf(path: Path): Generator<Path> {
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) yield path.slice(0, slash)
}

/** What covers one path. */
function surfaceOf(index: SpecIndex, path: Path, line: number, isLinked: boolean, search: Search): OwingSurface {
  const cards = cardsCovering(index, path, search)
  if (isLinked) return { path, line, cards, state: 'linked' }
  const state = cards.length === 0 ? 'uncarded' : cards.some((card) => card.tests.length > 0) ? 'covered' : 'unbound'
  return { path, line, cards, state }
}

export interface Coverage {
  readonly covered: number
  readonly owing: number
  /** Covered of owing, 0 to 1; undefined when nothing owes a proof. */
  readonly share: number | undefined
  readonly enough: boolean
  /** Whether what could not be read might make the difference. */
  readonly certain: boolean
}

export function coverageOf(surfaces: readonly OwingSurface[], index: SpecIndex, required: number): Coverage {
  const owing = surfaces.length
  const covered = surfaces.filter((surface) => surface.state === 'covered').length
  const possible = surfaces.filter((surface) =>
    surface.state === 'unbound' ? index.unread.size > 0 : surface.state === 'uncarded' && index.problems.length > 0,
  ).length
  const share = owing === 0 ? undefined : covered / owing
  const enough = share === undefined || share >= required
  return { covered, owing, share, enough, certain: enough || (covered + possible) / owing < required }
}
