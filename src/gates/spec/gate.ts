import type { Gate } from '../../model/gate.ts'
import { say } from '../../model/phrase.ts'
import { Findings } from '../findings.ts'
import { coverageOf, owingSurfaces } from './coverage.ts'
import { judgeSpecs, noCards } from './judge.ts'
import { coveredFiles, firstNeeds, indexOf, trunkCards } from './needs.ts'
import { cardGlobs, type SpecOptions, specDefaults, specSchema } from './options.ts'
import { specReasons } from './reasons.ts'
import { cardsToLookUp, weakenings } from './weakening.ts'

/** Asks that changed behaviour is described by a card and shown by a test that is bound to it. */
export const spec: Gate<SpecOptions> = {
  id: 'spec',
  version: '2',
  title: 'Specs',
  settings: { schema: specSchema, defaults: specDefaults },
  reasons: specReasons,
  // Cards come from the head; of the trunk it only counts whether there are any yet.
  governs: (options) => ({ contents: [], presence: cardGlobs(options) }),
  needs(change, options, facts, round) {
    const first = firstNeeds(change, options)
    if (round === 0) return first
    const lookUp = cardsToLookUp(indexOf('base', options, facts), indexOf('head', options, facts))
    return lookUp.length === 0 ? first : [...first, coveredFiles(lookUp)]
  },
  evaluate(change, options, facts) {
    const head = indexOf('head', options, facts)
    const base = indexOf('base', options, facts)
    if (noCards({ options, head, base }, facts.get(trunkCards(options)).length > 0)) {
      return new Findings().result('spec', say`there are no Spec Cards at ${cardGlobs(options).join(', ')}`, { outcome: 'skip' })
    }
    const lookUp = cardsToLookUp(base, head)
    const files = lookUp.length === 0 ? [] : facts.get(coveredFiles(lookUp)).map((entry) => entry.path)
    const surfaces = owingSurfaces(change, options, head, facts)
    return judgeSpecs({
      change,
      options,
      head,
      base,
      surfaces,
      coverage: coverageOf(surfaces, head, options.coverage),
      weakenings: weakenings(base, head, files),
      touched: new Set(change.files.flatMap((file) => (file.previousPath === undefined ? [file.path] : [file.path, file.previousPath]))),
    })
  },
}
