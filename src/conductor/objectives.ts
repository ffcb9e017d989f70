import { okr } from '../gates/okr/gate.ts'
import { type OkrOptions, registryGlobs } from '../gates/okr/options.ts'
import { isUsable, Registry } from '../gates/okr/registry.ts'
import { type RegistryFile, registryFile } from '../gates/okr/registry-file.ts'
import type { Revision } from '../model/change.ts'
import type { RepoRef } from '../model/github.ts'
import { globSet } from '../model/glob.ts'
import type { Path } from '../model/path.ts'
import type { ObjectReader } from '../model/reading.ts'
import { MAX_FILE_BYTES } from './facts/gather.ts'
import { isTrunkName, type OrganisationFiles } from './govern.ts'
import { organisationFiles } from './organisation.ts'
import type { Parts } from './parts.ts'

type Reading = Pick<Parts, 'database' | 'source' | 'gates' | 'governor'>

/**
 * The ids in the registry that governs changes onto a branch: that branch's own where it is a trunk, else the default branch's. Undefined
 * where nothing can be told by it: there is none, or it is broken. GitHub's API is not called; raises Trouble when git meets some.
 */
export async function objectivesFor(parts: Reading, repo: RepoRef, onto: string): Promise<readonly string[] | undefined> {
  const organisation = await organisationFiles(parts, repo)
  const byDefault = await registryOn(parts, repo, undefined, organisation)
  const governs = byDefault !== undefined && isTrunkName(onto, byDefault.trunks) ? await registryOn(parts, repo, onto, organisation) : byDefault
  return governs?.ids
}

interface Governs {
  readonly trunks: readonly string[]
  readonly ids: readonly string[] | undefined
}

/** The default branch where no `ref` is given; undefined when it is gone. */
async function registryOn(parts: Reading, repo: RepoRef, ref: string | undefined, organisation: OrganisationFiles | undefined): Promise<Governs | undefined> {
  const branch = await parts.source.branch(repo, ref)
  if (!branch) return undefined
  try {
    const { settings } = await parts.governor.ofTrunk(branch.tip, branch.reader, organisation)
    const options = settings.gates[okr.id]?.options as OkrOptions | undefined // the gate's own schema has checked them
    return { trunks: settings.trunks, ids: options && (await idsAt(branch.tip, options, branch.reader)) }
  } finally {
    branch.release()
  }
}

async function idsAt(tip: Revision, options: OkrOptions, reader: ObjectReader): Promise<readonly string[] | undefined> {
  const entries = (await reader.list(tip.tree, globSet(registryGlobs(options)))).filter(({ kind }) => kind === 'file' || kind === 'executable')
  const blobs = await reader.blobs(
    entries.map(({ oid }) => oid),
    MAX_FILE_BYTES,
  )
  const found = new Map<Path, RegistryFile>()
  const unread = new Map<Path, string>()
  for (const { path, oid } of entries) {
    const blob = blobs.get(oid)
    if (blob?.bytes === undefined) unread.set(path, blob?.why ?? 'not in the repository')
    else found.set(path, registryFile.extract(blob.bytes, path))
  }
  const registry = new Registry({ found, unread })
  return isUsable(registry) ? registry.all().map(({ id }) => id) : undefined
}
