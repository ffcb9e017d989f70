import { stringify } from 'yaml'
import type { Change } from '../../../model/change.ts'
import { exactGlob } from '../../../model/exact-glob.ts'
import { type Glob, globSet, literalPrefix } from '../../../model/glob.ts'
import type { Facts } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { owingSurfaces } from '../coverage.ts'
import { indexOf } from '../needs.ts'
import { cardGlobs, type SpecOptions } from '../options.ts'
import { nextFreeId } from './spec-index.ts'

export interface CardDraft {
  readonly id: string
  /** Where the card would be read from under the settings. */
  readonly path: Path
  readonly text: string
}

const MAX_TITLE = 120

/**
 * A card, in YAML, for code that no card covers: what can be known is filled in, the rest is to be written by hand. It
 * is a draft, so it covers nothing until somebody makes it active. Equal inputs give equal text.
 */
export function draftCard(given: {
  readonly id: string
  readonly title: string
  readonly surfaces: readonly Path[]
  readonly cards: readonly Glob[]
}): CardDraft {
  const card = {
    id: given.id,
    title: oneLine(given.title),
    status: 'draft',
    surfaces: given.surfaces.toSorted().flatMap(exactGlob),
    given: ['what holds before'],
    when: ['what happens'],
    // biome-ignore lint/suspicious/noThenProperty: the key of a card; the value is a list, so nothing can take it for a promise
    then: ['what must be true afterwards'],
    acceptance: ['how somebody can see it'],
  }
  const text = `# Write the last four in your own words, then set the status to active.\n${stringify(card, { lineWidth: 0 })}`
  return { id: given.id, path: pathFor(given.id, given.cards), text }
}

/** A card for the changed code that owes one and has none: what `maestro spec draft` prints. Undefined when there is no such code. */
export function draftForChange(change: Change, options: SpecOptions, facts: Facts): CardDraft | undefined {
  const head = indexOf('head', options, facts)
  const surfaces = owingSurfaces(change, options, head, facts).flatMap((surface) => (surface.state === 'uncarded' ? [surface.path] : []))
  return surfaces.length === 0 ? undefined : draftCard({ id: nextFreeId(head), title: change.title, surfaces, cards: cardGlobs(options) })
}

/** Directly in the folder that the patterns start with, by a name that they match. */
function pathFor(id: string, cards: readonly Glob[]): Path {
  const folder = literalPrefix(cards[0] ?? '')
  const names = [`${folder}${id}.yml`, `${folder}${id}.yaml`]
  return names.find((name) => globSet(cards).matches(name)) ?? `${folder}${id}.yml`
}

/** Text from outside as one line that has nothing invisible in it. */
function oneLine(text: string): string {
  const line = text
    .slice(0, 1000)
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE - 1).toWellFormed()}…` : line.toWellFormed()
}
