import type { Change } from '../../model/change.ts'
import type { Gate } from '../../model/gate.ts'
import type { Facts } from '../../model/need.ts'
import { say } from '../../model/phrase.ts'
import { Findings } from '../findings.ts'
import { Search } from './card-lookup.ts'
import { coverageOf, owingSurfaces } from './coverage.ts'
import { judgeSpecs, noCards } from './judge.ts'
import { movesIn } from './moves.ts'
import { coveredFiles, firstNeeds, indexOf, newerCards, trunkCards } from './needs.ts'
import { cardGlobs, rolesOf, type SpecOptions, specDefaults, specSchema } from './options.ts'
import { specReasons } from './reasons.ts'
import { cardsToLookUp, emptied, losersOf, remainsOf } from './remains.ts'
import { type SpecIndex, specIndex } from './spec-index.ts'
import { weakenings } from './weakening.ts'

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
    const newer = isUncarded(change, options, head, facts) ? newerCards(change, options) : undefined
    return [...first, ...(lookUp.length === 0 ? [] : [coveredFiles(lookUp)]), ...(newer ? [newer] : [])]
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
    const surfaces = owingSurfaces(change, options, head, facts, moves, search)
    const newer = isUncarded(change, options, head, facts) ? newerCards(change, options) : undefined
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

/** Whether anything owes a proof that no card covers. With a search of its own, so that it is the same whenever it is asked. */
function isUncarded(change: Change, options: SpecOptions, head: SpecIndex, facts: Facts): boolean {
  return owingSurfaces(change, options, head, facts).some((surface) => surface.state === 'uncarded')
}
