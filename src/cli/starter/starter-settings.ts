import { stringify } from 'yaml'
import { languageOf } from '../../gates/spec/lex/languages.ts'
import { specDefaults } from '../../gates/spec/options.ts'
import { type Glob, globSet } from '../../model/glob.ts'
import { extensionOf, type Path } from '../../model/path.ts'
import { anyMatches, folderPattern, PLAIN_NAME, sourcePatterns, topFolder } from './source-patterns.ts'

const TEST_FOLDER = /^(?:tests?|specs?|e2e|__tests__)$/

/** What is asked of objectives: where they are, and what the first one is for. */
export interface StarterObjective {
  readonly id: string
  readonly registry: Glob
  readonly paths: readonly Glob[]
}

/**
 * A settings file to start from, made of what the paths of a repository show and nothing else: the test files by the customs of their
 * languages, and the folders whose code owes a proof. It observes, so it blocks nobody.
 */
export function starterSettings(paths: readonly Path[], objective?: StarterObjective): string {
  const okr = objective && {
    registry: objective.registry,
    ...(objective.paths.length > 0 && { rules: [{ paths: objective.paths, okr: objective.id }] }),
  }
  const spec = specSettings(paths)
  const gates = { ...(okr && { okr }), ...(Object.keys(spec).length > 0 && { spec }) }
  const settings = { version: 1, mode: 'observe', ...(Object.keys(gates).length > 0 && { gates }) }
  return `# .github/maestro.yml, made from what the repository shows. It only observes; raise the mode when you like what it says.\n${stringify(settings, { lineWidth: 0 })}`
}

/** The spec gate's own part: what is not told apart here is as the defaults say. */
export function specSettings(paths: readonly Path[]): { readonly tests?: readonly Glob[]; readonly surfaces?: readonly Glob[] } {
  const code = paths.filter((path) => languageOf(path) !== undefined)
  const customary = globSet(specDefaults.tests)
  const tests = [
    ...specDefaults.tests.filter((glob) => anyMatches(glob, code)),
    ...testFolders(code.filter((path) => !customary.matches(path) && TEST_FOLDER.test(topFolder(path)))),
  ]
  const surfaces = sourcePatterns(code)
  return { ...(tests.length > 0 && { tests }), ...(surfaces.length > 0 && { surfaces }) }
}

/** One pattern for each top folder, with the extensions seen in it. */
function testFolders(paths: readonly Path[]): readonly Glob[] {
  const folders = Map.groupBy(
    paths.filter((path) => PLAIN_NAME.test(topFolder(path))),
    topFolder,
  )
  return [...folders].map(([folder, own]) => folderPattern(`${folder}/**/`, own.map(extensionOf)))
}
