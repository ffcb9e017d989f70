import { gates } from '../../src/gates/registry.ts'
import type { Gate } from '../../src/model/gate.ts'

/** The gates as they are, except that the objectives' throws for a change whose title says so. */
export function brittle(): readonly Gate[] {
  return gates.map((gate) => (gate.id === 'okr' ? throwing(gate) : gate))
}

function throwing(gate: Gate): Gate {
  return {
    ...gate,
    evaluate(change, settings, facts) {
      if (change.title.startsWith('Throw')) throw new Error('a gate that is not what it should be')
      return gate.evaluate(change, settings, facts)
    },
  }
}
