import { repositoryNamed } from '../../db/installations.ts'
import type { FileVersion } from '../config/govern.ts'
import { MAX_SETTINGS_BYTES, parseSettings } from '../config/parse.ts'
import type { Revision } from '../model/change.ts'
import { digestOf } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import type { RepoRef } from '../model/github.ts'
import { globSet } from '../model/glob.ts'
import type { Digest } from '../model/ids.ts'
import type { ObjectReader } from '../model/reading.ts'
import type { OrganisationFiles } from './govern.ts'
import type { Parts } from './parts.ts'

/** Where an organisation keeps the settings of all its repositories: the first of these that the App can see. */
export const HOLDERS = ['.github-private', '.github']
export const ORGANISATION_FILE = 'maestro.yml'
const MAX_VERSIONS = 20

/**
 * The organisation's settings for one of its repositories, from the default branch of the repository that holds
 * them; none where the App is not installed there. When they are broken, the last valid version comes along, so that
 * a typing error does not take the floor away.
 */
export async function organisationFiles(parts: Pick<Parts, 'database' | 'source' | 'gates'>, repo: RepoRef): Promise<OrganisationFiles | undefined> {
  const owner = repo.fullName.split('/')[0] ?? ''
  for (const name of HOLDERS) {
    const holder = await repositoryNamed(parts.database.db, repo.tenant, `${owner}/${name}`)
    if (!holder) continue
    const branch = await parts.source.branch({ tenant: repo.tenant, id: holder.repo, fullName: holder.fullName }, undefined)
    if (!branch) continue
    try {
      const versions = await branch.reader.versions(branch.tip.commit, ORGANISATION_FILE, MAX_VERSIONS)
      const files = await newestTwo(versions, branch.reader, `${holder.fullName}/${ORGANISATION_FILE}`, parts.gates)
      if (files) return files
    } finally {
      branch.release()
    }
  }
  return undefined
}

/** Whether a repository is where its organisation keeps settings. */
export function isHolder(repo: Pick<RepoRef, 'fullName'>): boolean {
  return HOLDERS.some((name) => repo.fullName.endsWith(`/${name}`))
}

/** A digest of the organisation's file as a holder's revision has it. Two that differ mean that everything of the organisation has to be judged again. */
export async function organisationDigest(tip: Revision, reader: ObjectReader): Promise<Digest> {
  return digestOf((await reader.list(tip.tree, globSet([ORGANISATION_FILE]))).map((entry) => [entry.oid, entry.kind]))
}

/** The file as it is, and the newest valid one before when it is broken. */
async function newestTwo(
  versions: Awaited<ReturnType<ObjectReader['versions']>>,
  reader: ObjectReader,
  file: string,
  gates: readonly Gate[],
): Promise<OrganisationFiles | undefined> {
  const [newest, ...older] = versions
  if (newest?.oid === undefined) return undefined
  const current = await read(reader, file, newest.oid)
  if (isValid(current, gates)) return { current }
  for (const version of older) {
    if (version.oid === undefined) continue
    const lastValid = await read(reader, file, version.oid)
    if (isValid(lastValid, gates)) return { current, lastValid }
  }
  return { current }
}

async function read(reader: ObjectReader, file: string, oid: Parameters<ObjectReader['list']>[0]): Promise<FileVersion> {
  return { file, content: (await reader.blobs([oid], MAX_SETTINGS_BYTES)).get(oid)?.bytes }
}

function isValid(version: FileVersion, gates: readonly Gate[]): boolean {
  return parseSettings(version.content, { file: version.file, role: 'organisation' }, gates).ok
}
