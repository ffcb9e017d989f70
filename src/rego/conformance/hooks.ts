import { randomBytes } from 'node:crypto'
import type { Hooks } from '../builtins/builtin.ts'

/** The world as the suite expects it: a clock and chance, but no network. */
export const casesHooks: Hooks = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  random: (count) => randomBytes(count),
  runtime: () => ({}),
}
