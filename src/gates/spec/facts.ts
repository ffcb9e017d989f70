import type { Change } from '../../model/change.ts'
import type { Fact } from '../../model/gate.ts'
import type { Source } from '../../model/source.ts'
import type { Case } from './judge.ts'
import type { IndexedCard } from './spec-cards/spec-index.ts'

/** Sources and entries beyond these say nothing more to a reader. */
const MAX_LISTED = 300
const MAX_CARDS = 20

/** What owes a proof, and what covers it. */
export function coverageFact({ change, options, surfaces, coverage }: Pick<Case, 'change' | 'options' | 'surfaces' | 'coverage'>): Fact {
  const listed = surfaces.slice(0, MAX_LISTED)
  return {
    id: 'spec.coverage',
    title: 'Coverage of changed surfaces',
    value: {
      covered: coverage.covered,
      owing: coverage.owing,
      share: coverage.share ?? null,
      required: options.coverage,
      surfaces: listed.map(({ path, state, cards }) => ({ path, state, cards: cards.slice(0, MAX_CARDS).map((card) => card.id) })),
    },
    sources: [{ kind: 'computed', by: 'the spec gate' }, ...listed.map(({ path, line }): Source => ({ kind: 'git', commit: change.head.commit, path, line }))],
  }
}

/** What a finding about a card rests on. */
export function cardFact(card: IndexedCard, change: Change): Fact {
  return {
    id: `spec.card:${card.id}`,
    title: card.title === '' ? card.id : `${card.id}: ${card.title.slice(0, 200)}`,
    value: {
      id: card.id,
      status: card.status,
      ...(card.owner === undefined ? {} : { owner: card.owner }),
      surfaces: card.surfaces.map((surface) => surface.text),
      tests: card.tests.slice(0, MAX_LISTED).map(({ path, line }) => ({ path, line })),
    },
    sources: [{ kind: 'git', commit: change.head.commit, path: card.path, line: card.line }],
  }
}
