import type { Change } from '../../model/change.ts'
import type { Gate } from '../../model/gate.ts'
import type { Facts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { say } from '../../model/phrase.ts'
import { Findings } from '../findings.ts'
import { firstChanged } from './code/code-lines.ts'
import { coverageOf, type OwingSurface, owingSurfaces } from './coverage.ts'
import { judgeSpecs, noCards } from './judge.ts'
import { movesIn } from './motion/moves.ts'
import { cardsToLookUp, emptied, losersOf, remainsOf } from './motion/remains.ts'
import { weakenings } from './motion/weakening.ts'
import { coveredFiles, firstNeeds, indexOf, lineNeeds, newerCards, trunkCards } from './needs.ts'
import { cardGlobs, rolesOf, type SpecOptions, specDefaults, specSchema } from './options.ts'
import { specReasons } from './reasons.ts'
import { Search } from './spec-cards/card-lookup.ts'
import { type SpecIndex, specIndex } from './spec-cards/spec-index.ts'

/** Asks that changed behaviour is described by a card and shown by a test that is bound to it. */
export const spec: Gate<SpecOptions> = {
  id: 'spec',
  version: '5',
  title: 'Specs',
  settings: { schema: specSchema, defaults: specDefaults },
  reasons: specReasons,
  // Cards come from the head; of the trunk it only counts whether there are any yet.
  governs: (options) => ({ contents: [], presence: cardGlobs(options) }),
  needs(change, options, facts, round) {
    const first = firstNeeds(change, options)
    if (round === 0) return first
    const head = indexOf('head', options, facts)
    const lookUp = cardsToLookUp(losersOf(change, indexOf('base', options, facts), head, rolesOf(options), new Search()), head)
    const open = openSurfaces(change, options, head, facts)
    const newer = isUncarded(open) ? newerCards(change, options) : undefined
    const lines = lineNeeds(change, pathsOf(open))
    return [...first, ...(lookUp.length === 0 ? [] : [coveredFiles(lookUp)]), ...(newer ? [newer] : []), ...(lines ? [lines.before, lines.after] : [])]
  },
  evaluate(change, options, facts) {
    const head = indexOf('head', options, facts)
    const base = indexOf('base', options, facts)
    if (noCards({ options, head, base }, facts.get(trunkCards(options)).length > 0)) {
      return new Findings().result('spec', say`there are no Spec Cards at ${cardGlobs(options).join(', ')}`, { outcome: 'skip' })
    }
    const roles = rolesOf(options)
    const search = new Search()
    // First of all, so that it finds what it found when it was asked what is needed.
    const losers = losersOf(change, base, head, roles, search)
    const lookUp = cardsToLookUp(losers, head)
    const entries = lookUp.length === 0 ? [] : facts.get(coveredFiles(lookUp))
    const remains = remainsOf(entries, losers, { base, head }, roles, search)
    const moves = movesIn(change, options, facts)
    const open = openSurfaces(change, options, head, facts)
    const changed = changedLines(change, pathsOf(open), facts)
    const surfaces = owingSurfaces(change, options, head, facts, moves, search).map((each) => ({ ...each, line: changed.get(each.path) ?? each.line }))
    const newer = isUncarded(open) ? newerCards(change, options) : undefined
    const weaker = weakenings({ base, head, remains, moves, roles, search })
    return judgeSpecs({
      change,
      options,
      head,
      base,
      trunk: newer && specIndex(facts.get(newer), []),
      surfaces,
      coverage: coverageOf(surfaces, head, options.coverage),
      weakenings: weaker,
      emptied: emptied(losers, remains, head, weaker),
      search,
      touched: new Set(change.files.flatMap((file) => (file.previousPath === undefined ? [file.path] : [file.path, file.previousPath]))),
    })
  },
}

/** What owes a proof that nothing gives. With a search of its own, so that it is the same whenever it is asked. */
function openSurfaces(change: Change, options: SpecOptions, head: SpecIndex, facts: Facts): readonly OwingSurface[] {
  return owingSurfaces(change, options, head, facts).filter((surface) => surface.state !== 'covered')
}

function isUncarded(open: readonly OwingSurface[]): boolean {
  return open.some((surface) => surface.state === 'uncarded')
}

function pathsOf(surfaces: readonly OwingSurface[]): readonly Path[] {
  return surfaces.map((surface) => surface.path)
}

/** The first line of each file whose code changed, where that is known. */
function changedLines(change: Change, paths: readonly Path[], facts: Facts): ReadonlyMap<Path, number> {
  const needs = lineNeeds(change, paths)
  if (!needs) return new Map()
  const before = facts.get(needs.before).found
  const after = facts.get(needs.after).found
  return new Map(
    needs.files.flatMap(({ path, previousPath }) => {
      const line = firstChanged(before.get(previousPath ?? path), after.get(path))
      return line === undefined ? [] : [[path, line]]
    }),
  )
}
