import { repositoryNamed } from '../../db/installations.ts'
import type { FileVersion } from '../config/govern.ts'
import { HOLDERS, ORGANISATION_FILE } from '../config/organisation-file.ts'
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
      const files = await readFiles(branch.tip, branch.reader, `${holder.fullName}/${ORGANISATION_FILE}`, parts.gates)
      if (files) return files
    } finally {
      branch.release()
    }
  }
  return undefined
}

/** A digest of the organisation's file as a holder's revision has it. Two that differ mean that everything of the organisation has to be judged again. */
export async function organisationDigest(tip: Revision, reader: ObjectReader): Promise<Digest> {
  return digestOf((await reader.list(tip.tree, globSet([ORGANISATION_FILE]))).map((entry) => [entry.oid, entry.kind]))
}

/** The file as it is, and the newest valid one before when it is broken: only then is its history asked for. */
async function readFiles(tip: Revision, reader: ObjectReader, file: string, gates: readonly Gate[]): Promise<OrganisationFiles | undefined> {
  const [entry] = await reader.list(tip.tree, globSet([ORGANISATION_FILE]))
  if (!entry) return undefined
  const isFile = entry.kind === 'file' || entry.kind === 'executable'
  const current = isFile ? await read(reader, file, entry.oid) : { file, content: undefined }
  if (isValid(current, gates)) return { current }
  for (const version of (await reader.versions(tip.commit, ORGANISATION_FILE, MAX_VERSIONS)).slice(1)) {
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
