import type { Command } from 'commander'
import type { Run } from './program.ts'

export function register(program: Command, run: Run): void {
  program
    .command('work')
    .description('Judge and publish: a worker beside the web processes, on the same PostgreSQL')
    .addHelpText('after', '\nThe environment is that of `maestro serve`; DATABASE_URL is required. docs/operations.md lists it.')
    .action(() =>
      run(async (session) => {
        const { work } = await import('./running.ts')
        await work(session)
        return 0
      }),
    )
}
