import type { TriedStep } from '../model/decision.ts'
import { type Phrase, say } from '../model/phrase.ts'
import type { Causes } from './causes.ts'
import { MAX_TOGETHER, numbersOf, remark, statement } from './finding-item.ts'
import type { Finding } from './findings.ts'
import { plainText } from './plain-text.ts'
import { MAX_SNIPPET_LINES, MAX_STEPS } from './step-lines.ts'
import { triedWords } from './tried.ts'
import type { CardView } from './view.ts'
import { visibleCode, visibleLines } from './visible-text.ts'

interface Listing {
  /** Columns. */
  readonly width: number
  /** Things beyond these are only counted. */
  readonly limit: number
  readonly numbered: boolean
  /** Whether each says what it does, since they do not all do the same. */
  readonly remarks: boolean
}

/** Each thing with its findings and ways out, then what follows from them: lines for a terminal. */
export function thingLines({ causes, consequences }: Causes, view: CardView, { width, limit, numbered, remarks }: Listing): readonly string[] {
  const words = (finding: Finding): Phrase => say`${statement(finding)} (${finding.reason.code})${remarks ? remark(finding, view) : ''}`
  const lines: string[] = []
  for (const [index, { findings, steps }] of causes.slice(0, limit).entries()) {
    const marker = numbered ? `${index + 1}. ` : '- '
    const indent = ' '.repeat(marker.length)
    for (const [at, finding] of findings.slice(0, MAX_TOGETHER).entries()) {
      const start = at === 0 ? marker : indent
      // Indented by hand, since white space at the start of a phrase is folded.
      lines.push(...wrap(words(finding), indent, width - indent.length).map((line, row) => (row === 0 ? start + line : line)))
    }
    if (findings.length > MAX_TOGETHER) lines.push(`${indent}… and ${findings.length - MAX_TOGETHER} more`)
    for (const step of steps.slice(0, MAX_STEPS)) lines.push(...stepLines(step, indent, width))
  }
  if (causes.length > limit) return [...lines, `… and ${causes.length - limit} more; --format json lists all`]
  for (const { finding, of, steps } of consequences.slice(0, limit)) {
    lines.push(...wrap(say`- follows from ${numbered ? numbersOf(of) : 'these'}: ${words(finding)}`, '  ', width))
    for (const step of steps.slice(0, MAX_STEPS)) lines.push(...stepLines(step, '  ', width))
  }
  return lines
}

/** A way out, with what can be copied below it. */
export function stepLines(step: TriedStep, indent: string, width: number): readonly string[] {
  const lines = wrap(say`→ ${step.message}${triedWords(step)}`, `${indent}  `, width)
  const command = step.command === undefined ? [] : [visibleCode(step.command)]
  return [...lines.map((line, index) => (index === 0 ? indent + line : line)), ...[...snippetLines(step), ...command].map((line) => `${indent}    ${line}`)]
}

function snippetLines({ snippet }: TriedStep): readonly string[] {
  if (snippet === undefined) return []
  const lines = visibleLines(snippet.text.trimEnd())
  if (lines.length <= MAX_SNIPPET_LINES) return lines
  return [...lines.slice(0, MAX_SNIPPET_LINES), `… and ${lines.length - MAX_SNIPPET_LINES} more lines; --format json has them all`]
}

/** Breaks at words, counting characters; a word that is longer than a line stays whole. */
export function wrap(phrase: Phrase, indent: string, width: number): string[] {
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
