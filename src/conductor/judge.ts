import { isOff } from '../config/modes.ts'
import type { Change } from '../model/change.ts'
import type { Gate, GateId, GateResult } from '../model/gate.ts'
import type { Json } from '../model/json.ts'
import type { Facts, Need } from '../model/need.ts'
import { say } from '../model/phrase.ts'
import type { Settings } from '../model/settings.ts'
import { Trouble } from '../model/trouble.ts'
import type { Gatherer } from './facts/gather.ts'
import { GatheredFacts, type GrowingFacts } from './facts/gathered-facts.ts'
import { strongestMode } from './modes.ts'

/** A gate threw, or asked without end: our fault, never the change's. The job is tried again and at last says so. */
export class GateFailed extends Error {
  override name = 'GateFailed'
  readonly gate: string
  constructor(gate: string, cause: unknown) {
    super(`gate ${gate} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.gate = gate
  }
}

const MAX_ROUNDS = 4

/** The gates that are not off, with the options they run under. */
export function activeGates(gates: readonly Gate[], settings: Settings): readonly { gate: Gate; options: Json }[] {
  return gates.flatMap((gate) => {
    const own = settings.gates[gate.id]
    return own && !isOff(own) ? [{ gate, options: own.options }] : []
  })
}

/** What was gathered, and the gates that failed while they were asked what they need. */
export interface Asked<F extends Facts> {
  readonly facts: F
  readonly failed: ReadonlyMap<GateId, unknown>
}

/** Asks every active gate what it needs, gathers it, and asks again until nothing new is named. */
export async function gatherFacts(change: Change, settings: Settings, gates: readonly Gate[], gatherer: Gatherer): Promise<Asked<GatheredFacts>> {
  return askGates(change, settings, gates, new GatheredFacts(gatherer))
}

/** The same into facts that may hold answers already. A gate that fails is asked no more; the others go on. */
export async function askGates<F extends GrowingFacts>(change: Change, settings: Settings, gates: readonly Gate[], facts: F): Promise<Asked<F>> {
  const failed = new Map<GateId, unknown>()
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const open = activeGates(gates, settings).flatMap(({ gate, options }) => {
      if (failed.has(gate.id)) return []
      try {
        const needs = gate.needs(change, options, facts, round)
        const stray = strayGlob(gate, options, needs)
        if (stray !== undefined) throw new Error(`reads ${stray} of the trunk, and does not say that it governs`)
        return needs.every((need) => facts.has(need)) ? [] : [{ gate, needs }]
      } catch (error) {
        failed.set(gate.id, error)
        return []
      }
    })
    if (open.length === 0) break
    if (round < MAX_ROUNDS)
      await facts.answer(
        open.flatMap(({ needs }) => needs),
        change,
      )
    else for (const { gate } of open) failed.set(gate.id, new Error(`still asks for something new after ${MAX_ROUNDS} rounds`))
  }
  return { facts, failed }
}

/** A pattern that a gate reads on the trunk without having said so: then nobody would judge again when it changes. */
function strayGlob(gate: Gate, options: Json, needs: readonly Need[]): string | undefined {
  const { contents = [], presence = [] } = gate.governs?.(options) ?? {}
  const said = new Set([...contents, ...presence])
  return needs.flatMap((need) => (need.kind !== 'answer' && need.side === 'trunk' ? need.globs : [])).find((glob) => !said.has(glob))
}

export interface Judged {
  readonly results: readonly GateResult[]
  /** What gates that are undecided failed with. */
  readonly failures: ReadonlyMap<GateId, unknown>
}

/**
 * Every active gate's result, in the registry's order. Pure, as the gates are. One gate's failure is not the others':
 * where it is not enforced it is undecided, and nothing rests on it. Where it is, there is no decision: GateFailed, or
 * the Trouble that whoever it asked is in.
 */
export function judge(change: Change, settings: Settings, gates: readonly Gate[], { facts, failed }: Asked<Facts>): Judged {
  const failures = new Map(failed)
  const results = activeGates(gates, settings).map(({ gate, options }) => {
    try {
      if (failed.has(gate.id)) throw failed.get(gate.id)
      return gate.evaluate(change, options, facts)
    } catch (error) {
      if (strongestMode(settings, gate.id) === 'enforce') throw error instanceof Trouble ? error : new GateFailed(gate.id, error)
      failures.set(gate.id, error)
      return undecided(gate.id)
    }
  })
  return { results, failures }
}

/** The words are the same whatever happened: what happened is in the log, and a decision is judged again to the byte. */
function undecided(gate: GateId): GateResult {
  return {
    gate,
    outcome: 'undecided',
    summary: say`could not be judged: our problem, not the change’s`,
    reasons: [],
    facts: [],
    nextSteps: [],
    waits: [],
    listens: [],
    obligations: [],
  }
}
