import { type Command, Option } from 'commander'
import { SETTINGS_PATH } from '../config/settings-file.ts'
import { gates } from '../gates/registry.ts'
import { localTrunk } from '../git/local/local-trunk.ts'
import { mergedChanges } from '../git/local/merged-changes.ts'
import { NoBase } from '../git/local/no-base.ts'
import type { RepositoryReader } from '../git/repository-reader.ts'
import type { Revision } from '../model/change.ts'
import { globSet } from '../model/glob.ts'
import { localGovernor } from './local/governing-settings.ts'
import { localGates } from './local/local-gates.ts'
import { localGatherer, withRepository } from './local/open-repository.ts'
import { countingNumber } from './option-values.ts'
import { Progress } from './output/progress.ts'
import { jsonText, printable, type Terminal } from './output/terminal.ts'
import type { Run } from './program.ts'
import { type Replayed, replayChanges, replayedJson } from './replay/replay-changes.ts'
import { ReplaySummary } from './replay/replay-summary.ts'
import { starterSettings } from './replay/starter-settings.ts'
import type { ExitCode, Session } from './session.ts'

interface ReplayOptions {
  readonly repo: string
  readonly last?: number
  readonly range?: string
  readonly config?: string
  readonly asOfThen?: boolean
  readonly format: 'table' | 'json'
}

const LAST = 200

const HELP = `
Every commit on the first-parent line of the trunk is judged against its first parent: a merge commit stands for
its pull request, a squashed or plain commit for itself. Today's settings and registries judge all of them, unless
--as-of-then is given. What only GitHub knows (labels, linked issues, who wrote it) is unknown.

Nothing is written and nothing is sent anywhere. Exit code: 0 whatever was found, 2 bad usage or settings,
3 Maestro's own trouble, 130 when it was interrupted (the summary is of what was judged until then).

Examples:
  maestro replay                                   the last ${LAST} merged changes
  maestro replay --last 1000 --config draft.yml    what a rule would have said, before it is in force
  maestro replay --range v1.0..HEAD --format json  a release, for a program`

export function register(program: Command, run: Run): void {
  program
    .command('replay')
    .description('Judge what was merged already, to see what the rules would have said')
    .option('--repo <dir>', 'the repository', '.')
    .addOption(new Option('--last <n>', `how many, counted from the tip (default: ${LAST})`).argParser(countingNumber).conflicts('range'))
    .option('--range <a..b>', "what b's first-parent line has and a does not")
    .option('--config <file>', "a settings file in place of the repository's")
    .option('--as-of-then', 'by what governed when each was merged')
    .addOption(new Option('--format <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((options: ReplayOptions) => run((session) => replay(options, session)))
}

function replay(options: ReplayOptions, session: Session): Promise<ExitCode> {
  return withRepository(session, options.repo, async (reader) => {
    const governor = await localGovernor(session, options.config, gates)
    const tip = await trunkTip(reader, options.range)
    const last = options.range === undefined ? (options.last ?? LAST) : undefined
    const merged = mergedChanges(reader, { last, range: options.range, governedBy: options.asOfThen ? undefined : tip })
    const interrupted = session.interrupted()
    const { terminal } = session
    const report = options.format === 'json' ? jsonReport(terminal) : tableReport(terminal)
    const progress = new Progress(terminal, last)
    try {
      for await (const replayed of replayChanges(merged, governor, localGates(gates), localGatherer(reader))) {
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
    if (interrupted.aborted) return 130
    if (options.format === 'table' && options.config === undefined) await proposeSettings(reader, tip, terminal)
    return 0
  })
}

interface Report {
  /** Gives how many there are now. */
  add(replayed: Replayed): number
  end(): void
}

function tableReport(terminal: Terminal): Report {
  const summary = new ReplaySummary()
  const started = performance.now()
  return {
    add(replayed) {
      summary.add(replayed)
      return summary.changes
    },
    end: () => terminal.out(printable(summary.text((performance.now() - started) / 1000))),
  }
}

/** One row a line, written as soon as it is known: whole at any length, and closed however it ends. */
function jsonReport(terminal: Terminal): Report {
  let rows = 0
  return {
    add(replayed) {
      terminal.out(`${rows === 0 ? '[' : ','}\n${jsonText(replayedJson(replayed), 0)}`)
      rows += 1
      return rows
    },
    end: () => terminal.out(rows === 0 ? '[]\n' : '\n]\n'),
  }
}

/** The tip that governs today: the trunk's, or where no trunk can be told, the end of the range. */
async function trunkTip(reader: RepositoryReader, range: string | undefined): Promise<Revision> {
  try {
    return await localTrunk(reader, undefined)
  } catch (error) {
    const tip = error instanceof NoBase && range !== undefined ? await reader.resolve(range.split('..').at(-1) || 'HEAD') : undefined
    if (!tip) throw error
    return tip
  }
}

/** Where the trunk has no settings, a file to start from. */
async function proposeSettings(reader: RepositoryReader, tip: Revision, { out }: Terminal): Promise<void> {
  const paths = (await reader.list(tip.tree, globSet(['**']))).map((entry) => entry.path)
  if (paths.includes(SETTINGS_PATH)) return
  out(`\nThe repository has no ${SETTINGS_PATH} yet. One to start from:\n\n${printable(starterSettings(paths))}`)
}
