import { languageOf } from '../../gates/spec/lex/languages.ts'
import { PathRoles, specDefaults } from '../../gates/spec/options.ts'
import { type Glob, globSet } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'

/** Names of folders by which one can tell that what is in them is not what is shipped, as patterns. */
const FOLDERS = [
  ['doc', 'docs', 'documentation', 'website', 'site', 'tutorial', 'tutorials'],
  ['example', 'examples', 'sample', 'samples', 'demo', 'demos', 'playground', 'playgrounds', 'sandbox', 'template-*'],
  ['script', 'scripts', 'hack', 'bench', 'benches', 'benchmark', 'benchmarks', 'fuzz', '.*'],
  ['test', 'tests', 'spec', 'specs', 'e2e', 'test[-_]*', 'tests[-_]*', '*[-_]test', '*[-_]tests', '__test*', 'testdata'],
  ['fixture', 'fixtures', '*fixtures__', '__snapshots__', 'mock', 'mocks'],
  ['generated', '__generated__', 'gen', 'third[-_]party', 'external', 'vendored'],
].flat()
/** Names of generated files. */
const FILES = ['zz_generated*', '*[._]generated.*', '*.gen.*', '*.g.*', '*.pb.*', '*_pb2.py', '*_pb2_grpc.py']
/** Names of files at the root that build or configure a project, by custom. */
const TOOLING = [
  '.*',
  'setup.py',
  'noxfile.py',
  'conftest.py',
  'tasks.py',
  'fabfile.py',
  'gulpfile.*',
  'Gruntfile.*',
  'build.rs',
  'build.*',
  '*.conf.*',
  '*.config.*',
]

/** What is not what a repository is for, as far as its path tells: documentation, examples, scripts, fixtures, tests, generated files. */
export const OTHERS: readonly Glob[] = [...FOLDERS.map((name) => `**/${name}/**`), ...FILES.map((name) => `**/${name}`), ...TOOLING]

const others = globSet(OTHERS)
const customary = new PathRoles(specDefaults)

/** Code in a language that is read and that owes a proof by the default settings: tests and the like are out already. */
export function isCode(path: Path): boolean {
  return languageOf(path) !== undefined && customary.isSurface(path)
}

/** Code that a repository is for. */
export function isSource(path: Path): boolean {
  return isCode(path) && !others.matches(path)
}
