import type { Command } from 'commander'
import { readEnvironment } from '../environment.ts'
import type { Run } from './program.ts'
import { usableFolder } from './usable-folder.ts'

export function register(program: Command, run: Run): void {
  program
    .command('migrate')
    .description('Bring the database up to date; safe to run again and from many machines at once')
    .addHelpText('after', '\nDATABASE_URL names the PostgreSQL; without it, the embedded database in DATA_DIR.')
    .action(() =>
      run(async ({ env, terminal }) => {
        const { databaseUrl, dataDir } = readEnvironment(env)
        if (databaseUrl === undefined) await usableFolder(dataDir, 'DATA_DIR')
        const [{ connect }, { migrate }] = await Promise.all([import('../../db/connect.ts'), import('../../db/migrate.ts')])
        const database = await connect({ databaseUrl, dataDir })
        try {
          await migrate(database)
        } finally {
          await database.close()
        }
        terminal.out('The database is up to date.\n')
        return 0
      }),
    )
}
