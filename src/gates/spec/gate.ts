import type { Gate } from '../../model/gate.ts'
import { say } from '../../model/phrase.ts'
import { Findings } from '../findings.ts'
import { Search } from './card-lookup.ts'
import { coverageOf, owingSurfaces } from './coverage.ts'
import { judgeSpecs, noCards } from './judge.ts'
import { movesIn } from './moves.ts'
import { coveredFiles, firstNeeds, indexOf, trunkCards } from './needs.ts'
import { cardGlobs, rolesOf, type SpecOptions, specDefaults, specSchema } from './options.ts'
import { specReasons } from './reasons.ts'
import { cardsToLookUp, emptied, losersOf, remainsOf } from './remains.ts'
import { weakenings } from './weakening.ts'

/** Asks that changed behaviour is described by a card and shown by a test that is bound to it. */
export const spec: Gate<SpecOptions> = {
  id: 'spec',
  version: '3',
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
    return lookUp.length === 0 ? first : [...first, coveredFiles(lookUp)]
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
    const weaker = weakenings({ base, head, remains, moves, roles, search })
    return judgeSpecs({
      change,
      options,
      head,
      base,
      surfaces,
      coverage: coverageOf(surfaces, head, options.coverage),
      weakenings: weaker,
      emptied: emptied(losers, remains, head, weaker),
      search,
      touched: new Set(change.files.flatMap((file) => (file.previousPath === undefined ? [file.path] : [file.path, file.previousPath]))),
    })
  },
}
