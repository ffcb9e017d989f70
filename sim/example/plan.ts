import type { PullRequestDraft } from '../repository.ts'
import { type Archive, BrokenExample } from './archive.ts'
import type { PlannedCommit } from './fast-import.ts'
import { applyHunks } from './hunks.ts'

/** A pull request as `Repository.openPullRequest` takes it, with one line that says what it shows. */
export interface ExamplePull extends PullRequestDraft {
  readonly shows: string
}

/** Every commit of the example in the order to write them, and the pull requests made of some of them. */
export interface Plan {
  readonly commits: readonly PlannedCommit[]
  readonly pulls: readonly ExamplePull[]
}

export const TRUNK = 'main'

type Files = ReadonlyMap<string, string>

/** Works out every commit: the trunk's one after the other, then each pull request's on the branch it starts from. */
export function planExample(trunk: readonly Archive[], pulls: readonly Archive[]): Plan {
  const commits: PlannedCommit[] = []
  const trees: Files[] = []
  /** Branch to the positions of its commits, oldest first. */
  const branches = new Map<string, number[]>()

  function add(archive: Archive, branch: string, parent: number | undefined): void {
    const before = parent === undefined ? new Map<string, string>() : (trees[parent] ?? new Map<string, string>())
    const files = changedFiles(archive, before)
    const message = archive.headers.has('Shows') || archive.body === '' ? `${archive.title}\n` : `${archive.title}\n\n${archive.body}\n`
    trees.push(withChanges(before, files))
    branches.set(branch, [...(branches.get(branch) ?? []), commits.length])
    commits.push({ branch, parent, time: timeOf(archive), message, files })
  }

  for (const archive of trunk) add(archive, TRUNK, branches.get(TRUNK)?.at(-1))
  for (const archive of pulls) add(archive, header(archive, 'Branch'), startOf(archive, branches))
  return { commits, pulls: pulls.map(examplePull) }
}

/** `Behind: 2` starts a branch two commits before the tip of the one it goes onto, as somebody does who has not pulled for a while. */
function startOf(archive: Archive, branches: ReadonlyMap<string, readonly number[]>): number {
  const onto = archive.headers.get('Onto') ?? TRUNK
  const start = branches.get(onto)?.at(-1 - Number(archive.headers.get('Behind') ?? 0))
  if (start === undefined) throw new BrokenExample(`${archive.name}: there is no such place on ${onto} to start from`)
  return start
}

function examplePull(archive: Archive): ExamplePull {
  const onto = archive.headers.get('Onto')
  const labels = archive.headers.get('Labels')
  return {
    title: archive.title,
    body: archive.body,
    head: header(archive, 'Branch'),
    author: header(archive, 'Author'),
    draft: archive.headers.get('Draft') === 'yes',
    shows: header(archive, 'Shows'),
    ...(onto === undefined ? {} : { base: onto }),
    ...(labels === undefined ? {} : { labels: labels.split(', ') }),
  }
}

function changedFiles(archive: Archive, before: Files): ReadonlyMap<string, string | undefined> {
  return new Map(
    archive.steps.map((step) => {
      if (step.kind === 'write') return [step.path, step.text]
      const old = before.get(step.path)
      if (old === undefined) throw new BrokenExample(`${archive.name}: ${step.path} is not there to ${step.kind}`)
      return [step.path, step.kind === 'edit' ? applyHunks(`${archive.name}: ${step.path}`, old, step.hunks) : undefined]
    }),
  )
}

function withChanges(before: Files, changes: ReadonlyMap<string, string | undefined>): Files {
  const after = new Map(before)
  for (const [path, text] of changes) {
    if (text === undefined) after.delete(path)
    else after.set(path, text)
  }
  return after
}

function timeOf(archive: Archive): number {
  const time = Date.parse(header(archive, 'Date')) / 1000
  if (!Number.isInteger(time)) throw new BrokenExample(`${archive.name}: the date is no date in whole seconds`)
  return time
}

function header(archive: Archive, key: string): string {
  const value = archive.headers.get(key)
  if (value === undefined) throw new BrokenExample(`${archive.name}: the header ${key} is missing`)
  return value
}
