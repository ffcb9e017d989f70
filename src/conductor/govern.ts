import { LRUCache } from 'lru-cache'
import { type FileVersion, type Governing, governing } from '../config/govern.ts'
import { isHolder, ORGANISATION_FILE } from '../config/organisation-file.ts'
import { MAX_SETTINGS_BYTES } from '../config/parse.ts'
import type { Change, Entry, Revision } from '../model/change.ts'
import { digestOfBytes } from '../model/digest.ts'
import type { Gate } from '../model/gate.ts'
import { globSet } from '../model/glob.ts'
import type { Oid } from '../model/ids.ts'
import type { Path } from '../model/path.ts'
import type { ObjectReader, Proposal } from '../model/reading.ts'
import type { Diagnostic } from '../model/settings.ts'
import { SETTINGS_PATH } from '../model/settings.ts'

/** How far back a valid version is looked for while the trunk's is broken. */
const MAX_VERSIONS = 50

/** An organisation's own file, and its last valid version when it is broken. Each from one commit of the repository that holds it. */
export interface OrganisationFiles {
  readonly current: FileVersion
  readonly lastValid?: FileVersion
}

/** Finds the settings that govern a change. Valid settings are remembered by the files they come from; broken ones are looked at anew, as what was valid before depends on the commit. */
export interface Governor {
  /** Says which branch governs a proposal: its target if that is a trunk, else the default branch (and it is a preview). */
  settle(proposal: Proposal, reader: ObjectReader, organisation?: OrganisationFiles): Promise<Change>
  /** The settings of one trunk revision, whatever is proposed to it. */
  ofTrunk(trunk: Revision, reader: ObjectReader, organisation?: OrganisationFiles): Promise<Governing>
  /** The settings in force for a change, and what is wrong with newer ones. */
  govern(change: Change, reader: ObjectReader, organisation?: OrganisationFiles): Promise<Governing>
}

export function governor(gates: readonly Gate[]): Governor {
  const remembered = new LRUCache<string, Governing>({ max: 500 })

  async function ofTrunk(trunk: Revision, reader: ObjectReader, organisation?: OrganisationFiles): Promise<Governing> {
    const entry = await settingsEntry(trunk.tree, reader)
    const key = `${entry?.kind} ${entry?.oid} ${keyOf(organisation)}`
    const known = remembered.get(key)
    if (known) return entry ? from(known, trunk.commit) : known
    const trunkFile = entry && { ...(await readVersion(entry, reader)), commit: trunk.commit }
    let found = governing({ trunkFile, ...organisationInputs(organisation) }, gates)
    if (found.notice.state === 'valid' || found.notice.state === 'defaults') remembered.set(key, found)
    if (found.notice.state === 'none' && trunkFile && found.notice.trunk.some(isOwnError)) {
      for (const earlier of (await reader.versions(trunk.commit, SETTINGS_PATH, MAX_VERSIONS)).slice(1)) {
        if (earlier.oid === undefined) continue
        const lastValid = { ...(await readVersion({ path: SETTINGS_PATH, oid: earlier.oid, kind: 'file' }, reader)), commit: earlier.commit }
        found = governing({ trunkFile, lastValid, ...organisationInputs(organisation) }, gates)
        if (found.notice.state !== 'none') break
      }
    }
    return found
  }

  return {
    ofTrunk,
    async settle(proposal, reader, organisation) {
      const { into, defaultBranch, ...rest } = proposal
      const isDefault = into.ref === defaultBranch.ref
      const isTrunk = isDefault || isTrunkName(into.ref, (await ofTrunk(defaultBranch, reader, organisation)).settings.trunks)
      return { ...rest, trunk: isTrunk ? into : defaultBranch, target: { ref: into.ref, isTrunk } }
    },
    async govern(change, reader, organisation) {
      const inForce = await ofTrunk(change.trunk, reader, organisation)
      const holds = holdsFile(change, organisation)
      const proposedFile = await proposedSettings(change, reader)
      const proposedOrganisationFile = holds ? await proposedVersion(change, reader, ORGANISATION_FILE) : undefined
      const { proposed } =
        proposedFile || proposedOrganisationFile
          ? governing({ ...organisationInputs(organisation), proposedFile, proposedOrganisationFile, inForce: inForce.settings }, gates).notice
          : inForce.notice
      return { ...inForce, notice: { ...inForce.notice, ...(holds ? { holds: ORGANISATION_FILE } : {}), proposed } }
    },
  }
}

/** An error of the repository's own file: looking further back in its history can only help then. */
function isOwnError(found: Diagnostic): boolean {
  return found.severity === 'error' && found.file === SETTINGS_PATH
}

/** Equal files say the same from whichever commit; only the notice names the commit. */
function from(known: Governing, commit: Oid): Governing {
  return { ...known, notice: { ...known.notice, from: commit } }
}

/** Whether a branch is one that the default branch's settings name as a trunk. `~default` is the caller's to know. */
export function isTrunkName(ref: string, trunks: readonly string[]): boolean {
  return globSet(trunks.filter((pattern) => pattern !== '~default')).matches(ref)
}

async function settingsEntry(tree: Oid, reader: ObjectReader): Promise<Entry | undefined> {
  return (await reader.list(tree, globSet([SETTINGS_PATH])))[0]
}

async function readVersion(entry: Entry, reader: ObjectReader): Promise<FileVersion> {
  if (entry.kind !== 'file' && entry.kind !== 'executable') return { file: entry.path, content: undefined }
  const blob = (await reader.blobs([entry.oid], MAX_SETTINGS_BYTES)).get(entry.oid)
  return { file: entry.path, content: blob?.bytes }
}

/** The head's file when the change touches it, with the head's paths, so that patterns that match nothing are seen. */
async function proposedSettings(change: Change, reader: ObjectReader) {
  const version = await proposedVersion(change, reader, SETTINGS_PATH)
  if (!version) return undefined
  const paths = (await reader.list(change.head.tree, globSet(['**']))).map((entry) => entry.path)
  return { ...version, paths }
}

/** The head's version of a file that the change touches and does not remove. */
async function proposedVersion(change: Change, reader: ObjectReader, path: Path): Promise<FileVersion | undefined> {
  const after = change.files.find((file) => file.path === path)?.after
  return after && readVersion({ path, ...after }, reader)
}

/** Whether the organisation's file is this repository's to change: it is there, or none is anywhere and it would be looked for there. */
function holdsFile({ repo }: Change, organisation: OrganisationFiles | undefined): boolean {
  return isHolder(repo) && (organisation === undefined || organisation.current.file === `${repo.fullName}/${ORGANISATION_FILE}`)
}

function organisationInputs(organisation: OrganisationFiles | undefined) {
  return { organisationFile: organisation?.current, lastValidOrganisation: organisation?.lastValid }
}

function keyOf(organisation: OrganisationFiles | undefined): string {
  return [organisation?.current, organisation?.lastValid].map((file) => (file ? digestOfBytes(file.content ?? '') : '')).join(' ')
}
