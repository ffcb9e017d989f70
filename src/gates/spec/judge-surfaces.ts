import type { NextStep, Reason } from '../../model/gate.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import type { Findings } from '../findings.ts'
import type { OwingSurface } from './coverage.ts'
import { cardFact } from './facts.ts'
import type { Case } from './judge.ts'
import { cardGlobs, type SpecOptions } from './options.ts'
import { draftCard } from './spec-cards/draft-card.ts'
import { cardsCovering, type IndexedCard, nextFreeId, type SpecIndex } from './spec-cards/spec-index.ts'
import { bindingLine, likelyTest } from './tests/test-name.ts'

/** Single files reported for one change; the coverage counts them all. */
const MAX_FILES = 200
/** Cards told of for one file; more help nobody. */
const MAX_CARDS = 20

/** Reports each surface that is not covered, and the coverage if it is too low. Gives the first way out. */
export function reportSurfaces(given: Case, findings: Findings, coverage: string): NextStep | undefined {
  const level = given.coverage.enough ? 'warn' : 'block'
  const open = given.surfaces.filter((surface) => surface.state !== 'covered')
  const reported = open.slice(0, MAX_FILES).map((surface) => ({ surface, index: report(surface, level, given, findings, coverage) }))
  const below = given.coverage.enough ? [] : [reportBelow(given, open.length - reported.length, findings, coverage)]
  const steps = [...bindingSteps(reported, given), ...cardSteps(reported, given), ...linkSteps(reported)].map((step) => ({
    ...step,
    unblocks: [...step.unblocks, ...below],
  }))
  for (const { unblocks, ...step } of steps) findings.step(unblocks, step)
  return steps[0]
}

interface Reported {
  readonly surface: OwingSurface
  readonly index: number
}

function report(surface: OwingSurface, level: Reason['level'], given: Case, findings: Findings, coverage: string): number {
  const { change } = given
  const { path, line, cards } = surface
  const facts = [coverage, ...cards.slice(0, MAX_CARDS).map((card) => findings.fact(cardFact(card, change)))]
  if (surface.state === 'unbound') {
    const message = say`${place(path, line)}: ${listed(cards)} ${cards.length === 1 ? 'covers' : 'cover'} it, but no test is bound to ${cards.length === 1 ? 'it' : 'any of them'}`
    return findings.add({ code: 'spec.unbound-surface', level, message, path, line, facts })
  }
  return findings.add({ code: 'spec.behaviour-without-card', level, message: say`${place(path, line)}: ${whyUncarded(surface, given)}`, path, line, facts })
}

function whyUncarded(surface: OwingSurface, given: Case): Phrase {
  if (surface.state === 'linked') return say`it became a link or a submodule, and no card covers what is behind one`
  const { newer, inactive } = nearlyCovering(surface, given)
  if (newer) return say`no card covers it here; ${code(newer.id)} does on the trunk, which went on since`
  return inactive ? say`only ${code(inactive.id)} covers it, which is ${inactive.status === 'draft' ? 'a draft' : 'retired'}` : say`no card covers it`
}

/** Cards that would cover a surface: one that is on the trunk by now, or one that is not active. */
function nearlyCovering({ path }: OwingSurface, { head, trunk, search }: Case): { readonly newer?: IndexedCard; readonly inactive?: IndexedCard } {
  const newer = trunk && cardsCovering(trunk, path, search).find((card) => !head.byId.has(card.id))
  const inactive = head.lookup.at(path, search).filter((card) => card.status !== 'active')
  const best = inactive.find((card) => card.status === 'draft') ?? inactive[0]
  return { ...(newer ? { newer } : {}), ...(best ? { inactive: best } : {}) }
}

function reportBelow({ coverage, options }: Case, unlisted: number, findings: Findings, fact: string): number {
  const rest = unlisted > 0 ? `; ${unlisted} of the others are not listed` : ''
  return findings.add({
    code: 'spec.coverage-below',
    level: 'block',
    message: say`coverage on changed surfaces is ${code(twoDigits(coverage.share ?? 0))} of ${code(twoDigits(options.coverage))}: ${coverage.covered} of ${coverage.owing}${rest}`,
    facts: [fact],
  })
}

/** For each card without a test: the line to add, and the file where a test of its surface most likely is. */
function bindingSteps(reported: readonly Reported[], { options }: Case): readonly NextStep[] {
  const byCard = new Map<string, Reported[]>()
  for (const one of reported) {
    const card = one.surface.state === 'unbound' ? one.surface.cards[0] : undefined
    if (card) byCard.set(card.id, [...(byCard.get(card.id) ?? []), one])
  }
  return [...byCard].map(([id, own]) => {
    const test = likelyTest(own[0]?.surface.path ?? '', options.tests)
    return {
      kind: 'edit',
      message: say`mark the test that shows it with ${code(`@spec ${id}`)}, for example in ${place(test)}`,
      unblocks: own.map((one) => one.index),
      snippet: { path: test, text: bindingLine(test, id) },
    }
  })
}

/** What brings a card: the trunk, a draft that becomes active, and one new card for everything else. */
function cardSteps(reported: readonly Reported[], given: Case): readonly NextStep[] {
  const { head, trunk, change, options } = given
  const uncarded = reported.filter((one) => one.surface.state === 'uncarded').map((one) => ({ ...one, ...nearlyCovering(one.surface, given) }))
  const behind = uncarded.filter((one) => one.newer)
  const drafted = uncarded.filter((one) => !one.newer && one.inactive?.status === 'draft')
  const own = uncarded.filter((one) => !one.newer && one.inactive?.status !== 'draft')
  return [...mergeSteps(behind), ...activeSteps(drafted), ...(own.length === 0 ? [] : newCardSteps(own, head, trunk, change, options))]
}

function linkSteps(reported: readonly Reported[]): readonly NextStep[] {
  const unblocks = reported.flatMap((one) => (one.surface.state === 'linked' ? one.index : []))
  if (unblocks.length === 0) return []
  return [{ kind: 'edit', message: say`keep the code itself where it was, or remove it and retire what its card says of it`, unblocks }]
}

type Nearly = Reported & ReturnType<typeof nearlyCovering>

function mergeSteps(behind: readonly Nearly[]): readonly NextStep[] {
  if (behind.length === 0) return []
  return [{ kind: 'edit', message: say`merge the trunk into this branch`, unblocks: behind.map((one) => one.index) }]
}

function activeSteps(drafted: readonly Nearly[]): readonly NextStep[] {
  const byCard = Map.groupBy(drafted, (one) => one.inactive)
  return [...byCard].flatMap(([card, ones]): readonly NextStep[] =>
    card === undefined
      ? []
      : [
          {
            kind: 'edit',
            message: say`set ${code('status: active')} in ${place(card.path, card.line)} and mark its test with ${code(`@spec ${card.id}`)}`,
            unblocks: ones.map((one) => one.index),
          },
        ],
  )
}

function newCardSteps(
  own: readonly Nearly[],
  head: SpecIndex,
  trunk: SpecIndex | undefined,
  change: Case['change'],
  options: SpecOptions,
): readonly NextStep[] {
  const draft = draftCard({ id: nextFreeId(head, trunk), title: change.title, surfaces: own.map((one) => one.surface.path), cards: cardGlobs(options) })
  return [
    {
      kind: 'edit',
      message: say`write a card for it in ${place(draft.path)} and mark its test with ${code(`@spec ${draft.id}`)}`,
      unblocks: own.map((one) => one.index),
      command: 'maestro spec draft',
      snippet: { path: draft.path, text: draft.text },
    },
  ]
}

function listed(cards: readonly IndexedCard[]): Phrase {
  const shown = cards.slice(0, 3).flatMap((card, index) => [...(index === 0 ? [] : [', ']), code(card.id)])
  return cards.length > 3 ? [...shown, ` and ${cards.length - 3} more`] : shown
}

/** Rounded down, so that what is below never reads as enough. */
function twoDigits(share: number): string {
  return (Math.floor(share * 100 + 1e-6) / 100).toFixed(2)
}
