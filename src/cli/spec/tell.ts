import { coverageOf } from '../../gates/spec/coverage.ts'
import { cardGlobs } from '../../gates/spec/options.ts'
import { draftCard } from '../../gates/spec/spec-cards/draft-card.ts'
import { nextFreeId } from '../../gates/spec/spec-cards/spec-index.ts'
import { displayPath } from '../../model/path.ts'
import { whyNothingIsChanged } from '../local/nothing-changed.ts'
import { table } from '../output/table.ts'
import { jsonText, printable } from '../output/terminal.ts'
import type { Session } from '../session.ts'
import { type SpecView, type SpecViewOptions, specView } from './spec-view.ts'

export interface SpecCommandOptions extends SpecViewOptions {
  readonly format: 'table' | 'json'
}

export type Told = 'list' | 'coverage' | 'draft'

/** `maestro spec list`, `coverage` and `draft`. Throws what specView does. */
export async function tell(what: Told, options: SpecCommandOptions, session: Session): Promise<void> {
  if (what === 'list') return list(options, session)
  return what === 'coverage' ? coverage(options, session) : draft(options, session)
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
