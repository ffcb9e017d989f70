import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Oid, oid as parseOid } from '../model/ids.ts'
import { GitFailed, NotARepository } from './failures.ts'
import type { ObjectStore } from './objects/object-view.ts'
import { runGit } from './run-git.ts'

export interface Location {
  readonly gitDir: string
  readonly store: ObjectStore
}

/**
 * Asks git where a repository's parts are. Only here the user's own configuration counts, so that git's check of
 * the folder's owner (safe.directory) is the one the user knows. Throws NotARepository.
 */
export async function locateRepository(folder: string): Promise<Location> {
  const args = ['rev-parse', '--show-object-format', '--absolute-git-dir']
  const { stdout } = await runGit(args, { cwd: folder, userConfig: true }).catch((error: unknown) => {
    throw error instanceof GitFailed ? new NotARepository(args, error.code, error.stderr) : error
  })
  const [format = '', ...rest] = stdout.toString().split('\n')
  if (format !== 'sha1' && format !== 'sha256') throw new NotARepository(args, 0, `objects of an unknown format: ${format}`)
  const gitDir = rest.join('\n').replace(/\n$/, '')
  const common = resolve(gitDir, await commonDir(gitDir))
  return { gitDir, store: { objects: join(common, 'objects'), shallow: join(common, 'shallow'), format } }
}

/** A linked work tree keeps its own HEAD; what it shares is where its `commondir` file says (gitrepository-layout(5)). */
async function commonDir(gitDir: string): Promise<string> {
  try {
    return (await readFile(join(gitDir, 'commondir'), 'utf8')).trimEnd()
  } catch {
    return '.'
  }
}

/** The id that a name stands for, unpeeled; undefined for a name that stands for nothing. */
export async function idOfName(gitDir: string, name: string): Promise<Oid | undefined> {
  const answer = await revParse(gitDir, name, [])
  return answer === undefined ? undefined : parseOid(answer)
}

/** The full name of the ref that a name stands for, undefined when that is no ref. */
export async function refOfName(gitDir: string, name: string): Promise<string | undefined> {
  const answer = await revParse(gitDir, name, ['--symbolic-full-name'])
  return answer?.startsWith('refs/') ? answer : undefined
}

/** Names may come from outside: none can be an option, a search through messages (`:/`, `^{/`) or a path in a tree. */
async function revParse(gitDir: string, name: string, options: readonly string[]): Promise<string | undefined> {
  if (name.length > 1024 || !/^[^-:\s\p{Cc}][^:\s\p{Cc}]*$/u.test(name) || name.includes('{/')) return undefined
  // 128 is what a name gets that needs an object which is not there.
  const args = ['rev-parse', '--verify', '--quiet', ...options, '--end-of-options', name]
  const { code, stdout } = await runGit(args, { gitDir, answers: [0, 1, 128] })
  return code === 0 ? stdout.toString().trim() : undefined
}
