import { randomUUID } from 'node:crypto'
import type { Annotation, Cards } from '../../model/card.ts'
import type { Decision } from '../../model/decision.ts'
import { displayPath } from '../../model/path.ts'

/**
 * What GitHub Actions is told, in its workflow commands
 * (https://docs.github.com/actions/reference/workflow-commands-for-github-actions): the card as plain text, with
 * commands switched off so that nothing quoted in it is one, then the verdict and an annotation for each place.
 */
export function workflowCommands(card: string, decision: Decision, cards: Cards): string {
  const token = randomUUID()
  const annotations = cards.checks[0]?.annotations ?? []
  return [
    `::stop-commands::${token}`,
    card.trimEnd(),
    `::${token}::`,
    verdictCommand(decision, cards.decision.title),
    ...annotations.map(annotationCommand),
    '',
  ].join('\n')
}

const COMMANDS = { failure: 'error', warning: 'warning', notice: 'notice' } as const

function verdictCommand({ verdict }: Decision, title: string): string {
  const command = verdict === 'pass' ? 'notice' : verdict === 'warn' ? 'warning' : 'error'
  return `::${command} title=Maestro::${data(title)}`
}

function annotationCommand({ path, startLine, endLine, startColumn, endColumn, level, title, message }: Annotation): string {
  const columns = startColumn === undefined ? '' : `,col=${startColumn}${endColumn === undefined ? '' : `,endColumn=${endColumn}`}`
  return `::${COMMANDS[level]} file=${property(displayPath(path))},line=${startLine},endLine=${endLine}${columns},title=${property(title)}::${data(message)}`
}

/** As the runner decodes it (actions/toolkit, packages/core/src/command.ts). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
