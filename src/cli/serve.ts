import type { Command } from 'commander'
import type { Run } from './program.ts'

const HELP = `
Without credentials the set-up wizard is offered at /probot. With APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and
WEBHOOK_SECRET it serves: webhooks at /api/github/webhooks, /healthz, /readyz, /metrics. Without DATABASE_URL the
database is embedded and this process does everything; with it, workers run as \`maestro work\`.
docs/operations.md lists the whole environment.`

export function register(program: Command, run: Run): void {
  program
    .command('serve')
    .description('Receive webhooks (and, on the embedded database, judge and publish)')
    .addHelpText('after', HELP)
    .action(() =>
      run(async (session) => {
        const { serve } = await import('./running.ts')
        await serve(session)
        return 0
      }),
    )
}
