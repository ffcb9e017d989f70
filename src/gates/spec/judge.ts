import type { Change } from '../../model/change.ts'
import type { GateResult, Obligation } from '../../model/gate.ts'
import type { Path } from '../../model/path.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import { counted, Findings } from '../findings.ts'
import type { Coverage, OwingSurface } from './coverage.ts'
import { coverageFact } from './facts.ts'
import { reportBindings } from './judge-bindings.ts'
import { reportCards } from './judge-cards.ts'
import { reportSurfaces } from './judge-surfaces.ts'
import type { Weakening } from './motion/weakening.ts'
import type { SpecOptions } from './options.ts'
import type { Search } from './spec-cards/card-lookup.ts'
import type { IndexedCard, SpecIndex } from './spec-cards/spec-index.ts'

const UNREAD: Phrase = say`; files that could not be read may cover more (${code('spec.unread')}, ${code('spec.card-invalid')})`

/** Everything the judgement rests on. */
export interface Case {
  readonly change: Change
  readonly options: SpecOptions
  readonly head: SpecIndex
  readonly base: SpecIndex
  /** The cards of the trunk, where it went on and a card is missing. */
  readonly trunk: SpecIndex | undefined
  readonly surfaces: readonly OwingSurface[]
  readonly coverage: Coverage
  readonly weakenings: readonly Weakening[]
  /** Active cards that the change leaves without code. */
  readonly emptied: readonly IndexedCard[]
  /** What looking cards up took. */
  readonly search: Search
  /** Paths that the change touches, old names of renamed files included. */
  readonly touched: ReadonlySet<Path>
}

/** The judgement of the Spec gate: surfaces first, then bindings, then cards. */
export function judgeSpecs(given: Case): GateResult {
  const findings = new Findings()
  const fact = findings.fact(coverageFact(given))
  const below = reportSurfaces(given, findings, fact)
  reportBindings(given, findings)
  reportCards(given, findings)
  reportUnread(given, findings)
  return findings.result('spec', summaryOf(given), { obligations: obligationOf(given, fact, below) })
}

/** Nothing anywhere describes behaviour yet: the gate is not in use. */
export function noCards(given: Pick<Case, 'options' | 'head' | 'base'>, trunkHasCards: boolean): boolean {
  const { head, base, options } = given
  return options.required !== 'all' && !trunkHasCards && head.cards.length + base.cards.length + head.problems.length === 0
}

function reportUnread({ head }: Case, findings: Findings): void {
  const [first] = head.unread
  if (!first) return
  const [path, why] = first
  const others = head.unread.size - 1
  findings.add({
    code: 'spec.unread',
    level: 'note',
    message: others === 0 ? say`${place(path)} is not read: ${why}` : say`${place(path)} is not read: ${why}; and ${counted(others, 'other test file')}`,
    path,
  })
}

function summaryOf({ coverage, head }: Case): Phrase {
  if (coverage.share === undefined) return say`no changed code owes a proof; ${counted(head.cards.length, 'card')} in all`
  return say`${coverage.covered} of ${counted(coverage.owing, 'changed surface')} covered by a card with a bound test`
}

function obligationOf({ coverage, options }: Case, fact: string, remedy: Obligation['remedy']): readonly Obligation[] {
  if (coverage.share === undefined) return []
  const status = coverage.enough ? 'proven' : coverage.certain ? 'failed' : 'unproven'
  return [
    {
      id: 'specCoverage',
      title: 'Spec coverage',
      status,
      message: say`${coverage.covered} of ${counted(coverage.owing, 'changed surface')} covered${status === 'unproven' ? UNREAD : []}`,
      measured: coverage.share,
      required: options.coverage,
      facts: [fact],
      ...(coverage.enough || remedy === undefined ? {} : { remedy }),
    },
  ]
}
