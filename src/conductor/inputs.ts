import type { Input } from '../../db/inputs.ts'
import type { SettingsNotice } from '../model/decision.ts'
import { digestOfBytes } from '../model/digest.ts'
import { type Digest, digest } from '../model/ids.ts'
import { canonicalJson, isArray, isObject, type Json } from '../model/json.ts'
import type { Evaluation, Interventions } from './evaluate.ts'

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
  /** Need key → the answer to it. */
  readonly answers: readonly (readonly [Digest, Digest])[]
  /** File contents that answers refer to. */
  readonly contents: readonly Digest[]
}

const JSON_MEDIA = 'application/json'

export interface PackedInputs {
  readonly manifest: Digest
  readonly inputs: readonly Input[]
}

/** The inputs of an evaluation, each once, and the digest of their manifest. */
export function packInputs(evaluation: Evaluation, notice: SettingsNotice, interventions: Interventions): PackedInputs {
  const inputs = new Map<Digest, Input>()
  const keep = (bytes: Uint8Array, media: string): Digest => {
    const name = digestOfBytes(bytes)
    inputs.set(name, { digest: name, media, bytes })
    return name
  }
  const keepText = (name: Digest, text: string): Digest => {
    inputs.set(name, { digest: name, media: JSON_MEDIA, bytes: Buffer.from(text) })
    return name
  }
  const keepJson = (value: unknown): Digest => keep(Buffer.from(canonicalJson(value as Json)), JSON_MEDIA)
  const manifest: Manifest = {
    version: 2,
    change: keepJson(evaluation.change),
    settings: keepJson(evaluation.settings),
    notice: keepJson(notice),
    interventions: keepJson(interventions),
    trials: keepJson(evaluation.trials),
    gates: evaluation.judged.map((gate) => [gate.id, gate.version]),
    answers: evaluation.facts.packed().map((answer) => [answer.key, keepText(answer.digest, answer.text)]),
    contents: [...evaluation.facts.contents()].map(([, bytes]) => keep(bytes, 'application/octet-stream')).sort(),
  }
  return { manifest: keepJson(manifest), inputs: [...inputs.values()] }
}

/** Every digest that a manifest names. */
export function namedBy(manifest: Manifest): readonly Digest[] {
  const { change, settings, notice, interventions, trials, answers, contents } = manifest
  return [...new Set([change, settings, notice, interventions, trials, ...answers.map(([, answer]) => answer), ...contents])]
}

/** Reads a manifest back; undefined when it is none of ours. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  if (!isObject(value) || value['version'] !== 2 || !isArray(value['answers']) || !isArray(value['contents']) || !isArray(value['gates'])) return undefined
  const pair = (item: Json): readonly [Digest, Digest] => [digest(String(isArray(item) && item[0])), digest(String(isArray(item) && item[1]))]
  return {
    version: 2,
    change: digest(String(value['change'])),
    settings: digest(String(value['settings'])),
    notice: digest(String(value['notice'])),
    interventions: digest(String(value['interventions'])),
    trials: digest(String(value['trials'])),
    gates: value['gates'].map((item) => [String(isArray(item) && item[0]), String(isArray(item) && item[1])]),
    answers: value['answers'].map(pair),
    contents: value['contents'].map((item) => digest(String(item))),
  }
}
