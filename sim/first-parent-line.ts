import { spawn } from 'node:child_process'
import { GIT_ENVIRONMENT, GitFailed } from './git.ts'

/** A commit on a trunk, with what git says of it as text. */
export interface TrunkCommit {
  readonly id: string
  /** None for the root, and for a commit at the boundary of a shallow clone. */
  readonly parents: readonly string[]
  readonly tree: string
  readonly authorName: string
  readonly authorEmail: string
  readonly message: string
}

const FORMAT = '%H%x00%P%x00%T%x00%an%x00%ae%x00%B%x00'
const FIELDS = 6
/** Bytes of one field that are kept; what is more is read and dropped. */
const MAX_FIELD = 64 * 1024
const MAX_STDERR = 4096

/**
 * The commits that the first parents of `from` lead to, newest first, `from` included. Read as they come: git is
 * stopped as soon as the caller has had enough, and memory is bounded whatever the history holds. Raises GitFailed.
 *
 * rev-list, not log: log can be told by a repository's own configuration to run programs (`log.showSignature`).
 */
export async function* firstParentLine(gitDir: string, from: string): AsyncGenerator<TrunkCommit, void, undefined> {
  const args = ['rev-list', '--first-parent', '--no-commit-header', '--encoding=UTF-8', `--format=${FORMAT}`, from, '--']
  const child = spawn('git', ['--git-dir', gitDir, ...args], { env: GIT_ENVIRONMENT, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? -1))
  })
  // It is awaited only when everything was read; until then a failure waits here.
  ended.catch(() => undefined)
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, MAX_STDERR)
  })
  try {
    yield* commitsIn(child.stdout)
    const code = await ended
    if (code !== 0) throw new GitFailed(args, code, stderr)
  } finally {
    child.kill()
  }
}

async function* commitsIn(output: AsyncIterable<Buffer>): AsyncGenerator<TrunkCommit, void, undefined> {
  let fields: string[] = []
  for await (const field of fieldsIn(output)) {
    fields.push(field)
    if (fields.length < FIELDS) continue
    const [id = '', parents = '', tree = '', authorName = '', authorEmail = '', message = ''] = fields
    // A newline ends each record, so it stands before the next id.
    yield { id: id.trim(), parents: parents === '' ? [] : parents.split(' '), tree, authorName, authorEmail, message }
    fields = []
  }
}

/** What stands before each NUL, cut at MAX_FIELD bytes. */
async function* fieldsIn(output: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let parts: Buffer[] = []
  let size = 0
  const keep = (part: Buffer) => {
    if (size < MAX_FIELD) parts.push(part.subarray(0, MAX_FIELD - size))
    size += part.length
  }
  for await (const chunk of output) {
    let at = 0
    for (let nul = chunk.indexOf(0); nul >= 0; nul = chunk.indexOf(0, at)) {
      keep(chunk.subarray(at, nul))
      yield Buffer.concat(parts).toString('utf8')
      parts = []
      size = 0
      at = nul + 1
    }
    keep(chunk.subarray(at))
  }
}
