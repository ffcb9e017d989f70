import type { Reason } from '../../../model/gate.ts'
import type { Path } from '../../../model/path.ts'
import { code, type Phrase, place, say } from '../../../model/phrase.ts'
import { counted } from '../../findings.ts'
import type { PathRoles } from '../options.ts'
import type { CardLine } from '../spec-cards/card.ts'
import type { Search } from '../spec-cards/card-lookup.ts'
import { cardsCovering, type IndexedCard, type SpecIndex } from '../spec-cards/spec-index.ts'
import type { Move } from './moves.ts'
import { PARTS, type Part, Promises } from './promises.ts'
import type { Remains } from './remains.ts'
import { isUnchanged, normalised } from './rewording.ts'

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
  const moved = new Map<string, Move[]>()
  for (const move of moves) for (const { id } of cardsCovering(base, move.from, search)) moved.set(id, [...(moved.get(id) ?? []), move])
  const active = base.cards.filter((card) => card.status === 'active')
  const promises = new Promises(base, head, active)
  return active.flatMap((card) => {
    const now = head.byId.get(card.id)
    const own = moved.get(card.id) ?? []
    if (now) return weakenedTo(card, now, own, comparison, promises)
    // A file with errors is reported as such; that a card cannot be found in it says nothing.
    if (unreadable.has(card.path)) return []
    return stillThere(card, 'deleted', own, comparison, promises).map((found) => ({ ...found, path: card.path, line: card.line, side: 'base' as const }))
  })
}

function weakenedTo(was: IndexedCard, now: IndexedCard, moved: readonly Move[], comparison: Comparison, promises: Promises): readonly Weakening[] {
  const found: Weakening[] = []
  const add = (level: Reason['level'], message: Phrase, line = now.line) => found.push({ id: was.id, level, message, path: now.path, line })
  if (now.status === 'draft') add('block', say`${code(was.id)} was active and is a draft now`)
  if (now.status === 'retired')
    found.push(...stillThere(was, 'retired', moved, comparison, promises).map((one) => ({ ...one, path: now.path, line: now.line })))
  const remains = comparison.remains.get(was.id)
  if (now.status === 'active') {
    const lost = remains?.uncovered
    if (lost !== undefined)
      add(remains?.isTakenOver ? 'warn' : 'block', say`${code(was.id)} covers ${place(lost)} no more${takenOver(remains)}`, now.surfaces[0]?.line)
    found.push(...movedOut(was, now, moved, comparison))
  }
  // Told of once: where the card is no longer active, as a whole (stillThere).
  if (now.status !== 'retired') for (const part of PARTS) compareEntries(part, was, now, remains, promises, add)
  compareConditions(was, now, add)
  return found
}

/** The code of a card that is gone is still there, where it was or elsewhere. Code that was only found to be like it blocks unless another card covers it. */
function stillThere(
  card: IndexedCard,
  what: 'deleted' | 'retired',
  moved: readonly Move[],
  { head, remains, roles, search }: Comparison,
  promises: Promises,
): readonly Pick<Weakening, 'id' | 'level' | 'message'>[] {
  const own = remains.get(card.id)
  if (own?.left !== undefined) {
    const message = say`${code(card.id)} is ${what}, but ${place(own.left)}, which it covers, is still there`
    const { lost, by } = promises.among([...card.acceptance, ...card.expected], own.isTakenOver ? own.successors : [])
    if (lost > 0 || !own.isTakenOver) return [{ id: card.id, level: 'block', message }]
    const kept = { id: card.id, level: 'warn', message: say`${code(card.id)} is ${what}${takenOver(own)}` } as const
    return [kept, ...otherConditions(card, by).map((found) => ({ id: card.id, level: 'warn' as const, message: found }))]
  }
  const isFree = (move: Move) => !roles.isSurface(move.to) || cardsCovering(head, move.to, search).length === 0
  const move = moved.find((each) => each.what === 'all') ?? moved.find(isFree) ?? moved[0]
  if (!move) return []
  const level = move.what === 'all' || isFree(move) ? 'block' : 'warn'
  const message = say`${code(card.id)} is ${what}, but ${place(move.from)}, which it covers, ${STAYS[move.what]} ${place(move.to)}`
  return [{ id: card.id, level, message }]
}

const STAYS = { all: 'only moved to', most: 'only moved to', part: 'was only split: a part of it is in' } as const
const WENT = { all: 'which', most: 'most of which', part: 'a part of which' } as const

/** Code that leaves a card and comes under no other, or that leaves the surfaces, where nothing is asked for any more. */
function movedOut(was: IndexedCard, now: IndexedCard, moved: readonly Move[], { head, roles, search }: Comparison): readonly Weakening[] {
  return moved.flatMap((move): Weakening[] => {
    const isFree = !roles.isSurface(move.to)
    if (!isFree && (now.covers.matches(move.to, search.steps) || cardsCovering(head, move.to, search).length > 0)) return []
    const went = say`${code(was.id)} covers ${place(move.from)}, ${WENT[move.what]} moved to ${place(move.to)}`
    const message = isFree ? say`${went}, where changes of code owe no proof` : say`${went}, where no card covers it`
    return [{ id: was.id, level: 'block', message, path: move.to, line: 1 }]
  })
}

/** When it does. */
const CONDITIONS = ['given', 'when'] as const

/** Cards that promise what another one did, and not under its conditions. */
function otherConditions(was: IndexedCard, now: readonly IndexedCard[]): readonly Phrase[] {
  return now.flatMap((card) => {
    const other = CONDITIONS.filter((part) => !isSame(was[part], card[part]))
    return other.length === 0 ? [] : [say`${code(card.id)} holds under other conditions than ${code(was.id)}: ${code(other.join(', '))} is not what it was`]
  })
}

function takenOver(remains: Remains | undefined): Phrase {
  const successors = remains?.isTakenOver ? remains.successors : new Set<IndexedCard>()
  const [first] = successors
  return first === undefined ? [] : say`; ${code(first.id)}${successors.size > 1 ? ` and ${successors.size - 1} more` : ''} stands for it now`
}

type Add = (level: Reason['level'], message: Phrase, line?: number) => void

/** Entries that are gone block, unless a card that took code over says the same; ones that are reworded so that they say the same are something that somebody should look at. */
function compareEntries(part: Part, was: IndexedCard, now: IndexedCard, remains: Remains | undefined, promises: Promises, add: Add): void {
  const own = promises.within(was, part)
  const { lost, by } = promises.among(own.lost, remains?.successors ?? [])
  const name = part === 'expected' ? 'then' : part
  const line = now[part][0]?.line
  if (lost > 0) add('block', say`${code(was.id)} lost ${entries(lost)} under ${code(name)}`, line)
  else if (own.lost.length > 0) add('warn', say`${code(was.id)} gave ${entries(own.lost.length)} under ${code(name)} to another card`, line)
  for (const found of otherConditions(was, by)) add('warn', found, line)
  if (own.reworded > 0) add('warn', say`${code(was.id)} has ${entries(own.reworded)} under ${code(name)} reworded`, line)
}

/** Any other condition may make a card hold less often. */
function compareConditions(was: IndexedCard, now: IndexedCard, add: Add): void {
  for (const part of CONDITIONS) {
    if (isSame(was[part], now[part])) continue
    add('warn', say`${code(was.id)} holds under other conditions: ${code(part)} is not what it was`, now[part][0]?.line)
  }
}

/** Whether two lists say the same, in whichever order. */
function isSame(was: readonly CardLine[], now: readonly CardLine[]): boolean {
  const texts = (lines: readonly CardLine[]) => JSON.stringify(lines.map((line) => normalised(line.text)).toSorted())
  return isUnchanged(was, now) || texts(was) === texts(now)
}

function entries(count: number): string {
  return count === 1 ? 'an entry' : counted(count, 'entry', 'entries')
}
