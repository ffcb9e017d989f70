import type { NextStep } from '../model/gate.ts'
import { displayPath, extensionOf } from '../model/path.ts'
import { type Phrase, place, say } from '../model/phrase.ts'
import type { Finding } from './findings.ts'
import { codeBlock, linkTo, markdownOf } from './markdown.ts'
import type { CardView } from './view.ts'

/** How many ways out are shown for one finding. */
const MAX_STEPS = 3

/** Lists findings as Markdown list items; ways out that were shown before are referred to, not repeated. */
export function* findingItems(findings: Iterable<Finding>, view: CardView, numbered: boolean): Generator<string> {
  const shown: ShownSteps = new Map()
  let number = 0
  for (const finding of findings) {
    number += 1
    const ways = waysOut(finding.steps, shown, number)
    const indent = numbered ? `${number}. `.length : 2
    yield findingItem(
      finding,
      view,
      numbered ? `${number}.` : '-',
      'asBefore' in ways ? [`→ as ${numbered ? ways.asBefore : 'above'}`] : stepLines(ways, ' '.repeat(indent)),
    )
  }
}

/** The steps that a list has shown, with the number of the finding they were shown for. */
export type ShownSteps = Map<NextStep, number>

/** The steps to show for a finding, or the earlier finding that had all of them. */
export function waysOut(steps: readonly NextStep[], shown: ShownSteps, number: number): readonly NextStep[] | { readonly asBefore: number } {
  const taken = steps.slice(0, MAX_STEPS)
  const earlier = taken[0] === undefined ? undefined : shown.get(taken[0])
  if (earlier !== undefined && taken.every((step) => shown.get(step) === earlier)) return { asBefore: earlier }
  for (const step of taken) shown.set(step, shown.get(step) ?? number)
  return taken
}

/** What a reason says, led by its place where the message does not name it. */
export function statement(finding: Finding): Phrase {
  const { message, path, line, side } = finding.reason
  if (path === undefined) return message
  const names = new Set([displayPath(path), `${displayPath(path)}:${line}`])
  const named = message.some((span) => typeof span !== 'string' && 'code' in span && names.has(span.code))
  return named ? message : say`${place(path, line)}${side === undefined ? '' : ` on the ${side}`}: ${message}`
}

/** `ways` are lines that stand under the finding, already indented after the first. */
function findingItem(finding: Finding, view: CardView, marker: string, ways: readonly string[]): string {
  const { reason } = finding
  const line = `${marker} ${markdownOf(statement(finding))} (${linkTo(reason.code, view.links.reasons(reason.code))})${remark(finding, view)}`
  return ways.length === 0 ? line : `${line}\\\n${' '.repeat(marker.length + 1)}${ways.join('\n')}`
}

/** Why a finding does less than its own level asks for. */
function remark(finding: Finding, view: CardView): string {
  const { effect, gate, reason } = finding
  if (effect === 'would-block') return ' · would block under enforce'
  if (effect === 'would-warn') return ' · would warn'
  if (effect !== 'warns' || reason.level !== 'block') return ''
  return view.decision.overrides.some((override) => override.gate === gate.gate) ? ' · overridden' : ''
}

/** `→ this, or that`, with what can be copied below. */
function stepLines(steps: readonly NextStep[], indent: string): readonly string[] {
  if (steps.length === 0) return []
  const alternatives = steps.map((step) => markdownOf(stepWords(step)))
  return [`→ ${alternatives.join(', or ')}`, ...steps.flatMap((step) => stepBlocks(step, indent))]
}

/** The step's words with the file that its snippet belongs into, where they do not name it. */
function stepWords({ message, snippet }: NextStep): Phrase {
  if (snippet === undefined) return message
  const name = displayPath(snippet.path)
  const named = message.some((span) => typeof span !== 'string' && 'code' in span && span.code === name)
  return named ? message : say`${message}, in ${place(snippet.path)}`
}

function stepBlocks(step: NextStep, indent: string): readonly string[] {
  const blocks: string[] = []
  if (step.snippet) blocks.push(codeBlock(step.snippet.text, languageOf(step.snippet.path), indent, 20))
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
export function stepText(step: NextStep): string {
  return stepLines([step], '').join('\n')
}
