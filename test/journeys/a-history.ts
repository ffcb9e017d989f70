import { spawn } from 'node:child_process'
import { GIT_ENVIRONMENT } from '../../sim/git.ts'

/** What a commit does to a path: new content, a file of another mode (`160000` is a submodule at the commit `content`), or its removal. */
type Edit = string | Buffer | { readonly mode: string; readonly content: string } | null
/** By path; where a path is no text, its bytes in latin1 behind the prefix `bytes:`. */
export type Edits = Readonly<Record<string, Edit>>

/** Commits onto a commit (or starts a history) of a bare repository, in one process. Moves no branch that anybody sees; gives the commit. */
export async function commit(gitDir: string, parent: string | undefined, edits: Edits, message = 'Change'): Promise<string> {
  const parts: (string | Buffer)[] = [
    `commit refs/scratch/commit\nmark :1\ncommitter author <author@acme.test> ${clock()} +0000\n`,
    ...data(Buffer.from(message)),
  ]
  if (parent !== undefined) parts.push(`from ${parent}\n`)
  for (const [path, edit] of Object.entries(edits)) parts.push(...change(path, edit))
  parts.push('get-mark :1\n')
  const reset = parent === undefined ? '' : `reset refs/scratch/commit\nfrom ${parent}\n\n`
  return fastImport(gitDir, Buffer.concat([reset, ...parts].map((part) => Buffer.from(part))))
}

/** Later with each commit, so that no two are the same. */
let now = 1_750_000_000
function clock(): number {
  now += 60
  return now
}

function change(path: string, edit: Edit): (string | Buffer)[] {
  const name = quoted(path)
  if (edit === null) return [`D ${name}\n`]
  if (typeof edit === 'string' || Buffer.isBuffer(edit)) return [`M 100644 inline ${name}\n`, ...data(Buffer.from(edit))]
  if (edit.mode === '160000') return [`M 160000 ${edit.content} ${name}\n`]
  return [`M ${edit.mode} inline ${name}\n`, ...data(Buffer.from(edit.content))]
}

function data(bytes: Buffer): (string | Buffer)[] {
  return [`data ${bytes.length}\n`, bytes, '\n']
}

function quoted(path: string): string {
  const bytes = path.startsWith('bytes:') ? Buffer.from(path.slice('bytes:'.length), 'latin1') : Buffer.from(path)
  return `"${[...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`
}

function fastImport(gitDir: string, input: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', gitDir, 'fast-import', '--quiet', '--force', '--date-format=raw'], { env: GIT_ENVIRONMENT })
    const out: Buffer[] = []
    const problems: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => problems.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out).toString('utf8').trim())
      else reject(new Error(`git fast-import ended with ${code}: ${Buffer.concat(problems).toString('utf8')}`))
    })
    child.stdin.end(input)
  })
}
