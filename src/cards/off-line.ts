import type { Decision } from '../model/decision.ts'
import { code, type Phrase, place, say } from '../model/phrase.ts'

/** `not judged: spec (off in .github/maestro.yml:12)`: the gates that settings switch off; undefined where they are all on. */
export function offLine({ settings }: Decision): Phrase | undefined {
  const { off = [] } = settings
  if (off.length === 0) return undefined
  return say`not judged: ${off.flatMap(({ gate, file, line }, index) => [...(index === 0 ? [] : [', ']), ...say`${code(gate)} (off in ${place(file, line)})`])}`
}
