import type { Change, Entry } from '../../../model/change.ts'
import type { Path } from '../../../model/path.ts'
import type { PathRoles } from '../options.ts'
import type { Search } from '../spec-cards/card-lookup.ts'
import { cardsCovering, type IndexedCard, type SpecIndex } from '../spec-cards/spec-index.ts'
import { becomesLink, isLink } from './links.ts'
import { isUnchanged } from './rewording.ts'

/** What is left of the code that a card covered before the change. */
export interface Remains {
  /** A file that it covered and that is still there. */
  readonly left?: Path
  /** A file that it covered, that is still there, and that it covers no more. */
  readonly uncovered?: Path
  /** Whether it covers any surface now. */
  readonly hasCode: boolean
  /** The other active cards with a test that each cover everything of it that the card covers no more. */
  readonly successors: ReadonlySet<IndexedCard>
  /** Whether there is one. */
  readonly isTakenOver: boolean
}

/** Active cards of the base that may have lost code, by what may have taken it from them. */
export interface Losers {
  /** Those that are gone, no longer active, or have other surfaces. */
  readonly edited: readonly IndexedCard[]
  /** Those that cover a surface which the change takes away from where it was. */
  readonly bereft: readonly IndexedCard[]
  /** Links and submodules that the change puts where none was: no code of this repository, so nothing that a card covered is left in them. */
  readonly links: ReadonlySet<Path>
}

export function losersOf(change: Change, base: SpecIndex, head: SpecIndex, roles: PathRoles, search: Search): Losers {
  const edited = base.cards.filter((card) => {
    const now = head.byId.get(card.id)
    return card.status === 'active' && (now?.status !== 'active' || !isUnchanged(card.surfaces, now.surfaces))
  })
  const links = new Set(change.files.filter(becomesLink).map((file) => file.path))
  const bereft = new Set<IndexedCard>()
  for (const { status, path, previousPath } of change.files) {
    const gone = previousPath ?? (status === 'removed' || links.has(path) ? path : undefined)
    if (gone !== undefined && roles.isSurface(gone)) for (const card of cardsCovering(base, gone, search)) bereft.add(card)
  }
  return { edited, bereft: base.cards.filter((card) => bereft.has(card)), links }
}

/** Every card of either side whose files have to be looked for in the head. */
export function cardsToLookUp({ edited, bereft }: Losers, head: SpecIndex): readonly IndexedCard[] {
  const before = [...new Set([...edited, ...bereft])]
  return [...before, ...before.flatMap((card) => head.byId.get(card.id) ?? [])]
}

/** What is left of some cards' code, by id. `entries` are the files of the head that they cover on either side. */
export function remainsOf(
  entries: readonly Entry[],
  losers: Losers,
  { base, head }: { readonly base: SpecIndex; readonly head: SpecIndex },
  roles: PathRoles,
  search: Search,
): ReadonlyMap<string, Remains> {
  const found = new Map<string, { left?: Path; uncovered?: Path; hasCode: boolean; successors: Set<IndexedCard>; isTakenOver: boolean; isLeaving: boolean }>()
  for (const card of [...losers.edited, ...losers.bereft]) found.set(card.id, { hasCode: false, successors: new Set(), isTakenOver: false, isLeaving: false })
  for (const { path, kind } of entries) {
    if (losers.links.has(path)) continue
    const there = head.lookup.at(path, search)
    const now = new Set(there.map((card) => card.id))
    const shown = there.filter((card) => card.status === 'active' && card.tests.length > 0)
    for (const { id } of base.lookup.at(path, search)) {
      const one = found.get(id)
      if (!one) continue
      one.left ??= path
      if (!now.has(id)) one.uncovered ??= path
      // What the card still covers itself needs nobody else.
      if (now.has(id) && head.byId.get(id)?.status === 'active') continue
      const others = new Set(shown.filter((card) => card.id !== id))
      // Only who covers all of what it leaves can keep its promises there.
      one.successors = one.isLeaving ? new Set([...one.successors].filter((card) => others.has(card))) : others
      one.isLeaving = true
      one.isTakenOver = one.successors.size > 0
    }
    if (isLink(kind)) continue
    for (const id of now) {
      const one = found.get(id)
      if (one && !one.hasCode) one.hasCode = roles.isSurface(path)
    }
  }
  return found
}

/** Active cards whose surfaces matched code before the change took it away, and match none any more. Those found weaker have been told of. */
export function emptied(
  { bereft }: Losers,
  remains: ReadonlyMap<string, Remains>,
  head: SpecIndex,
  weaker: readonly { readonly id: string }[],
): readonly IndexedCard[] {
  const told = new Set(weaker.map((each) => each.id))
  return bereft.flatMap(({ id }) => {
    const now = head.byId.get(id)
    return now?.status === 'active' && !told.has(id) && remains.get(id)?.hasCode === false ? [now] : []
  })
}
