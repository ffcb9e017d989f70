import { type Command, Option } from 'commander'
import { gates } from '../gates/registry.ts'
import { type Branch, localTrunk } from '../git/local/local-trunk.ts'
import { mergedChanges, mergedLine } from '../git/local/merged-changes.ts'
import { NoBase } from '../git/local/no-base.ts'
import type { RepositoryReader } from '../git/repository-reader.ts'
import { BadUsage, FETCH_ALL } from './failures.ts'
import { localGovernor } from './local/governing-settings.ts'
import { localGatherer, withRepository } from './local/open-repository.ts'
import { SHALLOW } from './local/shallow.ts'
import { countingNumber, revisionRange } from './option-values.ts'
import { Progress } from './output/progress.ts'
import { jsonText, printable, type Terminal } from './output/terminal.ts'
import type { Run } from './program.ts'
import { type Basis, basisOf } from './replay/basis.ts'
import { type JudgedBy, type Replayed, replayChanges, replayedJson } from './replay/replay-changes.ts'
import { ReplaySummary } from './replay/replay-summary.ts'
import { type ExitCode, exitCodeOf, type Session } from './session.ts'
import { starterText, writeStarter } from './starter/write-starter.ts'

interface ReplayOptions {
  readonly repo: string
  readonly last?: number
  readonly range?: string
  readonly trunk?: string
  readonly config?: string
  readonly asOfThen?: boolean
  readonly writeStarter?: string
  readonly format: 'table' | 'json'
}

const LAST = 200

const HELP = `
Every commit on the first-parent line of the trunk is judged against its first parent: a merge commit stands for
its pull request, a squashed or plain commit for itself. What only GitHub knows (labels, linked issues, who wrote
it) is unknown.

What governs today judges all of them: the settings, objectives, Spec Cards and bound tests of the trunk's tip, as
if they had been there all along. What a change did to cards and their tests themselves shows with --as-of-then.
A trunk without settings is judged as if a set of starter files was on it, made from the repository: settings that
only observe, one objective, and drafts of cards for what changes most. --write-starter writes them.

Nothing is sent anywhere. Exit code: 0 whatever was found, 2 bad usage or settings, or a clone that lacks what has
to be read, 3 Maestro's own trouble, 130 when it was interrupted (the summary is of what was judged until then).

Examples:
  maestro replay                                   the last ${LAST} merged changes
  maestro replay --last 1000 --config draft.yml    what a rule would have said, before it is in force
  maestro replay --range v1.0..HEAD --format json  a release, for a program
  maestro replay --write-starter .                 and write the files to begin with, where there are no settings yet`

export function register(program: Command, run: Run): void {
  program
    .command('replay')
    .description('Judge what was merged already, to see what the rules would have said')
    .option('--repo <dir>', 'the repository', '.')
    .addOption(new Option('--last <n>', `how many, counted from the tip (default: ${LAST})`).argParser(countingNumber).conflicts('range'))
    .addOption(new Option('--range <a..b>', "what b's first-parent line has and a does not").argParser(revisionRange))
    .option('--trunk <branch>', 'the default branch, whose line is walked and whose tip governs (default: what origin/HEAD says, else main or master)')
    .option('--config <file>', "a settings file in place of the repository's")
    .option('--as-of-then', 'by what governed when each was merged')
    .addOption(new Option('--write-starter <dir>', 'write the starter files there, for a trunk without settings').conflicts(['config', 'asOfThen']))
    .addOption(new Option('--format <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((options: ReplayOptions) => run((session) => replay(options, session)))
}

function replay(options: ReplayOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const trunk = await governingTrunk(reader, options)
    const last = options.range === undefined ? (options.last ?? LAST) : undefined
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
