import type { Reason } from '../../model/gate.ts'
import type { Path } from '../../model/path.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import { counted } from '../findings.ts'
import type { CardLine } from './card.ts'
import type { Search } from './card-lookup.ts'
import type { Move } from './moves.ts'
import type { PathRoles } from './options.ts'
import type { Remains } from './remains.ts'
import { Effort, normalised, rewordingOf } from './rewording.ts'
import { cardsCovering, type IndexedCard, type SpecIndex } from './spec-index.ts'

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

/** What is compared to see whether cards ask for less. */
export interface Comparison {
  readonly base: SpecIndex
  readonly head: SpecIndex
  /** What is left of the code of cards that may have lost some, by card. */
  readonly remains: ReadonlyMap<string, Remains>
  readonly moves: readonly Move[]
  readonly roles: PathRoles
  readonly search: Search
}

/** How the change weakens active cards. */
export function weakenings(comparison: Comparison): readonly Weakening[] {
  const { base, head, moves, search } = comparison
  const unreadable = new Set(head.problems.map((problem) => problem.path))
  const effort = new Effort()
  const moved = new Map<string, Move[]>()
  for (const move of moves) for (const { id } of cardsCovering(base, move.from, search)) moved.set(id, [...(moved.get(id) ?? []), move])
  return base.cards
    .filter((card) => card.status === 'active')
    .flatMap((card) => {
      const now = head.byId.get(card.id)
      const own = moved.get(card.id) ?? []
      if (now) return weakenedTo(card, now, own, comparison, effort)
      // A file with errors is reported as such; that a card cannot be found in it says nothing.
      if (unreadable.has(card.path)) return []
      return stillThere(card, 'deleted', own, comparison).map((found) => ({ ...found, path: card.path, line: card.line, side: 'base' as const }))
    })
}

function weakenedTo(was: IndexedCard, now: IndexedCard, moved: readonly Move[], comparison: Comparison, effort: Effort): readonly Weakening[] {
  const found: Weakening[] = []
  const add = (level: Reason['level'], message: Phrase, line = now.line) => found.push({ id: was.id, level, message, path: now.path, line })
  if (now.status === 'draft') add('block', say`${code(was.id)} was active and is a draft now`)
  if (now.status === 'retired') found.push(...stillThere(was, 'retired', moved, comparison).map((one) => ({ ...one, path: now.path, line: now.line })))
  if (now.status === 'active') {
    const lost = comparison.remains.get(was.id)?.uncovered
    if (lost !== undefined) add('block', say`${code(was.id)} covers ${place(lost)} no more`, now.surfaces[0]?.line)
    found.push(...movedOut(was, now, moved, comparison))
  }
  compareEntries('acceptance', was.acceptance, now.acceptance, was.id, effort, add)
  compareEntries('then', was.expected, now.expected, was.id, effort, add)
  compareConditions('given', was.given, now.given, was.id, add)
  compareConditions('when', was.when, now.when, was.id, add)
  return found
}

/** The code of a card that is gone is still there, where it was or elsewhere. Code that was only found to be like it blocks unless another card covers it. */
function stillThere(
  card: IndexedCard,
  what: 'deleted' | 'retired',
  moved: readonly Move[],
  { head, remains, search }: Comparison,
): readonly Pick<Weakening, 'id' | 'level' | 'message'>[] {
  const left = remains.get(card.id)?.left
  if (left !== undefined) {
    return [{ id: card.id, level: 'block', message: say`${code(card.id)} is ${what}, but ${place(left)}, which it covers, is still there` }]
  }
  const [move] = moved.toSorted((a, b) => Number(b.exact) - Number(a.exact))
  if (!move) return []
  const level = move.exact || cardsCovering(head, move.to, search).length === 0 ? 'block' : 'warn'
  return [{ id: card.id, level, message: say`${code(card.id)} is ${what}, but ${place(move.from)}, which it covers, only moved to ${place(move.to)}` }]
}

/** Code that leaves a card and comes under no other, or that leaves the surfaces, where nothing is asked for any more. */
function movedOut(was: IndexedCard, now: IndexedCard, moved: readonly Move[], { head, roles, search }: Comparison): readonly Weakening[] {
  return moved.flatMap((move): Weakening[] => {
    const isFree = !roles.isSurface(move.to)
    if (!isFree && (now.covers.matches(move.to, search.steps) || cardsCovering(head, move.to, search).length > 0)) return []
    const went = say`${code(was.id)} covers ${place(move.from)}, ${move.exact ? 'which' : 'most of which'} moved to ${place(move.to)}`
    const message = isFree ? say`${went}, where changes of code owe no proof` : say`${went}, where no card covers it`
    return [{ id: was.id, level: 'block', message, path: move.to, line: 1 }]
  })
}
type Add = (level: Reason['level'], message: Phrase, line?: number) => void

/** Entries that are gone block; ones that are reworded so that they say the same are something that somebody should look at. */
function compareEntries(part: string, was: readonly CardLine[], now: readonly CardLine[], id: string, effort: Effort, add: Add): void {
  const { lost, reworded } = rewordingOf(was, now, effort)
  const line = now[0]?.line
  if (lost > 0) add('block', say`${code(id)} lost ${entries(lost)} under ${code(part)}`, line)
  if (reworded > 0) add('warn', say`${code(id)} has ${entries(reworded)} under ${code(part)} reworded`, line)
}

/** Any other condition may make a card hold less often. */
function compareConditions(part: string, was: readonly CardLine[], now: readonly CardLine[], id: string, add: Add): void {
  const texts = (lines: readonly CardLine[]) => JSON.stringify(lines.map((line) => normalised(line.text)).toSorted())
  if (texts(was) !== texts(now)) add('warn', say`${code(id)} holds under other conditions: ${code(part)} is not what it was`, now[0]?.line)
}

function entries(count: number): string {
  return count === 1 ? 'an entry' : counted(count, 'entry', 'entries')
}
