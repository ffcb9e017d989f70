import { type Command, Option } from 'commander'
import type { Run } from './program.ts'
import type { ExitCode } from './session.ts'
import type { SpecCommandOptions, Told } from './spec/tell.ts'

const HELP = `
These tell; \`maestro check\` judges. So they exit with 0 whatever they find, 2 for bad usage or settings.

Examples:
  maestro spec list                     every card, and how many tests are bound to it
  maestro spec coverage --base HEAD~1   what the last commit changed, and what covers it
  maestro spec draft > specs/new.yml    a card for what this branch changed and no card covers`

export function register(program: Command, run: Run): void {
  const group = program.command('spec').description('List Spec Cards, say what they cover, draft new ones').addHelpText('after', HELP)
  add('list', 'Print every card at the head')
  add('coverage', 'Print the changed code that owes a proof, and what covers it')
  add('draft', 'Print a card for changed code that no card covers')

  function add(name: Told, description: string): void {
    group
      .command(name)
      .description(description)
      .option('--repo <dir>', 'the repository', '.')
      .option('--base <rev>', 'what the change starts from (default: where it left the trunk)')
      .option('--head <rev>', 'whose cards and tests are read (default: HEAD)')
      .option('--trunk <branch>', 'the default branch, whose settings govern (default: what origin/HEAD says, else main or master)')
      .option('--config <file>', "a settings file in place of the repository's")
      .addOption(new Option('--format <format>', 'how to print the result').choices(['table', 'json']).default('table'))
      .action((options: SpecCommandOptions) =>
        run(async (session): Promise<ExitCode> => {
          const { tell } = await import('./spec/tell.ts')
          await tell(name, options, session)
          return 0
        }),
      )
  }
}
