import { type Instant, instant } from '../model/ids.ts'
import type { Terminal } from './output/terminal.ts'

/** What a sub-command knows of the process that it runs in: everything else is an option. Tests bring their own. */
export interface Session {
  readonly terminal: Terminal
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder that relative paths start from. */
  readonly cwd: string
  now(): Instant
  /** Aborted when the person wants it to end (SIGINT); who asks for it has to end by itself then. */
  interrupted(): AbortSignal
}

/** 0: pass or warn, or done. 1: something blocks, or differs. 2: bad usage or settings. 3: Maestro is in trouble. 130: interrupted. */
export type ExitCode = 0 | 1 | 2 | 3 | 130

/** The session of this process. */
export function processSession(terminal: Terminal): Session {
  return {
    terminal,
    env: process.env,
    cwd: process.cwd(),
    now: () => instant(new Date()),
    interrupted() {
      const controller = new AbortController()
      process.once('SIGINT', () => controller.abort())
      return controller.signal
    },
  }
}
