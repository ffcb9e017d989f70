import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { git } from './git.ts'
import type { HistoryPull } from './history.ts'
import type { Repository } from './repository.ts'

/** A ref of no interest to anybody, only there so that what is written has a name while it is written. */
const REF = 'refs/begun-with'
/** Seconds since 1970: when the first commit was made, as it were. */
const START = 1_700_000_000

/**
 * A history as it would have been had some files been there from the start. Each pull request becomes one commit on the trunk before
 * it: what its merge changed, and nothing else. The commits are new, and are written into the repository, which has to hold the old ones.
 * `files` are texts by path. Same history and files, same ids.
 */
export async function begunWith(files: ReadonlyMap<string, string>, repository: Repository, pulls: readonly HistoryPull[]): Promise<HistoryPull[]> {
  const [first] = pulls
  if (!first) return []
  const { gitDir } = repository
  const wanted = [
    { commit: first.base, message: 'Start' },
    ...pulls.map(({ merge, title, body }) => ({ commit: merge, message: body === '' ? title : `${title}\n\n${body}` })),
  ]
  const trees = await treesOf(
    gitDir,
    wanted.map(({ commit }) => commit),
  )
  const stream = wanted.map(({ message }, index) => commitCommand(index, message, trees[index] ?? '', files))
  const marks = join(gitDir, 'begun-with.marks')
  await git(gitDir, ['fast-import', '--quiet', '--force', '--done', `--export-marks=${marks}`], `${stream.join('')}done\n`)
  const lines = (await readFile(marks, 'utf8')).split('\n')
  await rm(marks)
  await git(gitDir, ['update-ref', '-d', REF])
  const ids = new Map(lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']))
  const id = (index: number) => ids.get(`:${index + 1}`) ?? ''
  return pulls.map((pull, index) => ({ ...pull, base: id(index), head: id(index + 1), merge: id(index + 1) }))
}

async function treesOf(gitDir: string, commits: readonly string[]): Promise<readonly string[]> {
  const printed = await git(gitDir, ['rev-list', '--no-walk=unsorted', '--stdin', '--no-commit-header', '--format=%H %T'], `${commits.join('\n')}\n`)
  const trees = new Map(printed.split('\n').map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']))
  return commits.map((commit) => trees.get(commit) ?? '')
}

/** `M 040000 <tree> ""` puts a whole tree in place of the last commit's (git-fast-import(1)). */
function commitCommand(index: number, message: string, tree: string, files: ReadonlyMap<string, string>): string {
  const who = `GitHub <noreply@github.com> ${START + index * 60} +0000\n`
  return [
    ...(index === 0 ? [`reset ${REF}\n`] : []),
    `commit ${REF}\nmark :${index + 1}\nauthor ${who}committer ${who}`,
    data(message),
    ...(index === 0 ? [] : [`from :${index}\n`]),
    `M 040000 ${tree} ""\n`,
    ...[...files].map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
    '\n',
  ].join('')
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
