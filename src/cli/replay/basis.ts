import { gates } from '../../gates/registry.ts'
import type { Branch } from '../../git/local/local-trunk.ts'
import { mergedChanges } from '../../git/local/merged-changes.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import type { Change, Revision } from '../../model/change.ts'
import type { Gate } from '../../model/gate.ts'
import type { Path } from '../../model/path.ts'
import type { ObjectReader } from '../../model/reading.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { localGates } from '../local/local-gates.ts'
import { layOver } from '../starter/lay-over.ts'
import { hasSettings, type Starter, starterFor } from '../starter/starter.ts'
import type { JudgedBy } from './replay-changes.ts'
import { bySpecsOfTrunk } from './todays-specs.ts'

/** What merged changes are judged by. */
export interface Basis {
  readonly judgedBy: JudgedBy
  /** What governs every change; what governed each when it was merged where undefined. */
  readonly governedBy: Revision | undefined
  readonly gates: readonly Gate[]
  readonly reader: ObjectReader
  /** The files that stand in for what the trunk does not have yet. */
  readonly starter: Starter | undefined
  /** For people. */
  readonly words: string
}

export interface BasisOptions {
  readonly config?: string
  readonly asOfThen?: boolean
  readonly range?: string
  readonly last?: number
}

/** Changes looked at to see what changes most. */
const MAX_LOOKED_AT = 500

/** Says what governs: the trunk as it is today unless the options say otherwise, and where it has no settings, what it could begin with. */
export async function basisOf(options: BasisOptions, trunk: Branch, reader: RepositoryReader): Promise<Basis> {
  const { config, asOfThen } = options
  const at = `${trunk.ref} at ${trunk.commit.slice(0, 12)}`
  const common = { reader, starter: undefined }
  if (asOfThen) {
    const words = `judged by ${config === undefined ? 'what governed when each was merged' : `${config}, with the objectives and Spec Cards of each one's own time`}`
    return { ...common, judgedBy: config === undefined ? 'then' : 'file', governedBy: undefined, gates: localGates(gates), words }
  }
  const today = { ...common, governedBy: trunk, gates: bySpecsOfTrunk(localGates(gates)) }
  if (config !== undefined) return { ...today, judgedBy: 'file', words: `judged by ${config}, with the objectives, Spec Cards and bound tests of ${at}` }
  const govern = 'the settings, objectives, Spec Cards and bound tests of'
  if (await hasSettings(trunk, reader)) return { ...today, judgedBy: 'today', words: `judged by what governs today: ${govern} ${at}` }
  const looked = await lookBack(options, trunk, reader)
  const starter = await starterFor(
    trunk,
    reader,
    looked.map((change) => change.files.map((file): Path => file.path)),
  )
  const [like] = looked
  if (!like) return { ...today, judgedBy: 'today', words: `${at} has no ${SETTINGS_PATH}, and nothing was merged that could be judged` }
  const laid = await layOver(starter.files, trunk, reader, like)
  const words = `${at} has no ${SETTINGS_PATH} yet, so they are judged as if these files were on it, made from the repository:`
  return { ...today, judgedBy: 'starter', governedBy: laid.trunk, reader: laid.reader, starter, words }
}

async function lookBack({ range, last = MAX_LOOKED_AT }: BasisOptions, trunk: Branch, reader: RepositoryReader): Promise<readonly Change[]> {
  const found: Change[] = []
  const merged = mergedChanges(reader, { range, trunk, last: Math.min(last, MAX_LOOKED_AT) })
  for await (const { change } of merged) found.push(change)
  return found
}
