import type { Change } from '../model/change.ts'
import type { SettingsNotice } from '../model/decision.ts'
import { digestOfBytes } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import { type Digest, digest } from '../model/ids.ts'
import { canonicalJson, type Json } from '../model/json.ts'
import type { Settings } from '../model/settings.ts'
import { decide } from './decide.ts'
import type { Interventions } from './evaluate.ts'
import { digestOfAnswers, restoreFacts, type StoredAnswer } from './facts.ts'
import { namedBy, parseManifest } from './inputs.ts'
import { judge } from './judge.ts'
import type { Trials } from './trials/try-edits.ts'

export type Rejudged =
  /** The same bytes came out. */
  | { readonly kind: 'same'; readonly body: string }
  /** Other bytes: a gate is not what it was, or was never pure. */
  | { readonly kind: 'different'; readonly body: string }
  | { readonly kind: 'missing'; readonly inputs: readonly Digest[] }
  /** A gate's version is no longer the one that judged. */
  | { readonly kind: 'other-gates'; readonly gates: readonly { readonly id: string; readonly then: string; readonly now: string | undefined }[] }

/** The bytes kept under some digests; what was purged is left out. */
export type InputReader = (digests: readonly Digest[]) => Promise<ReadonlyMap<Digest, Uint8Array>>

/** Judges a recorded decision again from its kept inputs alone: no repository, no GitHub. `body` is what was recorded. */
export async function rejudge(manifestDigest: Digest, body: string, read: InputReader, gates: readonly Gate[]): Promise<Rejudged> {
  const manifestBytes = (await read([manifestDigest])).get(manifestDigest)
  const manifest = manifestBytes && intact(manifestDigest, manifestBytes) ? parseManifest(manifestBytes) : undefined
  if (!manifest) return { kind: 'missing', inputs: [manifestDigest] }
  const wanted = namedBy(manifest)
  const kept = await read(wanted)
  // Bytes that are not those of their digest are as good as gone: judging by them would prove nothing.
  const gone = wanted.filter((name) => !intact(name, kept.get(name)))
  if (gone.length > 0) return { kind: 'missing', inputs: gone }

  const changed = manifest.gates.map(([id, then]) => ({ id, then, now: gates.find((gate) => gate.id === id)?.version })).filter(({ then, now }) => then !== now)
  if (changed.length > 0) return { kind: 'other-gates', gates: changed }

  const json = (name: Digest): unknown => JSON.parse(Buffer.from(kept.get(name) ?? []).toString('utf8'))
  const change = json(manifest.change) as Change
  const settings = json(manifest.settings) as Settings
  const answers = manifest.answers.map(([key, answer]) => [key, json(answer) as StoredAnswer] as const)
  const judged = gates.filter((gate) => manifest.gates.some(([id]) => id === gate.id))
  const facts = restoreFacts(answers, (name) => kept.get(digest(name)) ?? new Uint8Array())
  const decision = decide({
    change,
    settings,
    notice: json(manifest.notice) as SettingsNotice,
    gates: judged,
    results: judge(change, settings, judged, facts),
    facts: digestOfAnswers(
      change,
      manifest.answers.map(([key, digest]) => ({ key, digest })),
    ),
    ...(json(manifest.interventions) as Interventions),
    trials: json(manifest.trials) as Trials,
  })
  const again = canonicalJson(decision as unknown as Json)
  return { kind: again === body ? 'same' : 'different', body: again }
}

function intact(name: Digest, bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && digestOfBytes(bytes) === name
}
