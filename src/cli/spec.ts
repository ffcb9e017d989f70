import { type Command, Option } from 'commander'
import { coverageOf } from '../gates/spec/coverage.ts'
import { cardGlobs } from '../gates/spec/options.ts'
import { draftCard } from '../gates/spec/spec-cards/draft-card.ts'
import { nextFreeId } from '../gates/spec/spec-cards/spec-index.ts'
import { displayPath } from '../model/path.ts'
import { whyNothingIsChanged } from './local/nothing-changed.ts'
import { table } from './output/table.ts'
import { jsonText, printable } from './output/terminal.ts'
import type { Run } from './program.ts'
import type { ExitCode, Session } from './session.ts'
import { type SpecView, type SpecViewOptions, specView } from './spec/spec-view.ts'

interface SpecCommandOptions extends SpecViewOptions {
  readonly format: 'table' | 'json'
}

const HELP = `
These tell; \`maestro check\` judges. So they exit with 0 whatever they find, 2 for bad usage or settings.

Examples:
  maestro spec list                     every card, and how many tests are bound to it
  maestro spec coverage --base HEAD~1   what the last commit changed, and what covers it
  maestro spec draft > specs/new.yml    a card for what this branch changed and no card covers`

export function register(program: Command, run: Run): void {
  const group = program.command('spec').description('List Spec Cards, say what they cover, draft new ones').addHelpText('after', HELP)
  add('list', 'Print every card at the head', list)
  add('coverage', 'Print the changed code that owes a proof, and what covers it', coverage)
  add('draft', 'Print a card for changed code that no card covers', draft)

  function add(name: string, description: string, work: (options: SpecCommandOptions, session: Session) => Promise<void>): void {
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
          await work(options, session)
          return 0
        }),
      )
  }
}

async function list(options: SpecCommandOptions, session: Session): Promise<void> {
  // No change is looked at, so none has to be found: a shallow clone will do.
  const { index, options: own } = await specView(session, { ...options, base: options.base ?? options.head ?? 'HEAD' })
  const { out, err } = session.terminal
  if (options.format === 'json') {
    const cards = index.cards.map(({ id, title, status, owner, path, line, surfaces, tests }) => ({
      id,
      title,
      status,
      owner: owner ?? null,
      path,
      line,
      surfaces: surfaces.map((surface) => surface.text),
      tests: tests.map((test) => ({ path: test.path, line: test.line })),
    }))
    return out(`${jsonText(cards)}\n`)
  }
  if (index.cards.length === 0) err(`${printable(`No card at ${cardGlobs(own).join(', ')}; \`maestro spec draft\` begins one`)}\n`)
  else
    out(
      table(
        ['card', 'status', 'tests', 'title', 'at'],
        index.cards.map(({ id, status, tests, title, path, line }) => [id, status, tests.length, title, at(path, line)]),
      ),
    )
  if (index.problems.length > 0) err(`${index.problems.length} problems in card files; \`maestro check\` says where\n`)
}

async function coverage(options: SpecCommandOptions, session: Session): Promise<void> {
  const view = await specView(session, options)
  const surfaces = view.surfaces(view.options.required)
  const { covered, owing, share, enough } = coverageOf(surfaces, view.index, view.options.coverage)
  const { out } = session.terminal
  if (options.format === 'json') {
    const listed = surfaces.map(({ path, line, state, cards }) => ({ path, line, state, cards: cards.map((card) => card.id) }))
    return out(`${jsonText({ covered, owing, share: share ?? null, required: view.options.coverage, enough, surfaces: listed })}\n`)
  }
  if (share === undefined) return out(`No changed code owes a proof${whyNot(view)}\n`)
  out(
    table(
      ['surface', 'state', 'cards'],
      surfaces.map(({ path, line, state, cards }) => [at(path, line), state, cards.map((card) => card.id).join(', ')]),
    ),
  )
  out(
    `\n${covered} of ${owing} covered: ${share.toFixed(2)} of the ${view.options.coverage} that ${enough ? 'are asked for' : 'are asked for, so not enough'}\n`,
  )
}

async function draft(options: SpecCommandOptions, session: Session): Promise<void> {
  const view = await specView(session, options)
  const required = view.options.required === 'none' ? 'behaviour' : view.options.required
  const surfaces = view
    .surfaces(required)
    .filter((surface) => surface.state === 'uncarded')
    .map((surface) => surface.path)
  const { out, err } = session.terminal
  const card = surfaces.length === 0 ? undefined : draftCard({ id: nextFreeId(view.index), title: view.change.title, surfaces, cards: cardGlobs(view.options) })
  if (options.format === 'json') return out(`${jsonText(card ? { id: card.id, path: card.path, text: card.text } : null)}\n`)
  if (!card) return err(`Nothing to draft: ${nothingChanged(view) ?? 'a card covers all changed code that owes a proof.'}\n`)
  err(`${printable(`A card for ${displayPath(card.path)}:`)}\n`)
  out(printable(card.text))
}

function whyNot(view: SpecView): string {
  const why = nothingChanged(view)
  return why === undefined ? '.' : `: ${why}`
}

function nothingChanged({ change }: SpecView): string | undefined {
  return change.files.length === 0 ? whyNothingIsChanged(change) : undefined
}

function at(path: string, line: number): string {
  return `${displayPath(path)}:${line}`
}
