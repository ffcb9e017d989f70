import { stringify } from 'yaml'
import { languageOf } from '../../gates/spec/lex/languages.ts'
import { PathRoles, specDefaults } from '../../gates/spec/options.ts'
import { globSet } from '../../model/glob.ts'
import { extensionOf, type Path } from '../../model/path.ts'

const MAX_FOLDERS = 10
/** Names that mean the same inside a pattern and outside. */
const PLAIN_NAME = /^[A-Za-z0-9_.-]{1,100}$/
const TEST_FOLDER = /^(?:tests?|specs?|e2e|__tests__)$/

/**
 * A settings file to start from, made of what the paths of a repository show and nothing else: the test files by
 * the customs of their languages, and the folders whose code owes a proof. It observes, so it blocks nobody.
 */
export function starterSettings(paths: readonly Path[]): string {
  const code = paths.filter((path) => languageOf(path) !== undefined)
  const customary = globSet(specDefaults.tests)
  const roles = new PathRoles(specDefaults)
  const tests = [
    ...specDefaults.tests.filter((glob) => anyMatches(glob, code)),
    ...patternsByFolder(code.filter((path) => !customary.matches(path) && TEST_FOLDER.test(topFolder(path)))),
  ]
  const surfaces = patternsByFolder(code.filter((path) => roles.isSurface(path) && !TEST_FOLDER.test(topFolder(path))))
  const spec = { ...(tests.length > 0 && { tests }), ...(surfaces.length > 0 && { surfaces }) }
  const settings = { version: 1, mode: 'observe', ...(Object.keys(spec).length > 0 && { gates: { spec } }) }
  return `# .github/maestro.yml, made from what the repository shows. It only observes; raise the mode when you like what it says.\n${stringify(settings, { lineWidth: 0 })}`
}

/** One pattern for each top folder, with the extensions seen in it; those with most files first. */
function patternsByFolder(paths: readonly Path[]): readonly string[] {
  const folders = new Map<string, { files: number; readonly extensions: Set<string> }>()
  for (const path of paths) {
    const folder = topFolder(path)
    if (!PLAIN_NAME.test(folder)) continue
    const counts = folders.get(folder) ?? { files: 0, extensions: new Set() }
    folders.set(folder, counts)
    counts.files += 1
    counts.extensions.add(extensionOf(path))
  }
  return [...folders]
    .sort(([, a], [, b]) => b.files - a.files)
    .slice(0, MAX_FOLDERS)
    .map(([folder, { extensions }]) => `${folder}/**/*.${alternatives([...extensions].sort())}`)
}

function alternatives(extensions: readonly string[]): string {
  return extensions.length === 1 ? (extensions[0] ?? '*') : `{${extensions.join(',')}}`
}

function topFolder(path: Path): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

function anyMatches(glob: string, paths: readonly Path[]): boolean {
  const set = globSet([glob])
  return paths.some((path) => set.matches(path))
}
