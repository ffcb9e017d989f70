import { stringify } from 'yaml'
import { MAX_FILE_BYTES } from '../../conductor/facts/gather.ts'
import { okrDefaults, registryGlobs } from '../../gates/okr/options.ts'
import { cardGlobs, PathRoles, specDefaults } from '../../gates/spec/options.ts'
import { cardFile } from '../../gates/spec/spec-cards/card-file.ts'
import type { Revision } from '../../model/change.ts'
import { globSet } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'
import type { ObjectReader } from '../../model/reading.ts'
import { SETTINGS_PATH } from '../../model/settings.ts'
import { type Area, changedAreas } from './changed-areas.ts'
import { specSettings, starterSettings } from './starter-settings.ts'

/** One file to begin with. */
export interface StarterFile {
  readonly path: Path
  readonly text: string
  /** What it is, in a few words. */
  readonly about: string
}

/** What a repository that has not adopted Maestro could begin with, the settings first. */
export interface Starter {
  readonly files: readonly StarterFile[]
  readonly settings: StarterFile
}

const OBJECTIVE = 'OKR-FIRST'
const REGISTRY = 'okrs/*.yml'

/** Whether a trunk has settings of its own. */
export async function hasSettings(trunk: Revision, reader: ObjectReader): Promise<boolean> {
  return (await reader.list(trunk.tree, globSet([SETTINGS_PATH]))).length > 0
}

/**
 * Files to begin with for a trunk without settings, made from its paths and from what lately changed: settings that only observe, one
 * objective to put one's own in place of, and a card for each of the most changed areas. The cards are drafts: nobody has written yet
 * what the code does, and no test is bound, so they prove nothing. Where there are cards or objectives already, these stay.
 * `changes` are the paths that each change touched. Equal inputs give equal files.
 */
export async function starterFor(trunk: Revision, reader: ObjectReader, changes: readonly (readonly Path[])[]): Promise<Starter> {
  const paths = (await reader.list(trunk.tree, globSet(['**']))).map((entry) => entry.path)
  const roles = new PathRoles({ ...specDefaults, ...specSettings(paths) })
  const there = new Set(paths)
  const touched = changes.map((change) => change.filter((path) => there.has(path) && roles.isSurface(path)))
  const areas = changedAreas(touched)
  const registry = globSet(registryGlobs(okrDefaults))
  const withObjective = !paths.some((path) => registry.matches(path))
  const cards = (await hasCards(trunk, reader)) ? [] : areas.map((area, index) => cardFor(`SPEC-${index + 1}`, area, changes.length))
  const first = areas.slice(0, 1).map((area) => area.glob)
  const settings: StarterFile = {
    path: SETTINGS_PATH,
    text: starterSettings(paths, withObjective ? { id: OBJECTIVE, registry: REGISTRY, paths: first } : undefined),
    about: 'settings that only observe',
  }
  return { settings, files: [settings, ...(withObjective ? [objectiveFile(areas[0])] : []), ...cards] }
}

/** `specs/` may hold anything in a repository that knows nothing of cards. */
async function hasCards(trunk: Revision, reader: ObjectReader): Promise<boolean> {
  const entries = (await reader.list(trunk.tree, globSet(cardGlobs(specDefaults)))).filter(({ kind }) => kind === 'file' || kind === 'executable')
  const blobs = await reader.blobs(
    entries.map((entry) => entry.oid),
    MAX_FILE_BYTES,
  )
  return entries.some(({ oid, path }) => {
    const bytes = blobs.get(oid)?.bytes
    return bytes !== undefined && cardFile.extract(bytes, path).cards.length > 0
  })
}

function objectiveFile(area: Area | undefined): StarterFile {
  const text = `# One objective to begin with: put your own in its place. What a change serves is told by the rules in ${SETTINGS_PATH},
# by labels, by linked issues, or by a line "OKR: ${OBJECTIVE}" in the description.
- id: ${OBJECTIVE}
  objective: what the team wants to reach, in one sentence
  owner: who answers for it
  key_results:
    - { id: KR1, metric: what_is_measured, target_rel: -0.2 }
`
  return { path: 'okrs/objectives.yml', text, about: `${OBJECTIVE}, to put your own in place of${area ? `; changes of ${area.glob} serve it` : ''}` }
}

function cardFor(id: string, { glob, folder, changes }: Area, of: number): StarterFile {
  const card = {
    id,
    title: `What ${folder === '' ? 'the root folder' : folder} does`,
    status: 'draft',
    surfaces: [glob],
    given: ['what holds before'],
    when: ['what happens'],
    // biome-ignore lint/suspicious/noThenProperty: the key of a card; the value is a list, so nothing can take it for a promise
    then: ['what must be true afterwards'],
    acceptance: ['how somebody can see it'],
  }
  const head = `# ${changes} of the last ${of} merged changes touched this code. Write the last four in your own words, mark the tests that show it
# with @spec ${id}, then set the status to active: until then the card covers nothing.
`
  return { path: `specs/${id}.yml`, text: `${head}${stringify(card, { lineWidth: 0 })}`, about: `a draft for ${glob}, which ${changes} of ${of} changes touch` }
}
