import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ask, git, listRefs, makeBare } from './git.ts'
import { fullName, type RepositoryRecord, type World } from './world.ts'

/** Two repositories cannot have one name. */
export class NameTaken extends Error {
  override name = 'NameTaken'
}

export interface Founding {
  readonly owner: string
  readonly name: string
  readonly private?: boolean
  readonly defaultBranch?: string
  /** A repository on disk whose branches and tags are taken over. */
  readonly cloneFrom?: string
  readonly forkOf?: RepositoryRecord
}

/** Makes a bare repository on disk, set up to be served as GitHub serves its own, and files it under its name. */
export async function makeRepository(world: World, folder: string, wanted: Founding): Promise<RepositoryRecord> {
  if (world.find(`${wanted.owner}/${wanted.name}`)?.moved === false) throw new NameTaken(`${wanted.owner}/${wanted.name} is there already`)
  const id = world.id('repository')
  const gitDir = join(folder, `${id}.git`)
  await makeBare(gitDir, { from: wanted.forkOf?.gitDir ?? wanted.cloneFrom, shared: wanted.forkOf !== undefined, defaultBranch: wanted.defaultBranch })
  await appendFile(join(gitDir, 'config'), SERVED)
  if (wanted.defaultBranch) await git(gitDir, ['symbolic-ref', 'HEAD', `refs/heads/${wanted.defaultBranch}`])
  const refs = await listRefs(gitDir)
  const head = await ask(gitDir, ['symbolic-ref', '--short', 'HEAD'])
  const now = world.time()
  const record: RepositoryRecord = {
    id,
    owner: world.account(wanted.owner),
    name: wanted.name,
    private: wanted.private ?? false,
    defaultBranch: head ?? 'main',
    gitDir,
    forkOf: wanted.forkOf,
    createdAt: now,
    pushedAt: now,
    sizeKb: await sizeOf(gitDir),
    refs,
    issues: new Map(),
    pulls: new Map(),
    comments: new Map(),
    runs: new Map(),
    suites: new Map(),
    collaborators: new Map(),
    commits: new Set(refs.values()),
    nextNumber: 1,
  }
  world.name(record)
  for (const installation of world.installations.values()) {
    if (installation.selection === 'all' && installation.account === record.owner && !record.forkOf) installation.repositories.add(record)
  }
  return world.find(fullName(record))?.repository ?? record
}

/** Partial clones and single commits may be asked for, and nothing is repacked while somebody reads. */
const SERVED = '[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowFilter = true\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n'

/** Kilobytes of packed and loose objects, which is what GitHub's `size` is about. */
async function sizeOf(gitDir: string): Promise<number> {
  const counts = (await ask(gitDir, ['count-objects', '-v'])) ?? ''
  const number = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(counts)?.[1] ?? 0)
  return number('size') + number('size-pack')
}
