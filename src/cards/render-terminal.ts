import type { NextStep } from '../model/gate.ts'
import { type Phrase, say } from '../model/phrase.ts'
import { dateAndClock } from './clock.ts'
import { exceptionLines } from './exceptions.ts'
import { type ShownSteps, statement, waysOut } from './finding-item.ts'
import { findingsOf, waitingGates } from './findings.ts'
import { whatToDo } from './first-screen.ts'
import { gateIcon } from './folded.ts'
import { cardTitle, headlineOf } from './headline.ts'
import { withoutSecretTitles } from './objective-titles.ts'
import { ticked } from './phrase-bounds.ts'
import { plainText } from './plain-text.ts'
import { proofHeadline } from './proof-card.ts'
import type { CardView } from './view.ts'
import { visibleCode, visibleLines } from './visible-text.ts'

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
  const findings = whatToDo(view)
  const ink: Ink = headline.icon === '✅' ? 'green' : headline.icon === '⛔' ? 'red' : 'yellow'
  const lines = [paint('bold', paint(ink, cardTitle(headline)))]
  for (const { file, line, column, message } of decision.settings.trunk.slice(0, 5)) {
    lines.push(...wrap(['⚙️ ', { code: `${file}:${line}:${column}` }, ' ', ...ticked(message)], '', options.width))
  }
  const shown: ShownSteps = new Map()
  findings.slice(0, MAX_LISTED).forEach((finding, index) => {
    const number = `${index + 1}. `
    const indent = ' '.repeat(number.length)
    lines.push(...wrap(say`${number}${statement(finding)} (${finding.reason.code})`, indent, options.width))
    const ways = waysOut(finding.steps, shown, index + 1)
    if ('asBefore' in ways) lines.push(`${indent}→ as ${ways.asBefore}`)
    else for (const step of ways) lines.push(...stepLines(step, indent, options.width))
  })
  if (findings.length > MAX_LISTED) lines.push(`… and ${findings.length - MAX_LISTED} more; --format json lists all`)
  if (decision.verdict === 'pending')
    for (const step of waitingGates(decision).flatMap((gate) => gate.nextSteps)) lines.push(...stepLines(step, '', options.width))
  for (const line of exceptionLines(decision)) lines.push(...wrap(line, '  ', options.width))
  lines.push('')
  for (const result of decision.results) {
    lines.push(
      ...wrap(say`${gateIcon(result)} ${result.title} · ${result.mode}${result.summary.length === 0 ? [] : say` · ${result.summary}`}`, '   ', options.width),
    )
  }
  const watched = findingsOf(decision).filter((finding) => finding.effect === 'would-block').length
  if (watched > 0) lines.push(`${watched} would block under enforce`)
  lines.push(cardTitle(proofHeadline(view), 'Proof'))
  lines.push(paint('dim', `head ${decision.headSha.slice(0, 12)} on ${decision.baseSha.slice(0, 12)} · ${dateAndClock(decision.asOf)}`))
  return `${lines.join('\n')}\n`
}

function stepLines(step: NextStep, indent: string, width: number): readonly string[] {
  const lines = wrap(say`→ ${step.message}`, `${indent}  `, width)
  const snippet = step.snippet === undefined ? [] : visibleLines(step.snippet.text).slice(0, 20)
  const command = step.command === undefined ? [] : [visibleCode(step.command)]
  return [...lines.map((line, index) => (index === 0 ? indent + line : line)), ...[...snippet, ...command].map((line) => `${indent}    ${line}`)]
}

/** Breaks at words, counting characters; a word that is longer than a line stays whole. */
function wrap(phrase: Phrase, indent: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plainText(phrase).split(' ')) {
    if (line !== '' && line.length + word.length + 1 > Math.max(40, width)) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}
