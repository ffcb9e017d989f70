import { type Instant, instant } from '../model/ids.ts'
import { folderOfCaller } from './local/caller-folder.ts'
import type { Terminal } from './output/terminal.ts'

/** What a sub-command knows of the process that it runs in: everything else is an option. Tests bring their own. */
export interface Session {
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is piped in. Not read unless it is asked for. */
  readonly stdin: AsyncIterable<Uint8Array>
  /** The folder that relative paths start from. */
  readonly cwd: string
  now(): Instant
  /** Aborted when the person wants it to end, with an Ending as its reason; who asks for it has to end by itself then. */
  interrupted(): AbortSignal
}

/** 0: pass or warn, or done. 1: something blocks, or differs. 2: bad usage or settings. 3: Maestro is in trouble. 128 and more: interrupted by that signal. */
export type ExitCode = 0 | 1 | 2 | 3 | 129 | 130 | 143

/** What ends a command early. `EPIPE`: whoever read its output has seen enough (`| head`), which changes no verdict. */
export type Ending = 'SIGHUP' | 'SIGINT' | 'SIGTERM' | 'EPIPE'

const CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143, EPIPE: 0 } as const satisfies Readonly<Record<Ending, ExitCode>>

/** The exit code of a command that ended because it was interrupted. */
export function exitCodeOf(interrupted: AbortSignal): ExitCode {
  const reason: unknown = interrupted.reason
  return reason === 'SIGHUP' || reason === 'SIGTERM' || reason === 'EPIPE' ? CODES[reason] : CODES.SIGINT
}

export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/**
 * The session of this process. A signal ends the process at once where the command has not asked to be told of it, but by `exit`, so
 * that temporary folders are removed. A second signal always does.
 */
export function processSession(terminal: Terminal): Session & { wasInterrupted(): boolean } {
  const controller = new AbortController()
  let isAsked = false
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!isAsked || controller.signal.aborted) process.exit(CODES[name])
      controller.abort(name)
    })
  }
  process.stdout.on('error', () => controller.abort('EPIPE' satisfies Ending))
  return {
    terminal,
    env: process.env,
    get stdin() {
      return process.stdin
    },
    cwd: folderOfCaller(process.env, process.cwd()),
    now: () => instant(new Date()),
    interrupted() {
      isAsked = true
      return controller.signal
    },
    wasInterrupted: () => controller.signal.aborted,
  }
}
