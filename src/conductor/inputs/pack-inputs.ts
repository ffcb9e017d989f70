import type { Input } from '../../../db/inputs.ts'
import type { SettingsNotice } from '../../model/decision.ts'
import { digestOfBytes } from '../../model/digest.ts'
import type { Digest } from '../../model/ids.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import type { Evaluation, Interventions } from '../evaluate.ts'
import type { Manifest } from './manifest.ts'

const JSON_MEDIA = 'application/json'

interface PackedInputs {
  readonly manifest: Digest
  readonly inputs: readonly Input[]
}

/** The inputs of an evaluation, each once, and the digest of their manifest. */
export function packInputs(evaluation: Evaluation, notice: SettingsNotice, interventions: Interventions): PackedInputs {
  const inputs = new Map<Digest, Input>()
  const keep = (name: Digest, bytes: Uint8Array, media: string): Digest => {
    inputs.set(name, { digest: name, media, bytes })
    return name
  }
  const keepText = (name: Digest, text: string): Digest => keep(name, Buffer.from(text), JSON_MEDIA)
  const keepJson = (value: unknown): Digest => {
    const text = canonicalJson(value as Json)
    return keepText(digestOfBytes(text), text)
  }
  const manifest: Manifest = {
    version: 2,
    change: keepJson(evaluation.change),
    settings: keepJson(evaluation.settings),
    notice: keepJson(notice),
    interventions: keepJson(interventions),
    trials: keepJson(evaluation.trials),
    gates: evaluation.judged.map((gate) => [gate.id, gate.version]),
    undecided: evaluation.decision.results.flatMap((result) => (result.outcome === 'undecided' ? [result.gate] : [])),
    answers: evaluation.facts.packed().map(({ key, digest, text, pages }) => {
      for (const [name, page] of pages) keepText(name, page)
      return [key, keepText(digest, text)]
    }),
    contents: [...evaluation.facts.contents()].map(([name, bytes]) => keep(name, bytes, 'application/octet-stream')).sort(),
  }
  return { manifest: keepJson(manifest), inputs: [...inputs.values()] }
}
