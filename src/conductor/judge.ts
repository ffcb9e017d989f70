import type { Change } from '../model/change.ts'
import type { Gate, GateResult } from '../model/gate.ts'
import type { Json } from '../model/json.ts'
import type { Facts, Need } from '../model/need.ts'
import type { Settings } from '../model/settings.ts'
import { GatheredFacts, type Gatherer } from './facts.ts'

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
    return own && (own.mode !== 'off' || Object.values(own.modes).some((mode) => mode !== 'off')) ? [{ gate, options: own.options }] : []
  })
}

/** Facts that can still grow. */
export interface GrowingFacts extends Facts {
  has(need: Need): boolean
  /** Finds the answers that are not there yet. */
  answer(needs: readonly Need[], change: Change): Promise<void>
}

/** Asks every active gate what it needs, gathers it, and asks again until nothing new is named. */
export async function gatherFacts(change: Change, settings: Settings, gates: readonly Gate[], gatherer: Gatherer): Promise<GatheredFacts> {
  const facts = new GatheredFacts(gatherer)
  await askGates(change, settings, gates, facts)
  return facts
}

/** The same into facts that may hold answers already. */
export async function askGates(change: Change, settings: Settings, gates: readonly Gate[], facts: GrowingFacts): Promise<void> {
  const active = activeGates(gates, settings)
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const needs = active.flatMap(({ gate, options }) => guarded(gate, () => gate.needs(change, options, facts, round)))
    if (needs.every((need: Need) => facts.has(need))) return
    await facts.answer(needs, change)
  }
  const last = active.find(({ gate, options }) => gate.needs(change, options, facts, MAX_ROUNDS).some((need) => !facts.has(need)))
  if (last) throw new GateFailed(last.gate.id, new Error(`still asks for something new after ${MAX_ROUNDS} rounds`))
}

/** Every active gate's result, in the registry's order. Pure, as the gates are. */
export function judge(change: Change, settings: Settings, gates: readonly Gate[], facts: Facts): readonly GateResult[] {
  return activeGates(gates, settings).map(({ gate, options }) => guarded(gate, () => gate.evaluate(change, options, facts)))
}

function guarded<T>(gate: Gate, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new GateFailed(gate.id, error)
  }
}
