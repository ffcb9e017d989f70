import type { Change } from '../../model/change.ts'
import type { Facts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { changedSurfaces, digestNeeds } from './needs.ts'
import type { SpecOptions } from './options.ts'
import { cardsCovering, type IndexedCard, type SpecIndex } from './spec-index.ts'

/** A changed file that owes a proof. */
export interface OwingSurface {
  readonly path: Path
  /** Its first line of code. */
  readonly line: number
  /** The active cards that cover it. */
  readonly cards: readonly IndexedCard[]
  /**
   * - `covered`: an active card covers it and a test is bound to that card
   * - `unbound`: cards cover it, but no test is bound to any of them
   * - `uncarded`: no active card covers it
   */
  readonly state: 'covered' | 'unbound' | 'uncarded'
}

/** Changed surfaces that owe a proof under the settings, by path. */
export function owingSurfaces(change: Change, options: SpecOptions, head: SpecIndex, facts: Facts): readonly OwingSurface[] {
  const needs = digestNeeds(change, options)
  const before = facts.get(needs.before).found
  const after = facts.get(needs.after).found
  return changedSurfaces(change, options)
    .flatMap((file): OwingSurface[] => {
      const now = after.get(file.path)
      const was = file.status === 'added' ? undefined : before.get(file.previousPath ?? file.path)
      // What could not be read counts as changed. A file without any code has no behaviour.
      const changed = now === undefined || (was === undefined ? now.line !== null : was.digest !== now.digest)
      const surface = surfaceOf(head, file.path, now?.line ?? 1)
      const owes = options.required === 'all' || (changed && (options.required === 'behaviour' || surface.state !== 'uncarded'))
      return owes ? [surface] : []
    })
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** What covers one path. */
function surfaceOf(index: SpecIndex, path: Path, line: number): OwingSurface {
  const cards = cardsCovering(index, path)
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
