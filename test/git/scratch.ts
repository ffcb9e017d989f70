import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Oid, oid } from '../../src/model/ids.ts'

/** What a commit does to a path: its new content, a file with another mode, or its removal. */
export type Edit = string | Buffer | { readonly mode: string; readonly content: string | Buffer } | null

/** A repository made for one test. */
export interface Scratch {
  readonly dir: string
  git(args: readonly string[], input?: string | Buffer): string
  /** Commits onto a branch (`main` unless told), in one process. `parents` beyond the branch's tip make a merge. */
  commit(edits: Readonly<Record<string, Edit>>, options?: { message?: string | Buffer; branch?: string; from?: string; merge?: string; at?: number }): Oid
  /** Writes an object however malformed. */
  object(type: string, content: Buffer): Oid
  tree(commit: string): Oid
  remove(): void
}

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: tmpdir(),
  LC_ALL: 'C',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_AUTHOR_NAME: 'author',
  GIT_AUTHOR_EMAIL: 'author@example.test',
  GIT_COMMITTER_NAME: 'author',
  GIT_COMMITTER_EMAIL: 'author@example.test',
}

export function run(cwd: string, args: readonly string[], input: string | Buffer = ''): string {
  return execFileSync('git', args, { cwd, input, env: ENVIRONMENT, maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'pipe'] })
    .toString()
    .trim()
}

export function scratchFolder(): { readonly dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), 'maestro-test-'))
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function scratchRepository(...initOptions: readonly string[]): Scratch {
  const { dir, remove } = scratchFolder()
  run(dir, ['init', '--quiet', '--initial-branch=main', ...initOptions])
  const git = (args: readonly string[], input?: string | Buffer): string => run(dir, args, input)
  let clock = 1_700_000_000
  return {
    dir,
    git,
    remove,
    tree: (commit) => oid(git(['rev-parse', `${commit}^{tree}`])),
    object: (type, content) => oid(git(['hash-object', '-t', type, '--literally', '-w', '--stdin'], content)),
    commit(edits, { message = 'change', branch = 'main', from, merge, at } = {}) {
      clock = at ?? clock + 60
      const text = Buffer.from(message)
      const parts: (string | Buffer)[] = [`commit refs/heads/${branch}\ncommitter author <author@example.test> ${clock} +0000\n`, ...block(text)]
      const tip = from ?? tipOf(git, branch)
      if (tip) parts.push(`from ${tip}\n`)
      if (merge) parts.push(`merge ${merge}\n`)
      for (const [path, edit] of Object.entries(edits)) {
        if (edit === null) parts.push(`D ${quoted(path)}\n`)
        else {
          const { mode, content } = typeof edit === 'object' && 'mode' in edit ? edit : { mode: '100644', content: edit }
          if (mode === '160000') parts.push(`M ${mode} ${content} ${quoted(path)}\n`)
          else parts.push(`M ${mode} inline ${quoted(path)}\n`, ...block(Buffer.from(content)))
        }
      }
      git(['fast-import', '--quiet', '--force', '--date-format=raw'], Buffer.concat(parts.map((part) => Buffer.from(part))))
      return oid(git(['rev-parse', `refs/heads/${branch}`]))
    },
  }
}

function tipOf(git: Scratch['git'], branch: string): string | undefined {
  return git(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]) || undefined
}

function block(content: Buffer): (string | Buffer)[] {
  return [`data ${content.length}\n`, content, '\n']
}

/** A path as fast-import quotes it. Characters below U+0100 stand for single bytes. */
function quoted(path: string): string {
  return `"${Buffer.from(path, 'latin1').reduce((text, byte) => `${text}\\${byte.toString(8).padStart(3, '0')}`, '')}"`
}

/** A raw tree object. */
export function treeBytes(entries: readonly (readonly [mode: string, name: string | Buffer, oid: string])[]): Buffer {
  return Buffer.concat(entries.flatMap(([mode, name, id]) => [Buffer.from(`${mode} `), Buffer.from(name), Buffer.of(0), Buffer.from(id, 'hex')]))
}

/** Cuts off a file that git has made read-only. */
export function truncate(path: string, length: number): void {
  chmodSync(path, 0o644)
  truncateSync(path, length)
}
