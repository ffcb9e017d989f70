import { repositoryNamed } from '../../db/installations.ts'
import type { FileVersion } from '../config/govern.ts'
import { MAX_SETTINGS_BYTES, parseSettings } from '../config/parse.ts'
import type { Gate } from '../model/gate.ts'
import type { RepoRef } from '../model/github.ts'
import type { ObjectReader } from '../model/reading.ts'
import type { OrganisationFiles } from './govern.ts'
import type { Parts } from './parts.ts'

/** Where an organisation keeps the settings of all its repositories: the first of these that the App can see. */
const HOLDERS = ['.github-private', '.github']
const FILE = 'maestro.yml'
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
    if (!holder?.defaultBranch) continue
    const branch = await parts.source.branch({ tenant: repo.tenant, id: holder.repo, fullName: holder.fullName }, holder.defaultBranch)
    if (!branch) continue
    try {
      const versions = await branch.reader.versions(branch.tip.commit, FILE, MAX_VERSIONS)
      const files = await newestTwo(versions, branch.reader, `${holder.fullName}/${FILE}`, parts.gates)
      if (files) return files
    } finally {
      branch.release()
    }
  }
  return undefined
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
