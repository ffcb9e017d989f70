import { type Command, Option } from 'commander'
import { SETTINGS_PATH } from '../model/settings.ts'
import type { ExplainOptions } from './config/explain.ts'
import type { ValidateOptions } from './config/validate.ts'
import type { Run } from './program.ts'

const VALIDATE_HELP = `
Prints file:line:column, severity, code and message of everything wrong, with the line. In a repository, path patterns
that match no file of HEAD are warnings. Exit code: 0 without errors, 2 with.

Examples:
  maestro config validate
  maestro config validate --role organisation maestro.yml`

const EXPLAIN_HELP = `
Examples:
  maestro config explain                       everything that is in force
  maestro config explain gates.spec.coverage   one value, and the line that set it`

export function register(program: Command, run: Run): void {
  const config = program.command('config').description('Check, explain and describe settings')
  config
    .command('validate')
    .description('Say what is wrong with a settings file')
    .argument('[file]', `the file (default: ${SETTINGS_PATH} at the top of the working tree)`)
    .option('--repo <dir>', 'the repository', '.')
    .addOption(new Option('--role <role>', 'whose settings they are').choices(['repository', 'organisation']).default('repository'))
    .addHelpText('after', VALIDATE_HELP)
    .action((file: string | undefined, options: ValidateOptions) =>
      run(async (session) => (await import('./config/validate.ts')).validate(file, options, session)),
    )
  config
    .command('explain')
    .description('Print the settings in force on the trunk, and who set each')
    .argument('[path]', 'a value or everything under it, as in gates.spec.coverage')
    .option('--repo <dir>', 'the repository', '.')
    .option('--trunk <branch>', 'the branch whose settings are meant (default: what origin/HEAD says, else main or master)')
    .addHelpText('after', EXPLAIN_HELP)
    .action((path: string | undefined, options: ExplainOptions) =>
      run(async (session) => (await import('./config/explain.ts')).explain(path, options, session)),
    )
  config
    .command('schema')
    .description('Print the JSON Schema of a settings file')
    .action(() => run(async (session) => (await import('./config/schema.ts')).printSchema(session)))
}
