import type { Command } from 'commander'
import { wholeNumber } from './option-values.ts'
import type { Run } from './program.ts'
import type { RejudgeOptions } from './rejudge/rejudge-recorded.ts'

const HELP = `
Judges a recorded decision again from the inputs that were kept with it: no repository, no GitHub.
Nothing is written. Exit code: 0 the same bytes came out, 1 they did not or could not, 2 bad usage.

Examples:
  maestro rejudge 4711
  maestro rejudge sha256:9f86d081 --tenant 12345678
  DATABASE_URL=… maestro rejudge 4711`

export function register(program: Command, run: Run): void {
  program
    .command('rejudge')
    .description('Judge a recorded decision again and compare the bytes')
    .argument('<decision>', 'its id or its digest; the first digits of the digest will do')
    .option('--tenant <n>', 'the installation that it belongs to (default: any)', wholeNumber)
    .option('--database-url <url>', 'PostgreSQL (default: DATABASE_URL, which keeps a password out of the process list)')
    .option('--data <dir>', 'the folder of the embedded database, where there is no PostgreSQL (default: DATA_DIR, else ./data)')
    .addHelpText('after', HELP)
    .action((decision: string, options: RejudgeOptions) =>
      run(async (session) => (await import('./rejudge/rejudge-recorded.ts')).rejudgeRecorded(decision, options, session)),
    )
}
