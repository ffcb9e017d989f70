import { type Digest, digest } from '../../model/ids.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'

/**
 * What a decision rests on, as it is kept: a manifest that names every other input by digest, so that the
 * decision can be judged again from these alone, after a force-push and with an empty cache.
 */
export interface Manifest {
  readonly version: 2
  readonly change: Digest
  readonly settings: Digest
  readonly notice: Digest
  readonly interventions: Digest
  /** What came of the candidate fixes: found in the repository, so it is kept and not made again. */
  readonly trials: Digest
  /** Gates that judged, with their versions. */
  readonly gates: readonly (readonly [string, string])[]
  /** Those of them that could not, through trouble of ours. */
  readonly undecided: readonly string[]
  /** Need key → the answer to it. */
  readonly answers: readonly (readonly [Digest, Digest])[]
  /** File contents that answers refer to. */
  readonly contents: readonly Digest[]
}

/** Every digest that a manifest names itself; an answer's pages are named by the answer and by one another. */
export function namedBy(manifest: Manifest): readonly Digest[] {
  const { change, settings, notice, interventions, trials, answers, contents } = manifest
  return [...new Set([change, settings, notice, interventions, trials, ...answers.map(([, answer]) => answer), ...contents])]
}

/** Reads a manifest back; undefined when it is none of ours. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  if (!isObject(value) || value['version'] !== 2) return undefined
  const list = (key: string): readonly Json[] => (isArray(value[key]) ? value[key] : [])
  const one = (key: string): Digest => digest(String(value[key]))
  return {
    version: 2,
    change: one('change'),
    settings: one('settings'),
    notice: one('notice'),
    interventions: one('interventions'),
    trials: one('trials'),
    gates: list('gates').map(pairOfTexts),
    undecided: list('undecided').map(String),
    answers: list('answers').map((item) => {
      const [key, answer] = pairOfTexts(item)
      return [digest(key), digest(answer)]
    }),
    contents: list('contents').map((item) => digest(String(item))),
  }
}

function pairOfTexts(item: Json): readonly [string, string] {
  return isArray(item) ? [String(item[0]), String(item[1])] : ['', '']
}
