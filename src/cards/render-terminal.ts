import type { TriedStep } from '../model/decision.ts'
import { type Phrase, say } from '../model/phrase.ts'
import { type Causes, causesOf } from './causes.ts'
import { dateAndClock } from './clock.ts'
import { exceptionLines } from './exceptions.ts'
import { MAX_TOGETHER, numbersOf, statement } from './finding-item.ts'
import { nothingGoverns, waitingGates } from './findings.ts'
import { repair, whatToDo } from './first-screen.ts'
import { gateIcon } from './folded.ts'
import { cardTitle, headlineOf, thingsWith } from './headline.ts'
import { withoutSecretTitles } from './objective-titles.ts'
import { ticked } from './phrase-bounds.ts'
import { plainText } from './plain-text.ts'
import { proofHeadline } from './proof-card.ts'
import { MAX_STEPS } from './step-lines.ts'
import { triedWords } from './tried.ts'
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
  const ink: Ink = headline.icon === '✅' ? 'green' : headline.icon === '⛔' ? 'red' : 'yellow'
  const lines = [paint('bold', paint(ink, cardTitle(headline)))]
  for (const { file, line, column, message } of decision.settings.trunk.slice(0, 5)) {
    lines.push(...wrap(['⚙️ ', { code: `${file}:${line}:${column}` }, ' ', ...ticked(message)], '', options.width))
  }
  if (nothingGoverns(decision) || decision.settings.state === 'last-valid') lines.push(...wrap(say`→ ${repair(decision)}`, '  ', options.width))
  lines.push(...thingLines(causesOf(whatToDo(view)), options.width))
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
  const watched = thingsWith(decision, 'would-block')
  if (watched > 0) lines.push(`${watched} would block under enforce`)
  lines.push(cardTitle(proofHeadline(view), 'Proof'))
  lines.push(paint('dim', `head ${decision.headSha.slice(0, 12)} on ${decision.baseSha.slice(0, 12)} · ${dateAndClock(decision.asOf)}`))
  return `${lines.join('\n')}\n`
}

/** What is to be done, numbered, then what follows from it. */
function thingLines({ causes, consequences }: Causes, width: number): readonly string[] {
  const lines: string[] = []
  for (const [index, { findings, steps }] of causes.slice(0, MAX_LISTED).entries()) {
    const number = `${index + 1}. `
    const indent = ' '.repeat(number.length)
    for (const [at, finding] of findings.slice(0, MAX_TOGETHER).entries()) {
      const start = at === 0 ? number : indent
      // Indented by hand, since white space at the start of a phrase is folded.
      lines.push(
        ...wrap(say`${statement(finding)} (${finding.reason.code})`, indent, width - indent.length).map((line, row) => (row === 0 ? start + line : line)),
      )
    }
    if (findings.length > MAX_TOGETHER) lines.push(`${indent}… and ${findings.length - MAX_TOGETHER} more`)
    for (const step of steps.slice(0, MAX_STEPS)) lines.push(...stepLines(step, indent, width))
  }
  if (causes.length > MAX_LISTED) return [...lines, `… and ${causes.length - MAX_LISTED} more; --format json lists all`]
  for (const { finding, of, steps } of consequences.slice(0, MAX_LISTED)) {
    lines.push(...wrap(say`- follows from ${numbersOf(of)}: ${statement(finding)} (${finding.reason.code})`, '  ', width))
    for (const step of steps.slice(0, MAX_STEPS)) lines.push(...stepLines(step, '  ', width))
  }
  return lines
}

function stepLines(step: TriedStep, indent: string, width: number): readonly string[] {
  const lines = wrap(say`→ ${step.message}${triedWords(step)}`, `${indent}  `, width)
  const snippet = step.snippet === undefined ? [] : visibleLines(step.snippet.text.trimEnd()).slice(0, 20)
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
