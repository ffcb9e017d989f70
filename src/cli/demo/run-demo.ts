import { SETTINGS_PATH } from '../../model/settings.ts'
import { BadUsage } from '../failures.ts'
import { withRepository } from '../local/open-repository.ts'
import { jsonText, printable } from '../output/terminal.ts'
import { type ExitCode, exitCodeOf, type Session, untilAborted } from '../session.ts'
import { starterText } from '../starter/write-starter.ts'
import type { DemoHistory } from './demo-history.ts'
import type { Demo, PlayedRow } from './demo-play.ts'
import { rowText, summaryText } from './demo-table.ts'
import { LAST } from './last.ts'

export interface DemoOptions {
  readonly repo?: string
  readonly last?: number
  readonly trunk?: string
  readonly once?: boolean
  readonly port: number
  readonly format: 'table' | 'json'
}

/** How long the app may take to stop when somebody wants it to end now: its data is thrown away in any case. */
const STOP_MS = 1_000

/** `maestro demo`. Throws BadUsage for a repository that has no merged changes. */
export async function demo(options: DemoOptions, session: Session): Promise<ExitCode> {
  const { repo, last, trunk } = options
  if (repo === undefined) {
    if (last !== undefined || trunk !== undefined) throw new BadUsage(`--${last === undefined ? 'trunk' : 'last'} is about the repository that --repo names`)
    return play(undefined, options, session)
  }
  // Loading the local GitHub takes longer than most other sub-commands take in all.
  const { demoHistory } = await import('./demo-history.ts')
  const history = await withRepository(session, repo, (reader, folder) => demoHistory(reader, folder, last ?? LAST, trunk))
  session.terminal.err(printable(historyText(history, session)))
  return play(history, options, session)
}

async function play(history: DemoHistory | undefined, options: DemoOptions, session: Session): Promise<ExitCode> {
  const { terminal } = session
  const interrupted = session.interrupted()
  const stopped = untilAborted(interrupted).then(() => undefined)
  terminal.err('Starting a local GitHub, the app and its embedded database …\n')
  const { startDemo } = await import('./demo-play.ts')
  const trouble = (words: string): void => terminal.err(`${printable(`the app is in trouble: ${words}`)}\n`)
  const show = await Promise.race([startDemo({ history, port: options.port, trouble }), stopped])
  if (!show) return exitCodeOf(interrupted)
  try {
    return await perform(show, options, session, interrupted, stopped)
  } finally {
    await Promise.race([show.stop(), ...(interrupted.aborted ? [pause(STOP_MS)] : [])])
  }
}

async function perform(show: Demo, options: DemoOptions, { terminal }: Session, interrupted: AbortSignal, stopped: Promise<undefined>): Promise<ExitCode> {
  terminal.err(`Pages: ${show.url}\n\n`)
  const rows: PlayedRow[] = []
  await show.play((row) => {
    rows.push(row)
    if (options.format === 'table') terminal.out(rowText(row, terminal))
  }, interrupted)
  if (options.format === 'json') terminal.out(`${jsonText(rows.map(jsonRow))}\n`)
  else if (!interrupted.aborted) terminal.out(summaryText(rows, terminal))
  if (!options.once && !interrupted.aborted) {
    terminal.err(`\nEvery pull request with its check runs and its comment: ${show.url}  (Ctrl-C ends)\n`)
    await stopped
    // Who has looked at the pages and ends them interrupts nothing.
    if (interrupted.reason === 'SIGINT') return codeOf(rows)
  }
  return interrupted.aborted ? exitCodeOf(interrupted) : codeOf(rows)
}

function codeOf(rows: readonly PlayedRow[]): ExitCode {
  return rows.some((row) => row.verdict === 'none') ? 3 : 0
}

function jsonRow({ number, title, verdict, checks, comment, apiCalls, ms }: PlayedRow) {
  return { number, title, verdict, checks: checks.map((check) => ({ ...check })), comment, apiCalls, ms }
}

function historyText({ trunk, starter }: DemoHistory, { terminal }: Session): string {
  if (!starter) return ''
  return `${trunk.ref} has no ${SETTINGS_PATH} yet, so it is played as if these files had been on it from the start:\n${starterText(starter, terminal.columns)}\n`
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
