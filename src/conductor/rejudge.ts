import type { Change } from '../model/change.ts'
import type { SettingsNotice } from '../model/decision.ts'
import { digestOfBytes } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import type { Digest } from '../model/ids.ts'
import { canonicalJson, type Json } from '../model/json.ts'
import type { Settings } from '../model/settings.ts'
import { decide, type Trials } from './decide.ts'
import type { Interventions } from './evaluate.ts'
import { digestOfAnswers } from './facts/gathered-facts.ts'
import { pagesNamedBy } from './facts/pages.ts'
import { restoreFacts, type StoredAnswer } from './facts/restored-facts.ts'
import { namedBy, parseManifest } from './inputs/manifest.ts'
import { judge } from './judge.ts'

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
  const kept = new Map<Digest, Uint8Array>()
  const gone = await readAll(namedBy(manifest), kept, read)
  if (gone.length > 0) return { kind: 'missing', inputs: gone }

  const changed = manifest.gates.map(([id, then]) => ({ id, then, now: gates.find((gate) => gate.id === id)?.version })).filter(({ then, now }) => then !== now)
  if (changed.length > 0) return { kind: 'other-gates', gates: changed }

  const json = (name: Digest): unknown => JSON.parse(Buffer.from(kept.get(name) ?? []).toString('utf8'))
  const change = json(manifest.change) as Change
  const settings = json(manifest.settings) as Settings
  const answers = manifest.answers.map(([key, answer]) => [key, json(answer) as StoredAnswer] as const)
  const lost = await readPages(
    answers.flatMap(([, { root }]) => root ?? []),
    kept,
    read,
  )
  if (lost.length > 0) return { kind: 'missing', inputs: lost }
  const judged = gates.filter((gate) => manifest.gates.some(([id]) => id === gate.id))
  const facts = restoreFacts(answers, (name) => kept.get(name) ?? new Uint8Array())
  const failed = new Map(manifest.undecided.map((gate) => [gate, new Error('was undecided')]))
  const decision = decide({
    change,
    settings,
    notice: json(manifest.notice) as SettingsNotice,
    gates: judged,
    results: judge(change, settings, judged, { facts, failed }, true).results,
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

/** Reads what is named into `kept` and returns what is gone. Bytes that are not those of their digest are as good as gone: judging by them would prove nothing. */
async function readAll(names: readonly Digest[], kept: Map<Digest, Uint8Array>, read: InputReader): Promise<readonly Digest[]> {
  const wanted = [...new Set(names)].filter((name) => !kept.has(name))
  const found = await read(wanted)
  return wanted.filter((name) => {
    const bytes = found.get(name)
    if (!bytes || !intact(name, bytes)) return true
    kept.set(name, bytes)
    return false
  })
}

/** Reads pages, level by level. */
async function readPages(roots: readonly Digest[], kept: Map<Digest, Uint8Array>, read: InputReader): Promise<readonly Digest[]> {
  for (let level = roots; level.length > 0; ) {
    const gone = await readAll(level, kept, read)
    if (gone.length > 0) return gone
    level = [...new Set(level.flatMap((page) => pagesNamedBy(Buffer.from(kept.get(page) ?? []).toString('utf8'))))]
  }
  return []
}

function intact(name: Digest, bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && digestOfBytes(bytes) === name
}
