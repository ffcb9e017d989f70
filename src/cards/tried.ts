import type { TriedStep } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'

/** How many of the reasons that a step would bring are named. */
const MAX_NAMED = 2

/** ` (tried: passes)`: what was found when a step was laid over the change and judged; nothing where it was not tried. */
export function triedWords({ tried }: TriedStep): Phrase {
  if (tried === undefined) return []
  if (tried.brings.length > 0) return say` (tried: then ${named(tried.brings.map((brought) => brought.code))} would block)`
  if (tried.solves.length === 0) return say` (tried: not enough by itself)`
  const isReady = tried.verdict === 'pass' || tried.verdict === 'warn'
  return isReady && tried.left === 0 ? say` (tried: passes)` : say` (tried: solves this)`
}

function named(codes: readonly string[]): Phrase {
  const shown = codes.slice(0, MAX_NAMED).flatMap((each, index) => [...(index === 0 ? [] : [' and ']), code(each)])
  return codes.length > MAX_NAMED ? [...shown, ` and ${codes.length - MAX_NAMED} more`] : shown
}
