import type { NextStep } from '../model/gate.ts'
import { displayPath, extensionOf } from '../model/path.ts'
import { code, type Phrase, place, say } from '../model/phrase.ts'
import type { Finding } from './findings.ts'
import { codeBlock, linkTo, markdownOf } from './markdown.ts'
import type { CardView } from './view.ts'

/** How many ways out are shown for one finding. */
const MAX_STEPS = 3

/** Lists findings as Markdown list items; a way out that was shown before is named by its number, not repeated. */
export function* findingItems(findings: Iterable<Finding>, view: CardView, numbered: boolean): Generator<string> {
  const shown = new Map<NextStep, number>()
  let number = 0
  for (const finding of findings) {
    number += 1
    yield findingItem(finding, view, numbered ? `${number}.` : '-', waysOut(finding.steps, shown, number, numbered))
  }
}

/** What a reason says, led by its place where the message does not name it. */
export function statement(finding: Finding): Phrase {
  const { message, path, line, side } = finding.reason
  if (path === undefined) return message
  const names = new Set([displayPath(path), `${displayPath(path)}:${line}`])
  const named = message.some((span) => typeof span !== 'string' && 'code' in span && names.has(span.code))
  return named ? message : say`${place(path, line)}${side === undefined ? '' : ` on the ${side}`}: ${message}`
}

function findingItem(finding: Finding, view: CardView, marker: string, steps: { readonly line: string; readonly blocks: readonly NextStep[] }): string {
  const { reason } = finding
  const indent = ' '.repeat(marker.length + 1)
  const lines = [`${marker} ${markdownOf(statement(finding))} (${linkTo([code(reason.code)], view.links.reasons(reason.code))})${remark(finding, view)}`]
  if (steps.line !== '') lines[0] += `\\\n${indent}→ ${steps.line}`
  for (const step of steps.blocks) lines.push(...stepBlocks(step, indent))
  return lines.join('\n')
}

/** Why a finding does less than its own level asks for. */
function remark(finding: Finding, view: CardView): string {
  const { effect, gate, reason } = finding
  if (effect === 'would-block') return ' · would block under enforce'
  if (effect === 'would-warn') return ' · would warn'
  if (effect !== 'warns' || reason.level !== 'block') return ''
  return view.decision.overrides.some((override) => override.gate === gate.gate) ? ' · overridden' : ''
}

function waysOut(steps: readonly NextStep[], shown: Map<NextStep, number>, number: number, numbered: boolean): { line: string; blocks: readonly NextStep[] } {
  const first = steps[0]
  if (first === undefined) return { line: '', blocks: [] }
  const earlier = shown.get(first)
  if (numbered && earlier !== undefined && steps.every((step) => shown.has(step))) return { line: `as ${earlier}`, blocks: [] }
  const taken = steps.slice(0, MAX_STEPS)
  for (const step of taken) shown.set(step, shown.get(step) ?? number)
  return { line: taken.map((step) => markdownOf(step.message)).join(', or '), blocks: taken }
}

function stepBlocks(step: NextStep, indent: string): readonly string[] {
  const blocks: string[] = []
  if (step.snippet)
    blocks.push(`${indent}${markdownOf(say`in ${place(step.snippet.path)}:`)}`, codeBlock(step.snippet.text, languageOf(step.snippet.path), indent, 20))
  if (step.command !== undefined) blocks.push(codeBlock(step.command, 'sh', indent, 5))
  return blocks
}

function languageOf(path: string): Parameters<typeof codeBlock>[1] {
  const extension = extensionOf(path)
  if (extension === 'yml' || extension === 'yaml') return 'yaml'
  if (extension === 'ts' || extension === 'json') return extension
  return extension === 'md' ? 'markdown' : ''
}

/** One way out by itself, for what waits or cannot be judged. */
export function stepLine(step: NextStep): string {
  return [`→ ${markdownOf(step.message)}`, ...stepBlocks(step, '')].join('\n')
}
