import type { SettingsNotice } from '../model/decision.ts'
import type { Gate } from '../model/gate.ts'
import type { Oid } from '../model/ids.ts'
import type { Path } from '../model/path.ts'
import type { Diagnostic, Settings } from '../model/settings.ts'
import { type Layers, type Resolved, resolveSettings } from './layers.ts'
import { loweredModes } from './lowered.ts'
import { type Layer, type ParsedSettings, parseSettings } from './parse.ts'
import { unmatchedGlobs } from './unmatched-globs.ts'

/** A settings file as some commit has it. `content` is undefined when the path is there but has no bytes to read. */
export interface FileVersion {
  readonly file: string
  readonly content: Uint8Array | string | undefined
}

export interface GoverningFiles {
  /** The trunk's file; undefined when the trunk has none. */
  readonly trunkFile?: (FileVersion & { readonly commit: Oid }) | undefined
  /** The newest earlier version on the trunk that was valid. Only asked when the trunk's is broken. */
  readonly lastValid?: (FileVersion & { readonly commit: Oid }) | undefined
  readonly organisationFile?: FileVersion | undefined
  readonly lastValidOrganisation?: FileVersion | undefined
  /** The head's file, when the change touches it; with the head's paths, so that patterns that match nothing are found. */
  readonly proposedFile?: (FileVersion & { readonly paths?: readonly Path[] }) | undefined
  /** The head's version of the organisation's own file, where this repository holds it and the change touches it. */
  readonly proposedOrganisationFile?: FileVersion | undefined
  /** What the proposed file is compared with, so that modes which it lowers are told of. */
  readonly inForce?: Settings | undefined
}

export interface Governing extends Resolved {
  readonly notice: SettingsNotice
}

/**
 * Which settings govern a change. The trunk's own when they are valid; when they are broken the last valid ones,
 * so that the repair can merge; with none, defaults and the state `none`, which is never a pass. A broken file of
 * the organisation is treated alike and told in the same notice: its floor must not vanish by a typing error.
 * Proposed files are read for their diagnostics and never govern. Pure.
 */
export function governing(files: GoverningFiles, gates: readonly Gate[]): Governing {
  const organisation = newestValid(files.organisationFile, files.lastValidOrganisation, (version) => organisationLayer(version, gates))
  const trunk = newestValid(files.trunkFile, files.lastValid, (version) => repositoryLayer(version, organisation.layer, gates))
  const resolved = resolveSettings({ organisation: organisation.layer, repository: trunk.layer }, gates)
  const state = graver(organisation.state, trunk.state)
  const from = trunk.version?.commit
  const notice: SettingsNotice = {
    ...(from === undefined ? {} : { from }),
    state,
    trunk: [...organisation.diagnostics, ...trunk.diagnostics, ...resolved.diagnostics],
    proposed: [
      ...(files.proposedOrganisationFile ? organisationLayer(files.proposedOrganisationFile, gates).diagnostics : []),
      ...(files.proposedFile ? proposedDiagnostics(files.proposedFile, files.inForce, organisation.layer, gates) : []),
    ],
  }
  return { ...resolved, notice }
}

/** The organisation's state counts only when something is wrong with its file. */
function graver(organisation: SettingsNotice['state'], trunk: SettingsNotice['state']): SettingsNotice['state'] {
  if (organisation === 'none' || trunk === 'none') return 'none'
  return organisation === 'last-valid' ? 'last-valid' : trunk
}

interface Chosen<Version> {
  readonly state: SettingsNotice['state']
  readonly version?: Version
  readonly layer: Layer | undefined
  readonly diagnostics: readonly Diagnostic[]
}

function newestValid<Version>(current: Version | undefined, before: Version | undefined, parse: (version: Version) => ParsedSettings): Chosen<Version> {
  if (current === undefined) return { state: 'defaults', layer: undefined, diagnostics: [] }
  const now = parse(current)
  if (now.ok) return { state: 'valid', version: current, layer: now.layer, diagnostics: [] }
  const earlier = before === undefined ? undefined : parse(before)
  if (before !== undefined && earlier?.ok) return { state: 'last-valid', version: before, layer: earlier.layer, diagnostics: now.diagnostics }
  return { state: 'none', layer: undefined, diagnostics: now.diagnostics }
}

function organisationLayer(version: FileVersion, gates: readonly Gate[]): ParsedSettings {
  const parsed = parseSettings(version.content, { file: version.file, role: 'organisation' }, gates)
  return parsed.ok ? ifFitting(parsed, { organisation: parsed.layer }, gates) : parsed
}

function repositoryLayer(version: FileVersion, organisation: Layer | undefined, gates: readonly Gate[]): ParsedSettings {
  const parsed = parseSettings(version.content, { file: version.file, role: 'repository' }, gates)
  return parsed.ok ? ifFitting(parsed, { organisation, repository: parsed.layer }, gates) : parsed
}

/** A file that is valid by itself counts only when it is together with those below it too. */
function ifFitting(parsed: ParsedSettings, layers: Layers, gates: readonly Gate[]): ParsedSettings {
  const errors = resolveSettings(layers, gates).diagnostics.filter((found) => found.severity === 'error')
  return errors.length > 0 ? { ok: false, diagnostics: errors } : parsed
}

function proposedDiagnostics(
  proposed: NonNullable<GoverningFiles['proposedFile']>,
  inForce: Settings | undefined,
  organisation: Layer | undefined,
  gates: readonly Gate[],
): readonly Diagnostic[] {
  const parsed = parseSettings(proposed.content, { file: proposed.file, role: 'repository' }, gates)
  if (!parsed.ok) return parsed.diagnostics
  const { settings, origins, diagnostics } = resolveSettings({ organisation, repository: parsed.layer }, gates)
  const lowered = inForce ? loweredModes(inForce, settings, parsed.layer, origins) : []
  return [...diagnostics, ...lowered, ...(proposed.paths ? unmatchedGlobs(parsed.layer, proposed.paths, gates) : [])]
}
