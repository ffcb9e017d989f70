import { cardFile } from '../../gates/spec/spec-cards/card-file.ts'
import { testFile } from '../../gates/spec/tests/test-file.ts'
import type { Gate } from '../../model/gate.ts'
import type { Glob } from '../../model/glob.ts'
import type { Facts, Need } from '../../model/need.ts'

/** What reads cards and bindings. Everything else about a change is as it was. */
const TODAYS: ReadonlySet<string> = new Set([cardFile.id, testFile.id])

/**
 * The gates as they judge a change of the past by the cards and bound tests of today's trunk, in place of those that its base and head
 * had: what was merged before there were cards is judged as if they had been there all along. What a change did to cards and bindings
 * themselves cannot be seen so.
 */
export function bySpecsOfTrunk(gates: readonly Gate[]): readonly Gate[] {
  return gates.map(redirected)
}

function redirected(gate: Gate): Gate {
  // A gate names what it reads of the trunk before it may read it; which these are is known once it has asked.
  const read = new Set<Glob>()
  return {
    ...gate,
    governs(options) {
      const own = gate.governs?.(options) ?? { contents: [] }
      return { ...own, contents: [...own.contents, ...read] }
    },
    needs: (change, options, facts, round) =>
      gate.needs(change, options, ofTrunk(facts), round).map((need) => {
        const asked = todays(need)
        if (asked !== need && asked.kind !== 'answer') for (const glob of asked.globs) read.add(glob)
        return asked
      }),
    evaluate: (change, options, facts) => gate.evaluate(change, options, ofTrunk(facts)),
  }
}

function todays<T>(need: Need<T>): Need<T> {
  return need.kind === 'extracts' && TODAYS.has(need.extractor.id) ? { ...need, side: 'trunk' } : need
}

function ofTrunk(facts: Facts): Facts {
  return { get: (need) => facts.get(todays(need)) }
}
