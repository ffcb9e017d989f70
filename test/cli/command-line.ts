import { Readable } from 'node:stream'
import { afterEach } from 'vitest'
import { register as check } from '../../src/cli/check.ts'
import { register as config } from '../../src/cli/config.ts'
import { register as demo } from '../../src/cli/demo.ts'
import { register as policy } from '../../src/cli/policy.ts'
import { runCommandLine } from '../../src/cli/program.ts'
import { register as rego } from '../../src/cli/rego.ts'
import { register as rejudge } from '../../src/cli/rejudge.ts'
import { register as replay } from '../../src/cli/replay.ts'
import type { Ending, Session } from '../../src/cli/session.ts'
import { register as spec } from '../../src/cli/spec.ts'
import { instant } from '../../src/model/ids.ts'
import type { Edit } from '../git/scratch.ts'
import { aRepository, type Repository } from './a-repository.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Circumstances {
  readonly cwd?: string
  readonly env?: Session['env']
  readonly stdin?: string
  readonly isTTY?: boolean
  readonly color?: boolean
  readonly columns?: number
  /** The person interrupts once so much has been written to `out`. */
  readonly interruptAfter?: number
  /** SIGINT unless told. */
  readonly interruptBy?: Ending
}

/** Runs a command line in this process. */
export async function maestro(args: readonly string[], given: Circumstances = {}): Promise<Ran> {
  let out = ''
  let err = ''
  const controller = new AbortController()
  const session: Session = {
    terminal: {
      out(text) {
        out += text
        if (given.interruptAfter !== undefined && out.length > given.interruptAfter) controller.abort(given.interruptBy ?? 'SIGINT')
      },
      err(text) {
        err += text
      },
      isTTY: given.isTTY ?? false,
      columns: given.columns ?? 100,
      color: given.color ?? false,
    },
    env: given.env ?? {},
    stdin: Readable.from([Buffer.from(given.stdin ?? '')]),
    cwd: given.cwd ?? import.meta.dirname,
    now: () => instant('2026-11-21T08:00:00Z'),
    interrupted: () => controller.signal,
  }
  const code = await runCommandLine(args, session, [check, replay, config, spec, policy, rego, rejudge, demo])
  return { code, out, err }
}

let made: { remove(): void }[] = []

/** A repository that is gone after the test. */
export function repository(start?: Readonly<Record<string, Edit>>): Repository {
  return temporary(aRepository(start))
}

export function temporary<T extends { remove(): void }>(thing: T): T {
  made.push(thing)
  return thing
}

afterEach(() => {
  for (const thing of made) thing.remove()
  made = []
})

/** Whether a terminal would obey something in a text, or show it as something that it is not. Colours of our own are taken out by the caller. */
export function hasControls(text: string): boolean {
  return /[^\P{Cc}\n]|[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u.test(text)
}
