import { CommanderError } from 'commander'
import { BadEnvironment } from '../environment.ts'
import { NotARepository } from '../git/failures.ts'
import { NoBase, UnknownRevision } from '../git/local/no-base.ts'
import { ObjectMissing } from '../model/reading.ts'
import type { Diagnostic } from '../model/settings.ts'
import { diagnosticLines } from './output/diagnostics.ts'
import { printable } from './output/terminal.ts'
import type { ExitCode } from './session.ts'

/** What was asked for makes no sense or cannot be found. The message says so to whoever typed it. */
export class BadUsage extends Error {
  override name = 'BadUsage'
}

/** Settings have errors and nothing else can govern. */
export class BadSettings extends Error {
  override name = 'BadSettings'
  readonly diagnostics: readonly Diagnostic[]
  /** The text of the file, where it is at hand, to show the lines. */
  readonly text: string | undefined
  constructor(message: string, diagnostics: readonly Diagnostic[], text?: string) {
    super(message)
    this.diagnostics = diagnostics
    this.text = text
  }
}

interface Failure {
  readonly code: ExitCode
  /** Lines for `err`, safe to print. Empty when everything has been said. */
  readonly words: string
}

/** What people can do something about: their arguments, their clone, their settings. By class where importing it costs nothing. */
const EXPECTED = [BadUsage, NoBase, UnknownRevision, BadEnvironment]
/** Raised by the database's room, which is loaded only where it is needed. */
const EXPECTED_NAMES: ReadonlySet<string> = new Set(['DataFolderInUse'])

/** What to do about a clone that lacks objects. */
export const FETCH_ALL = 'the clone is not complete. Run `git fetch --refetch --no-filter`, and `git fetch --unshallow` if it is shallow'

/** The one place where an error becomes an exit code and words. */
export function failureOf(error: unknown, debug: boolean): Failure {
  // Commander has said what there is to say, help and version among it.
  if (error instanceof CommanderError) return { code: error.exitCode === 0 ? 0 : 2, words: '' }
  const { code, words } = plainFailure(error)
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ''}${error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? ''}` : ''}` : ''
  return { code, words: `${printable(`maestro: ${words}${stack}`)}\n` }
}

function plainFailure(error: unknown): Failure {
  if (error instanceof BadSettings) return { code: 2, words: [error.message, ...diagnosticLines(error.diagnostics, error.text)].join('\n') }
  if (error instanceof NotARepository) return { code: 2, words: `this is no git repository that can be read: ${whatGitSaid(error.stderr)}` }
  if (error instanceof ObjectMissing) return { code: 2, words: `${error.message}: ${FETCH_ALL}` }
  if (error instanceof Error && (EXPECTED.some((kind) => error instanceof kind) || EXPECTED_NAMES.has(error.name))) return { code: 2, words: error.message }
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')
    return { code: 2, words: `a package is not installed; run \`npm ci\` in Maestro's folder, for the demo without --omit=dev: ${messageOf(error)}` }
  const port = portInTheWay(error)
  if (port !== undefined) return { code: 2, words: port }
  return { code: 3, words: `in trouble, which says nothing about the change: ${messageOf(error)}` }
}

/** What went wrong and, where that was somebody else's error, what they said. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const own = error.message.split('\n')[0] || error.name
  const { cause } = error
  const theirs = cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : ''
  return theirs === '' || own.includes(theirs) ? own : `${own}: ${theirs}`
}

/** An address that cannot be listened on is the operator's to change. */
function portInTheWay(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'listen' || !('code' in error)) return undefined
  const port = 'port' in error ? `port ${String(error.port)}` : 'the port'
  if (error.code === 'EADDRINUSE') return `${port} is in use by another process; name another one`
  if (error.code === 'EACCES') return `${port} may not be listened on by this user; name one above 1023`
  return error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' ? `HOST is no address of this machine: ${error.message}` : undefined
}

/** All of it: the first line says what is wrong, and those after it what to do (`git config --add safe.directory`). */
function whatGitSaid(text: string): string {
  return text.trim().replace(/^fatal: /, '') || 'git gave no reason'
}
