import type { Decision } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { clock } from './clock.ts'
import { exceptionLines, singleHold } from './exceptions.ts'
import { findingItems, stepText } from './finding-item.ts'
import { brokenGates, type Finding, findingsOf, gateFindings, waitingGates } from './findings.ts'
import { firstDiagnostic, type Headline } from './headline.ts'
import { markdownOf } from './markdown.ts'
import { block, type Section } from './size-limits.ts'
import { branchName, type CardView, counted } from './view.ts'

/** How many findings are listed before the rest is left to `more`. */
interface Shown {
  readonly findings: number
  /** Where the rest is, as Markdown of our own. */
  readonly more: (left: number) => string
}

/** Verdict first, then who or what unblocks. The same for the comment and the check run. */
export function firstScreen(view: CardView, headline: Headline, shown: Shown): readonly Section[] {
  const { decision } = view
  return [
    block(`### ${headline.icon} ${markdownOf(['Maestro: ', ...headline.words])}`),
    block(previewNote(view)),
    block(holdNote(decision)),
    findingList(whatToDo(view), view, shown),
    block(waitingNote(decision)),
    block(settingsNote(view)),
    list(exceptionLines(decision).map(markdownOf)),
  ]
}

/** What the first screen lists: what blocks; what is broken; when it is decided, what warns. While it waits, the wait is what matters. */
export function whatToDo(view: CardView): readonly Finding[] {
  const { decision } = view
  if (decision.verdict === 'pending') return []
  if (decision.verdict === 'misconfigured') return brokenGates(decision).flatMap(gateFindings)
  const effect = decision.verdict === 'block' ? 'blocks' : 'warns'
  return findingsOf(decision).filter((finding) => finding.effect === effect)
}

function findingList(findings: readonly Finding[], view: CardView, shown: Shown): Section {
  return { items: findingItems(findings.slice(0, shown.findings), view, true), count: findings.length, more: (left) => `\n${shown.more(left)}` }
}

function list(lines: readonly string[]): Section {
  return { items: lines.map((line) => `- ${line}`), count: lines.length, more: (left) => `- … and ${left} more` }
}

function holdNote(decision: Decision): string {
  const hold = singleHold(decision)
  return hold === undefined ? '' : `→ ${markdownOf(hold)}`
}

function previewNote(view: CardView): string {
  if (!view.decision.preview) return ''
  const trunk = code(branchName(view.change.trunk.ref))
  return markdownOf(say`${code(branchName(view.change.target.ref))} is no trunk, so nothing is held back here. This is what ${trunk} would say.`)
}

function waitingNote(decision: Decision): string {
  if (decision.verdict !== 'pending') return ''
  const gates = waitingGates(decision)
  const waits = gates.flatMap((gate) => gate.waits)
  const lines = waits.length > 1 ? waits.slice(0, 20).map((wait) => `- ${markdownOf(say`${wait.what} · gives up ${clock(wait.until, decision.asOf)}`)}`) : []
  const steps = gates.flatMap((gate) => gate.nextSteps.filter((step) => step.kind !== 'wait')).slice(0, 5)
  return [...(lines.length > 0 ? [lines.join('\n')] : []), ...(steps.length === 0 ? ['Nothing for you to do.'] : steps.map(stepText))].join('\n\n')
}

/** Broken settings on the trunk: never this change's fault, so after its verdict. */
function settingsNote({ decision, change }: CardView): string {
  const { state, from, trunk } = decision.settings
  if (state === 'none') return 'No earlier version was valid, so nothing can be judged until the trunk’s settings are repaired.'
  const lines: string[] = []
  if (decision.verdict === 'misconfigured') lines.push('Not this change’s fault: nothing can be judged by these rules until the trunk’s are repaired.')
  if (state === 'last-valid') {
    lines.push(`⚙️ ${markdownOf(say`The settings on ${code(branchName(change.trunk.ref))} are broken${firstDiagnostic(decision)}`)}`)
    const commit: Phrase = from === undefined ? [] : say` (${code(from.slice(0, 7))})`
    lines.push(
      `${markdownOf(say`The last good settings${commit} still judge.`)}${trunk.length > 1 ? ` ${counted(trunk.length - 1, 'more problem')} in that file.` : ''}`,
    )
  }
  return lines.join('\\\n')
}
