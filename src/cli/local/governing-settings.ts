import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Governor, governor } from '../../conductor/govern.ts'
import type { Governing } from '../../config/govern.ts'
import { resolveSettings } from '../../config/layers.ts'
import { MAX_SETTINGS_BYTES, parseSettings } from '../../config/parse.ts'
import type { Gate } from '../../model/gate.ts'
import { globSet } from '../../model/glob.ts'
import { BadSettings, BadUsage } from '../failures.ts'
import type { Session } from '../session.ts'

/** How local changes are governed: as on GitHub by their trunk, or by a file on disk in place of the repository's. */
export type LocalGovernor = Pick<Governor, 'settle' | 'govern'>

/** Throws BadUsage for a file that cannot be read, BadSettings for one with errors. */
export async function localGovernor(session: Session, file: string | undefined, gates: readonly Gate[]): Promise<LocalGovernor> {
  if (file === undefined) return governor(gates)
  const inForce = await settingsOnDisk(session, file, gates)
  return {
    async settle({ into, defaultBranch, ...rest }) {
      const named = globSet(inForce.settings.trunks.filter((pattern) => pattern !== '~default'))
      const isTrunk = into.ref === defaultBranch.ref || named.matches(into.ref)
      return { ...rest, trunk: isTrunk ? into : defaultBranch, target: { ref: into.ref, isTrunk } }
    },
    govern: async () => inForce,
  }
}

/** The text of a settings file on disk; one that is larger than settings may be comes back undefined. Throws BadUsage. */
export async function readSettings(session: Session, file: string): Promise<Buffer | undefined> {
  const path = resolve(session.cwd, file)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new BadUsage(`there is no settings file ${file}`)
  return found.size > MAX_SETTINGS_BYTES ? undefined : readFile(path)
}

async function settingsOnDisk(session: Session, file: string, gates: readonly Gate[]): Promise<Governing> {
  const content = await readSettings(session, file)
  const parsed = parseSettings(content, { file, role: 'repository' }, gates)
  const refused = (errors: Governing['diagnostics']) => new BadSettings(`the settings in ${file} have errors`, errors, content?.toString('utf8'))
  if (!parsed.ok) throw refused(parsed.diagnostics)
  const resolved = resolveSettings({ repository: parsed.layer }, gates)
  if (resolved.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) throw refused(resolved.diagnostics)
  return { ...resolved, notice: { state: 'valid', trunk: resolved.diagnostics, proposed: [] } }
}
