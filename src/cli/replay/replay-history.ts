import { gates } from '../../gates/registry.ts'
import { type Branch, localTrunk } from '../../git/local/local-trunk.ts'
import { mergedChanges, mergedLine } from '../../git/local/merged-changes.ts'
import { NoBase } from '../../git/local/no-base.ts'
import type { RepositoryReader } from '../../git/repository-reader.ts'
import { BadUsage, FETCH_ALL } from '../failures.ts'
import { localGovernor } from '../local/governing-settings.ts'
import { localGatherer, withRepository } from '../local/open-repository.ts'
import { SHALLOW } from '../local/shallow.ts'
import { Progress } from '../output/progress.ts'
import { jsonText, printable, type Terminal } from '../output/terminal.ts'
import { type ExitCode, exitCodeOf, type Session } from '../session.ts'
import { starterText, writeStarter } from '../starter/write-starter.ts'
import { type Basis, basisOf } from './basis.ts'
import { type JudgedBy, type Replayed, replayChanges, replayedJson } from './replay-changes.ts'
import { ReplaySummary } from './replay-summary.ts'

export interface ReplayOptions {
  readonly repo: string
  readonly last: number
  readonly range?: string
  readonly trunk?: string
  readonly config?: string
  readonly asOfThen?: boolean
  readonly writeStarter?: string
  readonly format: 'table' | 'json'
}

/** `maestro replay`. Throws what localTrunk and localGovernor do, and BadUsage. */
export function replayHistory(options: ReplayOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const trunk = await governingTrunk(reader, options)
    const last = options.range === undefined ? options.last : undefined
    const basis = await basisOf({ ...options, ...(last === undefined ? {} : { last }) }, trunk, reader)
    if (options.writeStarter !== undefined && !basis.starter) throw new BadUsage(`${trunk.ref} has settings already: there is nothing to begin with`)
    const { tip } = await mergedLine(reader, { range: options.range, trunk })
    const { terminal } = session
    const interrupted = session.interrupted()
    const report = options.format === 'json' ? jsonReport(terminal, basis.judgedBy) : tableReport(terminal, tip, basis)
    const progress = new Progress(terminal, last)
    const merged = mergedChanges(reader, { last, range: options.range, trunk, governedBy: basis.governedBy })
    try {
      for await (const replayed of replayChanges(merged, governor, basis.gates, localGatherer(basis.reader))) {
        if (interrupted.aborted) break
        progress.show(report.add(replayed))
      }
    } catch (error) {
      // The interrupt of a terminal reaches git as well, so the reader may have ended first.
      if (!interrupted.aborted) throw error
    } finally {
      progress.end()
      report.end()
    }
    if (interrupted.aborted) return exitCodeOf(interrupted)
    await tellShallow(report.summary, last, reader, terminal)
    if (basis.starter) await offerStarter(basis.starter, options, session)
    return undecidedCode(report.summary, terminal)
  })
}

interface Report {
  readonly summary: ReplaySummary
  /** Gives how many there are now. */
  add(replayed: Replayed): number
  end(): void
}

function tableReport(terminal: Terminal, tip: Branch, basis: Basis): Report {
  const summary = new ReplaySummary()
  const started = performance.now()
  const files = basis.starter === undefined ? '' : `\n${starterText(basis.starter, terminal.columns)}`
  return {
    summary,
    add(replayed) {
      summary.add(replayed)
      return summary.changes
    },
    end() {
      const seconds = (performance.now() - started) / 1000
      const line = `${tip.ref} (${tip.commit.slice(0, 12)})`
      terminal.out(printable(summary.text({ seconds, line, basis: `${basis.words}${files}`, width: terminal.columns })))
    },
  }
}

/** One row a line, written as soon as it is known: whole at any length, and closed however it ends. */
function jsonReport(terminal: Terminal, judgedBy: JudgedBy): Report {
  const summary = new ReplaySummary()
  return {
    summary,
    add(replayed) {
      terminal.out(`${summary.changes === 0 ? '[' : ','}\n${jsonText(replayedJson(replayed, judgedBy), 0)}`)
      summary.add(replayed)
      return summary.changes
    },
    end: () => terminal.out(summary.changes === 0 ? '[]\n' : '\n]\n'),
  }
}

/** The branch that governs today: the trunk, or where no trunk can be told, the end of the range. */
async function governingTrunk(reader: RepositoryReader, { range, trunk }: ReplayOptions): Promise<Branch> {
  try {
    return await localTrunk(reader, trunk)
  } catch (error) {
    if (!(error instanceof NoBase) || range === undefined) throw error
    return (await mergedLine(reader, { range })).tip
  }
}

/** Fewer than were asked for, because the clone has no more of them. */
async function tellShallow({ changes }: ReplaySummary, last: number | undefined, reader: RepositoryReader, { err }: Terminal): Promise<void> {
  if (last !== undefined && changes < last && (await reader.isShallow())) err(`\nThe clone is shallow, so there are no older changes in it. ${SHALLOW}\n`)
}

async function offerStarter(starter: NonNullable<Basis['starter']>, { writeStarter: folder, format }: ReplayOptions, session: Session): Promise<void> {
  const { out, err } = session.terminal
  if (folder !== undefined) return err(printable(await writeStarter(starter, folder, session)))
  if (format === 'table') out(`\n--write-starter DIR writes these files. The settings among them:\n\n${printable(starter.settings.text)}`)
}

/** What was not judged is no result, so it is not 0 either. */
function undecidedCode({ undecided }: ReplaySummary, { err }: Terminal): ExitCode {
  if (undecided.changes === 0) return 0
  if (undecided.incomplete) err(`maestro: ${undecided.changes} could not be judged: ${FETCH_ALL}\n`)
  return undecided.incomplete ? 2 : 3
}
