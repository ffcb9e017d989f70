import type { Reason } from '../../model/gate.ts'
import type { Path } from '../../model/path.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import type { CardLine } from './card.ts'
import type { IndexedCard, SpecIndex } from './spec-index.ts'

/** One way in which a change makes a card ask for less. */
export interface Weakening {
  readonly id: string
  readonly level: Reason['level']
  readonly message: Phrase
  readonly path: Path
  readonly line: number
  /** Set where the card is gone from the head. */
  readonly side?: 'base'
}

/** Cards of the base that may have lost surfaces: what they covered has to be looked up in the head. */
export function cardsToLookUp(base: SpecIndex, head: SpecIndex): readonly IndexedCard[] {
  return base.cards.filter((card) => {
    const now = head.byId.get(card.id)
    return card.status === 'active' && (now?.status !== 'active' || !sameTexts(card.surfaces, now.surfaces))
  })
}

/** How the change weakens active cards. `files` are the paths of the head that the cards to look up cover. */
export function weakenings(base: SpecIndex, head: SpecIndex, files: readonly Path[]): readonly Weakening[] {
  const unreadable = new Set(head.problems.map((problem) => problem.path))
  return base.cards
    .filter((card) => card.status === 'active')
    .flatMap((card) => {
      const now = head.byId.get(card.id)
      if (now) return weakenedTo(card, now, files)
      const left = files.find((path) => card.covers.matches(path))
      // A file with errors is reported as such; that a card cannot be found in it says nothing.
      if (left === undefined || unreadable.has(card.path)) return []
      return [
        {
          id: card.id,
          level: 'block' as const,
          message: say`${code(card.id)} is deleted, but ${place(left)}, which it covers, is still there`,
          path: card.path,
          line: card.line,
          side: 'base' as const,
        },
      ]
    })
}

function weakenedTo(was: IndexedCard, now: IndexedCard, files: readonly Path[]): readonly Weakening[] {
  const found: Weakening[] = []
  const add = (level: Reason['level'], message: Phrase, line: number) => found.push({ id: was.id, level, message, path: now.path, line })
  if (now.status === 'draft') add('block', say`${code(was.id)} was active and is a draft now`, now.line)
  const left = now.status === 'retired' ? files.find((path) => was.covers.matches(path)) : undefined
  if (left !== undefined) add('block', say`${code(was.id)} is retired, but ${place(left)}, which it covers, is still there`, now.line)
  const lost =
    now.status === 'active' && !sameTexts(was.surfaces, now.surfaces) ? files.find((path) => was.covers.matches(path) && !now.covers.matches(path)) : undefined
  if (lost !== undefined) add('block', say`${code(was.id)} covers ${place(lost)} no more`, now.surfaces[0]?.line ?? now.line)
  addLost('acceptance', was.acceptance, now.acceptance, was.id, now.line, add)
  addLost('then', was.expected, now.expected, was.id, now.line, add)
  return found
}

/** Entries that are gone block; as many new ones in their place are a rewording, which somebody should look at. */
function addLost(
  part: string,
  was: readonly CardLine[],
  now: readonly CardLine[],
  id: string,
  cardLine: number,
  add: (level: Reason['level'], message: Phrase, line: number) => void,
): void {
  const kept = new Set(now.map((line) => normalised(line.text)))
  const lost = was.filter((line) => !kept.has(normalised(line.text)))
  if (lost.length === 0) return
  const line = now[0]?.line ?? cardLine
  const entries = lost.length === 1 ? 'an entry' : `${lost.length} entries`
  if (now.length < was.length) add('block', say`${code(id)} lost ${entries} under ${code(part)}`, line)
  else add('warn', say`${code(id)} has ${entries} under ${code(part)} reworded`, line)
}

function sameTexts(a: readonly CardLine[], b: readonly CardLine[]): boolean {
  return a.length === b.length && a.every((line, index) => line.text === b[index]?.text)
}

function normalised(text: string): string {
  return text
    .trim()
    .replaceAll(/\s{1,200}/g, ' ')
    .toLowerCase()
}
