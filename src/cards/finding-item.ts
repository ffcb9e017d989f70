import type { NextStep } from '../model/gate.ts'
import { displayPath } from '../model/path.ts'
import { type Phrase, place, say } from '../model/phrase.ts'
import type { Cause, Causes, Consequence } from './causes.ts'
import type { Finding } from './findings.ts'
import { linkTo, markdownOf } from './markdown.ts'
import { stepLines } from './step-lines.ts'
import type { CardView } from './view.ts'

/** How many findings are listed under one thing to be done. */
export const MAX_TOGETHER = 10

/** How many items `findingItems` gives. */
export function itemCount({ causes, consequences }: Causes): number {
  return causes.length + consequences.length
}

/** Markdown list items: one for each thing to be done, then what follows from them. After `limit` things it ends. */
export function* findingItems({ causes, consequences }: Causes, view: CardView, numbered: boolean, limit = Number.POSITIVE_INFINITY): Generator<string> {
  for (const [index, cause] of causes.slice(0, Math.min(limit, causes.length)).entries()) yield causeItem(cause, view, numbered ? `${index + 1}.` : '-')
  if (causes.length > limit) return
  for (const [index, consequence] of consequences.entries()) yield (numbered && index === 0 ? '\n' : '') + consequenceItem(consequence, view, numbered)
}

function causeItem({ findings, steps }: Cause, view: CardView, marker: string): string {
  const indent = ' '.repeat(marker.length + 1)
  const lines = findings.slice(0, MAX_TOGETHER).map((finding) => findingLine(finding, view))
  const others = findings.length - lines.length
  return listItem(marker, [...lines, ...(others > 0 ? [`… and ${others} more`] : [])], stepLines(steps, indent))
}

function consequenceItem({ finding, of, steps }: Consequence, view: CardView, numbered: boolean): string {
  return listItem('-', [`${numbered ? `follows from ${numbersOf(of)}` : 'follows from these'}: ${findingLine(finding, view)}`], stepLines(steps, '  '))
}

/** `1`, `1 and 2`, `1, 2, 3 and 40 others`. */
export function numbersOf(of: readonly number[]): string {
  const shown = of.slice(0, 3).map((index) => String(index + 1))
  if (of.length > 3) return `${shown.join(', ')} and ${of.length - 3} ${of.length === 4 ? 'other' : 'others'}`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

/** Lines of one list item; those of `ways` after the first are indented already. */
function listItem(marker: string, lines: readonly string[], ways: readonly string[]): string {
  const indent = ' '.repeat(marker.length + 1)
  const text = `${marker} ${lines.join(`\\\n${indent}`)}`
  return ways.length === 0 ? text : `${text}\\\n${indent}${ways.join('\n')}`
}

function findingLine(finding: Finding, view: CardView): string {
  const { code } = finding.reason
  return `${markdownOf(statement(finding))} (${linkTo(code, view.links.reasons(code))})${remark(finding, view)}`
}

/** What a reason says, led by its place where the message does not name it. */
export function statement(finding: Finding): Phrase {
  const { message, path, line, side } = finding.reason
  if (path === undefined) return message
  const names = new Set([displayPath(path), `${displayPath(path)}:${line}`])
  const named = message.some((span) => typeof span !== 'string' && 'code' in span && names.has(span.code))
  return named ? message : say`${place(path, line)}${side === undefined ? '' : ` on the ${side}`}: ${message}`
}

/** Why a finding does less than its own level asks for. */
export function remark(finding: Finding, view: CardView): string {
  const { effect, gate, reason } = finding
  if (effect === 'would-block') return ' · would block under enforce'
  if (effect === 'would-warn') return ' · would warn'
  if (effect !== 'warns' || reason.level !== 'block') return ''
  return view.decision.overrides.some((override) => override.gate === gate.gate) ? ' · overridden' : ''
}

/** The ways out of one gate that waits or cannot judge, by themselves. */
export function stepText(step: NextStep): string {
  return stepLines([step], '').join('\n')
}
