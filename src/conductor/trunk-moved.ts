import { getRepository } from '../../db/installations.ts'
import { openIn, openOnto, type SubjectRow } from '../../db/subjects.ts'
import { isGoverningNoted, noteGoverning } from '../../db/trunks.ts'
import type { Governing } from '../config/govern.ts'
import { isHolder } from '../config/organisation-file.ts'
import type { Revision } from '../model/change.ts'
import { digestOf } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import type { RepoRef } from '../model/github.ts'
import { globSet } from '../model/glob.ts'
import type { Digest } from '../model/ids.ts'
import type { ObjectReader } from '../model/reading.ts'
import type { Settings } from '../model/settings.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { activeGates } from './judge.ts'
import { organisationDigest, organisationFiles } from './organisation.ts'
import type { Parts } from './parts.ts'

const PREFIX = 'trunk:'

/** The queue's key for «this branch moved»: `trunk:main`. */
export function trunkKey(ref: string): string {
  return `${PREFIX}${ref}`
}

/** The branch of such a key, else undefined. */
export function trunkOf(key: string): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined
}

/** A branch moved: when what governs on it is new, everything open under it is judged again. No call to GitHub's API. */
export async function trunkMoved(parts: Parts, repo: RepoRef, ref: string): Promise<void> {
  const { db } = parts.database
  const repository = await getRepository(db, repo.tenant, repo.id)
  const isDefault = repository?.defaultBranch === ref
  const open = await openOnto(db, repo.tenant, repo.id)
  // The default branch also governs previews and says which other branches are trunks.
  const under = isDefault ? open : open.filter((row) => row.baseRef === ref)
  const mayGovernAll = isDefault && isHolder(repo)
  if (under.length === 0 && !mayGovernAll) return
  const branch = await parts.source.branch(repo, ref)
  if (!branch) return
  try {
    if (mayGovernAll) await judgeWhenNew(parts, repo, `${ref}:organisation`, await organisationDigest(branch.tip, branch.reader), await openIn(db, repo.tenant))
    if (under.length === 0) return
    const { settings } = await parts.governor.ofTrunk(branch.tip, branch.reader, await organisationFiles(parts, repo))
    await judgeWhenNew(parts, repo, ref, await governingDigest(branch.tip, settings, parts.gates, branch.reader), under)
  } finally {
    branch.release()
  }
}

/** `place` is a branch, or something on one; a colon is in no branch's name. */
async function judgeWhenNew(parts: Parts, repo: RepoRef, place: string, governing: Digest, open: readonly SubjectRow[]): Promise<void> {
  await parts.database.transaction(async (tx) => {
    if (!(await noteGoverning(tx, repo.tenant, repo.id, place, governing))) return
    await parts.queue.enqueue(
      tx,
      open.map((row) => ({ tenant: row.tenant, repo: row.repo, key: row.key, reason: 'what governs changed', priority: -1 })),
    )
  })
}

/** Notes what governs the first decision under a trunk, so that the first push to it is compared with something. */
export async function noteFirst(parts: Parts, repo: RepoRef, trunk: Revision, { settings }: Pick<Governing, 'settings'>, reader: ObjectReader): Promise<void> {
  const { db } = parts.database
  if (trunk.ref === undefined || (await isGoverningNoted(db, repo.tenant, repo.id, trunk.ref))) return
  await noteGoverning(db, repo.tenant, repo.id, trunk.ref, await governingDigest(trunk, settings, parts.gates, reader))
}

/**
 * One digest over everything on a trunk that governs changes to it: its settings and what the active gates say
 * (registries, rules, owners). Most pushes do not change it, and then nothing has to be judged again.
 */
async function governingDigest(trunk: Revision, settings: Settings, gates: readonly Gate[], reader: ObjectReader): Promise<Digest> {
  const governing = activeGates(gates, settings).map(({ gate, options }) => gate.governs?.(options) ?? { contents: [] })
  const entries = await reader.list(trunk.tree, globSet([SETTINGS_PATH, ...governing.flatMap(({ contents }) => contents)]))
  const presence = await Promise.all(
    governing.map(async ({ presence }) => presence !== undefined && (await reader.list(trunk.tree, globSet(presence))).length > 0),
  )
  return digestOf([entries.map((entry) => [entry.path, entry.oid, entry.kind]), presence])
}
