import { type Command, Option } from 'commander'
import type { DemoRow } from './demo/demo-play.ts'
import { wholeNumber } from './option-values.ts'
import { table } from './output/table.ts'
import { jsonText, printable } from './output/terminal.ts'
import type { Run } from './program.ts'
import type { ExitCode, Session } from './session.ts'

interface DemoOptions {
  readonly repo?: string
  readonly last: number
  readonly once?: boolean
  readonly port: number
  readonly format: 'table' | 'json'
}

const HELP = `
A GitHub starts on this machine, the real app is installed on it with the embedded database, and pull requests
are opened: twelve made ones, or the last merged ones of your own repository. Nothing leaves this machine.

Examples:
  maestro demo                           the example, and pages to look at until Ctrl-C
  maestro demo --repo ../shop --last 25  your own history, judged by the settings on its trunk
  maestro demo --once --format json      for a program`

export function register(program: Command, run: Run): void {
  program
    .command('demo')
    .description('Show the whole app at work on a local GitHub')
    .option('--repo <dir>', 'a git repository whose merged pull requests happen again')
    .addOption(new Option('--last <n>', 'how many of them').argParser(wholeNumber).default(20))
    .option('--once', 'exit when all are decided')
    .addOption(new Option('--port <port>', 'where the pages are').argParser(wholeNumber).default(0, 'any free one'))
    .addOption(new Option('--format <format>', 'how to print the decisions').choices(['table', 'json']).default('table'))
    .addHelpText('after', HELP)
    .action((options: DemoOptions) => run((session) => demo(options, session)))
}

async function demo(options: DemoOptions, session: Session): Promise<ExitCode> {
  const { terminal } = session
  const interrupted = session.interrupted()
  terminal.err('Starting a local GitHub, the app and its embedded database …\n')
  const { startDemo } = await import('./demo/demo-play.ts')
  const show = await startDemo(options)
  const rows: DemoRow[] = []
  try {
    terminal.err(`Pages: ${show.url}\n\n`)
    await show.play((row) => {
      rows.push(row)
      if (options.format === 'table') terminal.out(line(row, terminal.columns))
    }, interrupted)
    terminal.out(
      options.format === 'json'
        ? `${jsonText(rows.map(({ checks, ...row }) => ({ ...row, checks: checks.map((check) => ({ ...check })) })))}\n`
        : summary(rows),
    )
    if (!options.once && !interrupted.aborted) {
      terminal.err(`\nEvery pull request with its check runs and its comment: ${show.url}  (Ctrl-C ends)\n`)
      await new Promise((resolve) => interrupted.addEventListener('abort', resolve))
    }
  } finally {
    await show.stop()
  }
  return rows.some((row) => row.verdict === 'none') ? 3 : 0
}

const ICONS: Readonly<Record<DemoRow['verdict'], string>> = { pass: '✅', warn: '⚠️ ', block: '⛔', pending: '⏳', misconfigured: '⚙️ ', none: '🔧' }

/** One pull request, as soon as it is decided. */
function line(row: DemoRow, columns: number): string {
  const head = `${ICONS[row.verdict]} ${row.verdict.padEnd(13)} #${String(row.number).padEnd(5)}`
  const tail = [row.checks.map((check) => check.conclusion).join(' + '), row.comment === null ? 'no comment' : 'comment'].join(', ')
  const cost = `${String(row.apiCalls).padStart(2)} calls ${String(row.ms).padStart(5)} ms`
  const room = Math.max(30, columns - head.length - cost.length - tail.length - 6)
  const title = [...printable(row.title).replaceAll('\n', ' ')]
  const shown = title.length > room ? `${title.slice(0, room - 1).join('')}…` : title.join('').padEnd(room)
  return `${head} ${shown}  ${cost}  ${tail}\n`
}

function summary(rows: readonly DemoRow[]): string {
  const verdicts = [...new Set(rows.map((row) => row.verdict))]
  const times = rows.map((row) => row.ms).toSorted((a, b) => a - b)
  const counted = verdicts.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length])
  return `\n${table(['verdict', 'pull requests'], counted)}\n${rows.length} pull requests, ${rows.reduce((sum, row) => sum + row.apiCalls, 0)} API calls, half of them decided within ${times[Math.floor(times.length / 2)] ?? 0} ms\n`
}
