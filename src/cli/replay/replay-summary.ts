import { shorten } from '../../cards/visible-text.ts'
import type { Effect, JudgedResult } from '../../model/decision.ts'
import type { GateId, Mode, Reason, ReasonCode } from '../../model/gate.ts'
import { place } from '../../model/phrase.ts'
import { table } from '../output/table.ts'
import { gravestEffect, type Replayed } from './replay-changes.ts'

const MAX_EXAMPLES = 3
const MAX_EXAMPLE = 80

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

/** Counts what was said about merged changes, by gate and by reason, however many there are. */
export class ReplaySummary {
  readonly #gates = new Map<GateId, GateCounts>()
  readonly #codes = new Map<ReasonCode, CodeCounts>()
  #changes = 0
  #undecided = 0
  #why: string | undefined
  #newest: string | undefined
  #oldest: string | undefined

  get changes(): number {
    return this.#changes
  }

  add(replayed: Replayed): void {
    this.#changes += 1
    this.#newest ??= replayed.mergedAt
    this.#oldest = replayed.mergedAt
    if (replayed.verdict === 'undecided') {
      this.#undecided += 1
      this.#why ??= `${nameOf(replayed)}: ${replayed.why}`
    }
    for (const result of replayed.results) {
      this.#addResult(result)
      this.#addReasons(result, replayed)
    }
  }

  /** The tables for people. `seconds` is how long it took. */
  text(seconds: number): string {
    if (this.#changes === 0) return 'Nothing was judged.\n'
    const rate = Math.round(this.#changes / Math.max(seconds, 0.001))
    const head = `${this.#changes} merged changes, ${this.#oldest?.slice(0, 10)} to ${this.#newest?.slice(0, 10)} · ${seconds.toFixed(1)} s, ${rate} a second\n`
    const undecided = this.#undecided === 0 ? '' : `\n${this.#undecided} could not be judged, the first: ${shorten(this.#why ?? '', 300)}\n`
    const codes = this.#codes.size === 0 ? '' : `\n${this.#codeTable()}`
    return `${head}\n${this.#gateTable()}${codes}${undecided}`
  }

  #addResult(result: JudgedResult): void {
    const known = this.#gates.get(result.gate)
    const counts = known ?? { modes: new Set(), effects: { blocks: 0, warns: 0, 'would-block': 0, 'would-warn': 0, none: 0 }, skipped: 0, broken: 0 }
    if (!known) this.#gates.set(result.gate, counts)
    counts.modes.add(result.mode)
    if (result.outcome === 'skip') counts.skipped += 1
    else if (result.outcome === 'misconfigured') counts.broken += 1
    else counts.effects[gravestEffect(result)] += 1
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

  #gateTable(): string {
    return table(
      ['gate', 'mode', 'passed', 'warned', 'blocked', 'would warn', 'would block', 'skipped', 'could not judge'],
      [...this.#gates].map(([gate, { modes, effects, skipped, broken }]) => [
        gate,
        [...modes].join(', '),
        effects.none,
        effects.warns,
        effects.blocks,
        effects['would-warn'],
        effects['would-block'],
        skipped,
        broken,
      ]),
    )
  }

  #codeTable(): string {
    return table(
      ['reason', 'changes', 'effect', 'for example'],
      [...this.#codes]
        .sort(([, a], [, b]) => b.changes - a.changes)
        .map(([code, { changes, effects, examples }]) => [code, changes, [...effects].join(', '), examples.join(', ')]),
    )
  }
}

function exampleOf({ path, line }: Reason, replayed: Replayed): string {
  if (path === undefined) return nameOf(replayed)
  const span = place(path, line)
  return shorten(`${nameOf(replayed)} ${typeof span === 'object' && 'code' in span ? span.code : ''}`, MAX_EXAMPLE)
}

function nameOf({ number, commit }: Replayed): string {
  return number === undefined ? commit.slice(0, 10) : `#${number}`
}
