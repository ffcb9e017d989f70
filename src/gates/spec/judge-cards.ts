import { code, place, say } from '../../model/phrase.ts'
import type { Findings } from '../findings.ts'
import { cardFact } from './facts.ts'
import type { Case } from './judge.ts'
import { lostBindings } from './judge-bindings.ts'
import type { IndexedCard } from './spec-cards/spec-index.ts'

/** Findings of one kind that the change is to blame for. */
const MAX_OWN = 50
/** Findings that were there before: enough to see, and no wall of them on every change. */
const MAX_OLD = 5

/** Reports what is wrong with cards: broken, given twice, weakened, without tests. */
export function reportCards(given: Case, findings: Findings): void {
  reportInvalid(given, findings)
  reportDuplicates(given, findings)
  reportWeakened(given, findings)
  reportEmptied(given, findings)
  reportOrphans(given, findings)
}

function reportInvalid({ head, base, touched, search }: Case, findings: Findings): void {
  if (search.isExhausted) {
    findings.add({
      code: 'spec.card-invalid',
      level: 'block',
      message: say`the surfaces of the cards take too long to compare with the changed files; what was not compared counts as uncovered`,
    })
  }
  // A file that is not touched may have a problem that it did not have: all cards together are too large now.
  const before = new Set(base.problems.map(({ path, message }) => JSON.stringify([path, message])))
  const isOwn = ({ path, message }: Case['head']['problems'][number]) => touched.has(path) || !before.has(JSON.stringify([path, message]))
  for (const { item, own } of oldAndOwn(head.problems, isOwn)) {
    findings.add({
      code: 'spec.card-invalid',
      level: own ? 'block' : 'note',
      message: say`${place(item.path, item.line)}: ${item.message}`,
      path: item.path,
      line: item.line,
    })
  }
}

function reportDuplicates({ head, touched }: Case, findings: Findings): void {
  const isOwn = (card: IndexedCard) => touched.has(card.path) || touched.has(head.byId.get(card.id)?.path ?? '')
  for (const { item, own } of oldAndOwn(head.duplicates, isOwn)) {
    const first = head.byId.get(item.id)
    findings.add({
      code: 'spec.duplicate-id',
      level: own ? 'block' : 'note',
      message: say`${code(item.id)} is given twice, first at ${place(first?.path ?? item.path, first?.line)}`,
      path: item.path,
      line: item.line,
    })
  }
}

function reportWeakened({ weakenings }: Case, findings: Findings): void {
  // Gravest first: what only warns must not push out what blocks.
  const gravestFirst = [...weakenings].sort((a, b) => Number(b.level === 'block') - Number(a.level === 'block'))
  for (const { level, message, path, line, side } of gravestFirst.slice(0, MAX_OWN)) {
    const index = findings.add({ code: 'spec.card-weakened', level, message, path, line, ...(side === undefined ? {} : { side }) })
    if (level === 'warn') findings.step([index], { kind: 'approve', message: say`have a reviewer see that nothing is lost by it` })
    else findings.step([index], { kind: 'edit', message: say`restore what the card said before, or say the same in another active card of that code` })
  }
}

function reportEmptied({ emptied, change }: Case, findings: Findings): void {
  for (const card of emptied.slice(0, MAX_OWN)) {
    const index = findings.add({
      code: 'spec.card-without-code',
      level: 'block',
      message: say`the change leaves ${code(card.id)} without any code that it covers`,
      path: card.path,
      line: card.surfaces[0]?.line ?? card.line,
      facts: [findings.fact(cardFact(card, change))],
    })
    findings.step([index], { kind: 'edit', message: say`name in its surfaces where the code is now, or retire ${code(card.id)} together with the behaviour` })
  }
}

function reportOrphans(given: Case, findings: Findings): void {
  const { head, base, change } = given
  const lost = new Set(lostBindings(head, base).map((card) => card.id))
  const orphans = head.cards.filter((card) => card.status === 'active' && card.tests.length === 0)
  const isOwn = (card: IndexedCard) => lost.has(card.id) || contentOf(card) !== contentOf(base.byId.get(card.id))
  for (const { item, own } of oldAndOwn(orphans, isOwn)) {
    const index = findings.add({
      code: 'spec.orphaned-card',
      level: own ? 'block' : 'note',
      message: say`no test is bound to ${code(item.id)}`,
      path: item.path,
      line: item.line,
      facts: [findings.fact(cardFact(item, change))],
    })
    // To make a draft of a card that was active would be to weaken it.
    const orDraft = base.byId.get(item.id)?.status === 'active' ? [] : say`, or make the card a draft until there is one`
    if (own) findings.step([index], { kind: 'edit', message: say`mark a test with ${code(`@spec ${item.id}`)}${orDraft}` })
  }
}

/** What the change is to blame for comes first; what was there before is cut short. */
function oldAndOwn<T>(items: readonly T[], isOwn: (item: T) => boolean): readonly { readonly item: T; readonly own: boolean }[] {
  const own = items.filter(isOwn)
  const old = items.filter((item) => !isOwn(item))
  return [...own.slice(0, MAX_OWN).map((item) => ({ item, own: true })), ...old.slice(0, MAX_OLD).map((item) => ({ item, own: false }))]
}

/** What a card says, wherever it stands. */
function contentOf(card: IndexedCard | undefined): string {
  if (!card) return ''
  const texts = [card.given, card.when, card.expected, card.acceptance, card.surfaces].map((lines) => lines.map((line) => line.text))
  return JSON.stringify([card.title, card.status, card.owner ?? '', texts])
}
