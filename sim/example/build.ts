import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git, makeBare } from '../git.ts'
import { type Archive, parseArchive } from './archive.ts'
import { fastImportStream } from './fast-import.ts'
import { type ExamplePull, planExample, TRUNK } from './plan.ts'

/** The example on disk. */
export interface Example {
  /** A bare repository: `main`, and a branch for each pull request. `GitHub.createRepository` takes it as `cloneFrom`. */
  readonly gitDir: string
  /** In the order to open them: what one is stacked on comes before it. */
  readonly pulls: readonly ExamplePull[]
  /** Removes the repository. */
  remove(): Promise<void>
}

/**
 * Writes the repository `acme/shop` into a temporary folder: a trunk of twelve commits and the pull requests that
 * `npm run demo` shows. What they say is in trunk/ and pulls/, one file a commit, in the order of their names.
 * Commit ids are the same on every machine. Raises BrokenExample or BadHunk for a file that does not fit.
 * `within` is the folder that it is made in.
 */
export async function buildExample(within: string = tmpdir()): Promise<Example> {
  const [trunk, pulls] = await Promise.all([readArchives('trunk'), readArchives('pulls')])
  const plan = planExample(trunk, pulls)
  const gitDir = await mkdtemp(join(within, 'example-'))
  const remove = () => rm(gitDir, { recursive: true, force: true, maxRetries: 3 })
  try {
    await makeBare(gitDir, { from: undefined, shared: false, defaultBranch: TRUNK })
    await git(gitDir, ['fast-import', '--quiet', '--done'], fastImportStream(plan.commits))
  } catch (error) {
    await remove()
    throw error
  }
  return { gitDir, pulls: plan.pulls, remove }
}

async function readArchives(folder: 'trunk' | 'pulls'): Promise<Archive[]> {
  const url = new URL(`${folder}/`, import.meta.url)
  const names = (await readdir(url)).filter((name) => name.endsWith('.txtar')).sort()
  return Promise.all(names.map(async (name) => parseArchive(`${folder}/${name}`, await readFile(new URL(name, url), 'utf8'))))
}
