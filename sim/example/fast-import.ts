/** One commit to be written: the files it holds that its parent does not, or holds otherwise. */
export interface PlannedCommit {
  readonly branch: string
  /** The position in the list of the commit it follows; none for the first. */
  readonly parent: number | undefined
  /** Seconds since 1970. */
  readonly time: number
  readonly message: string
  /** Path to new contents; undefined where the file is removed. */
  readonly files: ReadonlyMap<string, string | undefined>
}

const WHO = 'Acme Bot <bot@acme.example>'

/** The input of `git fast-import` (see git-fast-import(1)) that writes these commits. Same commits, same ids, on every machine. */
export function fastImportStream(commits: readonly PlannedCommit[]): string {
  return `${commits.map(commitCommand).join('')}done\n`
}

function commitCommand(commit: PlannedCommit, index: number): string {
  return [
    `commit refs/heads/${commit.branch}\n`,
    `mark ${mark(index)}\n`,
    `author ${WHO} ${commit.time} +0000\n`,
    `committer ${WHO} ${commit.time} +0000\n`,
    data(commit.message),
    commit.parent === undefined ? '' : `from ${mark(commit.parent)}\n`,
    ...[...commit.files].map(([path, text]) => (text === undefined ? `D ${quoted(path)}\n` : `M 100644 inline ${quoted(path)}\n${data(text)}`)),
    '\n',
  ].join('')
}

/** Marks are counted from 1. */
function mark(index: number): string {
  return `:${index + 1}`
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
