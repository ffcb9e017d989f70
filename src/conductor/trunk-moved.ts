import type { Change, Revision } from '../model/change.ts'
import { digestOf } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import { globSet } from '../model/glob.ts'
import { type Digest, instant, repoId, tenantId } from '../model/ids.ts'
import { unknown } from '../model/known.ts'
import { type Need, UndeclaredNeed } from '../model/need.ts'
import type { ObjectReader } from '../model/reading.ts'
import type { Settings } from '../model/settings.ts'
import { SETTINGS_PATH } from './govern.ts'
import { activeGates } from './judge.ts'

const PREFIX = 'trunk:'

/** The queue's key for «this branch moved»: `trunk:main`. */
export function trunkKey(ref: string): string {
  return `${PREFIX}${ref}`
}

/** The branch of such a key, else undefined. */
export function trunkOf(key: string): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined
}

/**
 * One digest over everything on a trunk that governs changes to it: its settings and what the active gates read
 * there (registries, rules, owners). Most pushes do not change it, and then nothing has to be judged again.
 */
export async function governingDigest(trunk: Revision, settings: Settings, gates: readonly Gate[], reader: ObjectReader): Promise<Digest> {
  const globs = activeGates(gates, settings).flatMap(({ gate, options }) => gate.needs(nothingChanged(trunk), options, NO_FACTS, 0).flatMap(trunkGlobs))
  const entries = await reader.list(trunk.tree, globSet([SETTINGS_PATH, ...globs]))
  return digestOf(entries.map((entry) => [entry.path, entry.oid, entry.kind]))
}

function trunkGlobs(need: Need): readonly string[] {
  return need.kind !== 'answer' && need.side === 'trunk' ? need.globs : []
}

/** What gates read of a trunk does not depend on a change's files, so an empty change asks for it all. */
function nothingChanged(trunk: Revision): Change {
  const no = unknown('nothing is proposed')
  return {
    subject: { kind: 'range', tenant: tenantId(0), repo: repoId(0), label: 'trunk' },
    repo: { fullName: '', visibility: no },
    trunk,
    base: trunk,
    head: trunk,
    target: { ref: trunk.ref ?? '', isTrunk: true },
    files: [],
    title: '',
    description: no,
    author: no,
    labels: no,
    draft: no,
    fromFork: no,
    issues: no,
    asOf: instant(0),
  }
}

const NO_FACTS = {
  get(need: Need): never {
    throw new UndeclaredNeed(need)
  },
}
