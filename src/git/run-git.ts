import { type ChildProcess, spawn } from 'node:child_process'
import { GitAborted, GitFailed, GitOverBudget } from './failures.ts'
import { type EnvironmentOptions, gitEnvironment } from './git-environment.ts'

export interface GitOptions extends EnvironmentOptions {
  readonly cwd?: string | undefined
  readonly input?: string | undefined
  /** Milliseconds; 60 s unless told. */
  readonly timeoutMs?: number | undefined
  /** Bytes of standard output; 16 MB unless told. */
  readonly maxBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Exit codes that are answers, not failures; 0 alone unless told. */
  readonly answers?: readonly number[] | undefined
  /** Texts that must not show up in an error. */
  readonly secrets?: readonly string[] | undefined
}

export interface GitOutput {
  readonly code: number
  readonly stdout: Buffer
}

const MAX_STDERR = 4096
/** How long git may take to clean up its temporary files once told to stop. */
const GRACE_MS = 2000

/**
 * Runs git once, without a shell, in an environment of its own. Throws GitFailed for an exit code that is no
 * answer, GitOverBudget past the time or output bound, GitAborted by the signal. Whatever git started (the
 * transport, the unpacker) ends with it.
 */
export function runGit(args: readonly string[], options: GitOptions = {}): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) return reject(new GitAborted(args, undefined, 'stopped before it started'))
    const child = spawn('git', args, { cwd: options.cwd, env: gitEnvironment(options), stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    const stdout: Buffer[] = []
    const stderr = stderrTail(options.secrets ?? [])
    const maxBytes = options.maxBytes ?? 16 * 1024 * 1024
    const timeoutMs = options.timeoutMs ?? 60_000
    let size = 0
    let stopped: GitFailed | undefined
    const stop = (why: GitFailed): void => {
      if (stopped) return
      stopped = why
      endGroup(child)
    }
    const onAbort = (): void => stop(new GitAborted(args, undefined, 'stopped'))
    const timer = setTimeout(() => stop(new GitOverBudget(args, undefined, `took longer than ${timeoutMs} ms`)), timeoutMs)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const settle = (failure: GitFailed | undefined, code: number): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      if (failure) reject(failure)
      else resolve({ code, stdout: Buffer.concat(stdout) })
    }
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > maxBytes) stop(new GitOverBudget(args, undefined, `printed more than ${maxBytes} bytes`))
      else stdout.push(chunk)
    })
    child.stderr.on('data', stderr.add)
    child.stdin.on('error', () => {}) // It may exit without reading its input; the exit code tells.
    child.stdin.end(options.input ?? '')
    child.on('error', (error) => settle(new GitFailed(args, undefined, `git could not be started: ${error.message}`), -1))
    child.on('close', (code) => {
      const answered = code !== null && (options.answers ?? [0]).includes(code)
      settle(stopped ?? (answered ? undefined : new GitFailed(args, code ?? undefined, stderr.text())), code ?? -1)
    })
  })
}

/** Ends the process group: politely, so that git removes its temporary files, then by force. */
function endGroup(child: ChildProcess): void {
  const { pid } = child
  if (pid === undefined) return
  const signalGroup = (signal: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      process.kill(-pid, signal)
    } catch {
      // The whole group is gone already.
    }
  }
  signalGroup('SIGTERM')
  const force = setTimeout(signalGroup, GRACE_MS, 'SIGKILL')
  child.once('close', () => clearTimeout(force))
}

/** Keeps the end of what git prints on standard error, without control characters, credentials and the secrets given. */
export function stderrTail(secrets: readonly string[]): { add(chunk: Buffer): void; text(): string } {
  let kept = Buffer.alloc(0)
  return {
    add(chunk) {
      kept = Buffer.concat([kept, chunk]).subarray(-2 * MAX_STDERR)
    },
    text() {
      let text = kept.toString('utf8')
      for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '***')
      return text
        .replace(/:\/\/[^/@\s]{1,500}@/g, '://***@')
        .replace(/[^\P{Cc}\n]/gu, ' ')
        .trim()
        .slice(-MAX_STDERR)
    },
  }
}
