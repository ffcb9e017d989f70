import { counted } from '../../cards/view.ts'
import { shorten } from '../../cards/visible-text.ts'
import type { Effect, JudgedResult } from '../../model/decision.ts'
import type { GateId, Mode, Outcome, Reason, ReasonCode } from '../../model/gate.ts'
import { place, plain } from '../../model/phrase.ts'
import { table } from '../output/table.ts'
import { EFFECTS, gravestEffect, type Replayed } from './replay-changes.ts'

const MAX_EXAMPLES = 3
const MAX_EXAMPLE = 80
/** Reasons for not judging that are told apart; the rest is counted together. */
const MAX_WHYS = 20
const MAX_WHY = 200

interface GateCounts {
  readonly modes: Set<Mode>
  readonly effects: Record<Effect, number>
  skipped: number
  broken: number
}

interface CodeCounts {
  readonly effects: Set<Effect>
  readonly examples: string[]
  changes: number
}

/** Outcomes that say nothing about the change, in words. */
const NOT_JUDGED: Readonly<Partial<Record<Outcome, string>>> = { skip: 'skipped', misconfigured: 'could not judge', undecided: 'could not judge' }

/** Counts what was said about merged changes, by gate and by reason, however many there are. */
export class ReplaySummary {
  readonly #gates = new Map<GateId, GateCounts>()
  readonly #codes = new Map<ReasonCode, CodeCounts>()
  /** How often a gate said nothing, by gate, by what it did instead and by why. */
  readonly #whys = new Map<string, { readonly cells: readonly [GateId, string, string]; changes: number }>()
  #changes = 0
  #undecided = 0
  #incomplete = false
  #why: string | undefined
  #newest: string | undefined
  #oldest: string | undefined

  get changes(): number {
    return this.#changes
  }

  /** How many could not be judged, and whether it was the clone that lacked something. */
  get undecided(): { readonly changes: number; readonly incomplete: boolean } {
    return { changes: this.#undecided, incomplete: this.#incomplete }
  }

  add(replayed: Replayed): void {
    this.#changes += 1
    this.#newest ??= replayed.mergedAt
    this.#oldest = replayed.mergedAt
    if (replayed.verdict === 'undecided') {
      this.#undecided += 1
      this.#incomplete ||= replayed.incomplete === true
      this.#why ??= `${nameOf(replayed)}: ${replayed.why}`
    }
    for (const result of replayed.results) {
      this.#addResult(result)
      this.#addReasons(result, replayed)
    }
  }

  /** The tables for people, at most `width` columns wide. `seconds` is how long it took, `line` what was walked. */
  text({ seconds, line, basis, width }: { seconds: number; line: string; basis: string; width: number }): string {
    if (this.#changes === 0) return 'Nothing was judged.\n'
    const rate = Math.round(this.#changes / Math.max(seconds, 0.001))
    const period = `${this.#oldest?.slice(0, 10)} to ${this.#newest?.slice(0, 10)}`
    const head = `${counted(this.#changes, 'merged change')} on the first-parent line of ${line}, ${period} · ${seconds.toFixed(1)} s, ${rate} a second\n${basis.trimEnd()}\n`
    const undecided = this.#undecided === 0 ? '' : `\n${this.#undecided} could not be judged, the first: ${shorten(this.#why ?? '', 300)}\n`
    const parts = [this.#gateTable(width), this.#whyTable(width), this.#codeTable(width)].filter((part) => part !== '')
    return `${head}\n${parts.join('\n')}${undecided}`
  }

  #addResult(result: JudgedResult): void {
    const known = this.#gates.get(result.gate)
    const counts = known ?? { modes: new Set(), effects: { blocks: 0, warns: 0, 'would-block': 0, 'would-warn': 0, none: 0 }, skipped: 0, broken: 0 }
    if (!known) this.#gates.set(result.gate, counts)
    counts.modes.add(result.mode)
    const instead = NOT_JUDGED[result.outcome]
    if (instead === undefined) counts.effects[gravestEffect(result)] += 1
    else {
      if (result.outcome === 'skip') counts.skipped += 1
      else counts.broken += 1
      this.#addWhy(result, instead)
    }
  }

  #addWhy({ gate, summary }: JudgedResult, instead: string): void {
    const why = shorten(plain(summary), MAX_WHY)
    const key = JSON.stringify([gate, instead, why])
    const isFull = this.#whys.size >= MAX_WHYS && !this.#whys.has(key)
    const name = isFull ? JSON.stringify([gate, instead]) : key
    const known = this.#whys.get(name) ?? { cells: [gate, instead, isFull ? 'other reasons' : why], changes: 0 }
    this.#whys.set(name, known)
    known.changes += 1
  }

  #addReasons(result: JudgedResult, replayed: Replayed): void {
    const seen = new Set<ReasonCode>()
    result.reasons.forEach((reason, index) => {
      const known = this.#codes.get(reason.code)
      const counts = known ?? { effects: new Set(), examples: [], changes: 0 }
      if (!known) this.#codes.set(reason.code, counts)
      counts.effects.add(result.effects[index] ?? 'none')
      if (seen.has(reason.code)) return
      seen.add(reason.code)
      counts.changes += 1
      if (counts.examples.length < MAX_EXAMPLES) counts.examples.push(exampleOf(reason, replayed))
    })
  }

  #gateTable(width: number): string {
    const columns = ['gate', 'mode', 'passed', 'warned', 'blocked', 'would warn', 'would block', 'skipped', 'could not judge']
    const rows = [...this.#gates].map(([gate, { modes, effects, skipped, broken }]) => [
      gate,
      [...modes].join(', '),
      effects.none,
      effects.warns,
      effects.blocks,
      effects['would-warn'],
      effects['would-block'],
      skipped,
      // A change that could not be judged was not judged by any gate.
      broken + this.#undecided,
    ])
    if (rows.length === 0) return ''
    const shown = columns.map((name, index) => name === 'passed' || rows.some((row) => row[index] !== 0))
    return table(
      columns.filter((_, index) => shown[index]),
      rows.map((row) => row.filter((_, index) => shown[index])),
      width,
    )
  }

  #whyTable(width: number): string {
    const rows = [...this.#whys.values()]
      .toSorted((a, b) => b.changes - a.changes)
      .map(({ cells: [gate, instead, why], changes }) => [gate, instead, changes, why])
    return rows.length === 0 ? '' : table(['gate', 'did not judge', 'changes', 'because'], rows, width)
  }

  #codeTable(width: number): string {
    if (this.#codes.size === 0) return ''
    return table(
      ['reason', 'changes', 'effect', 'for example'],
      [...this.#codes]
        .sort(([, a], [, b]) => gravity(a) - gravity(b) || b.changes - a.changes)
        .map(([code, { changes, effects, examples }]) => [code, changes, [...effects].join(', '), examples.join(', ')]),
      width,
    )
  }
}

/** Small for what is grave. */
function gravity({ effects }: CodeCounts): number {
  return Math.min(...[...effects].map((effect) => EFFECTS.indexOf(effect)))
}

function exampleOf({ path, line }: Reason, replayed: Replayed): string {
  if (path === undefined) return nameOf(replayed)
  const span = place(path, line)
  return shorten(`${nameOf(replayed)} ${typeof span === 'object' && 'code' in span ? span.code : ''}`, MAX_EXAMPLE)
}

function nameOf({ number, commit }: Replayed): string {
  return number === undefined ? commit.slice(0, 10) : `#${number}`
}
