import type { Decision, Hold, Override } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { dateAndClock } from './clock.ts'

/** More exceptions than these are a story of their own, told by the data. */
const MAX_LISTED = 20

/** What people decided about this change beside the gates: who holds it, and whose block does not count. */
export function exceptionLines({ holds, overrides }: Decision): readonly Phrase[] {
  return [...(holds.length === 1 ? [] : holds.slice(0, MAX_LISTED).map(holdLine)), ...overrides.slice(0, MAX_LISTED).map(overrideLine)]
}

/** For a single hold the headline says who and why; this says what ends it. */
export function singleHold({ holds }: Decision): Phrase | undefined {
  const hold = holds.length === 1 ? holds[0] : undefined
  return hold === undefined ? undefined : say`nothing merges until ${endOf(hold)} (held since ${dateAndClock(hold.at)})`
}

function holdLine(hold: Hold): Phrase {
  return say`held by ${code(hold.by)} since ${dateAndClock(hold.at)}, until ${endOf(hold)}: ${hold.reason}`
}

function endOf({ until }: Hold): string {
  return until === undefined ? 'the hold is released' : `${dateAndClock(until)}, unless it is released before`
}

function overrideLine(override: Override): Phrase {
  const bound = override.until === undefined ? 'for this head only' : `until ${dateAndClock(override.until)}`
  return say`${code(override.gate)} is overridden by ${code(override.by)} since ${dateAndClock(override.at)}, ${bound}: ${override.reason}`
}
