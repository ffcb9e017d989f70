import { say } from '../model/phrase.ts'
import { causesOf } from './causes.ts'
import { dateAndClock } from './clock.ts'
import { exceptionLines } from './exceptions.ts'
import { nothingGoverns, waitingGates } from './findings.ts'
import { repair, whatToDo } from './first-screen.ts'
import { countsOf, gateIcon, MAX_FOLDED, restOf } from './folded.ts'
import { cardTitle, headlineOf } from './headline.ts'
import { withoutSecretTitles } from './objective-titles.ts'
import { offLine } from './off-line.ts'
import { ticked } from './phrase-bounds.ts'
import { proofHeadline } from './proof-card.ts'
import { stepLines, thingLines, wrap } from './terminal-things.ts'
import type { CardView } from './view.ts'

export interface TerminalOptions {
  readonly color: boolean
  /** Columns; lines are broken at words to fit. Commands are not, so that they can be copied. */
  readonly width: number
}

const MAX_LISTED = 100

type Ink = 'bold' | 'dim' | 'red' | 'green' | 'yellow'
const INKS: Readonly<Record<Ink, string>> = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33' }

/** The cards for a terminal: `maestro check --format card`. Nothing from outside reaches the terminal as a control sequence. Ends with a line break. */
export function renderTerminal(given: CardView, options: TerminalOptions): string {
  const view = withoutSecretTitles(given)
  const { decision } = view
  const paint = (ink: Ink, text: string) => (options.color ? `\u001b[${INKS[ink]}m${text}\u001b[0m` : text)
  const headline = headlineOf(view)
  const ink: Ink = headline.icon === '✅' ? 'green' : headline.icon === '⛔' ? 'red' : 'yellow'
  const lines = [paint('bold', paint(ink, cardTitle(headline)))]
  for (const { file, line, column, message } of decision.settings.trunk.slice(0, 5)) {
    lines.push(...wrap(['⚙️ ', { code: `${file}:${line}:${column}` }, ' ', ...ticked(message)], '', options.width))
  }
  if (nothingGoverns(decision) || decision.settings.state === 'last-valid') lines.push(...wrap(say`→ ${repair(decision)}`, '  ', options.width))
  lines.push(...thingLines(causesOf(whatToDo(view)), view, { width: options.width, limit: MAX_LISTED, numbered: true, remarks: true }))
  if (decision.verdict === 'pending')
    for (const step of waitingGates(decision).flatMap((gate) => gate.nextSteps)) lines.push(...stepLines(step, '', options.width))
  for (const line of exceptionLines(decision)) lines.push(...wrap(line, '  ', options.width))
  lines.push('')
  for (const result of decision.results) {
    lines.push(
      ...wrap(
        say`${gateIcon(result, view)} ${result.title} · ${result.mode}${result.summary.length === 0 ? [] : say` · ${result.summary}`}`,
        '   ',
        options.width,
      ),
    )
  }
  const off = offLine(decision)
  if (off !== undefined) lines.push(...wrap(say`➖ ${off}`, '   ', options.width))
  const rest = restOf(view)
  if (rest.causes.length > 0) {
    const counts = countsOf(rest)
    lines.push(`${counts.join(' · ')}:`, ...thingLines(rest, view, { width: options.width, limit: MAX_FOLDED, numbered: false, remarks: counts.length > 1 }))
  }
  lines.push(cardTitle(proofHeadline(view), 'Proof'))
  lines.push(paint('dim', `head ${decision.headSha.slice(0, 12)} on ${decision.baseSha.slice(0, 12)} · ${dateAndClock(decision.asOf)}`))
  return `${lines.join('\n')}\n`
}
