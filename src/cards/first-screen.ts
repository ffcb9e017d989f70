import type { Decision, Hold, Override } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { clock, dateAndClock } from './clock.ts'
import { findingItems, stepLine } from './finding-item.ts'
import { brokenGates, type Finding, findingsOf, gateFindings, waitingGates } from './findings.ts'
import type { Headline } from './headline.ts'
import { markdownOf } from './markdown.ts'
import { ticked } from './phrase-bounds.ts'
import { block, type Section } from './size-limits.ts'
import { branchName, type CardView } from './view.ts'

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
    block(`### ${headline.icon} ${markdownOf([`Maestro: `, ...headline.words])}`),
    block(previewNote(view)),
    list(decision.holds.slice(0, 10).map((hold) => markdownOf(holdLine(hold, decision)))),
    findingList(whatToDo(view), view, shown),
    block(waitingNote(decision)),
    block(settingsNote(view)),
    list(decision.overrides.slice(0, 10).map((override) => markdownOf(overrideLine(override, decision)))),
  ]
}

/** What the first screen lists: what blocks; what is broken; else what warns. */
export function whatToDo(view: CardView): readonly Finding[] {
  const { decision } = view
  if (decision.verdict === 'misconfigured') return brokenGates(decision).flatMap(gateFindings)
  const effect = decision.verdict === 'block' ? 'blocks' : 'warns'
  return findingsOf(decision).filter((finding) => finding.effect === effect)
}

/** A numbered list of at most `shown.findings` findings. */
export function findingList(findings: readonly Finding[], view: CardView, shown: Shown, numbered = true): Section {
  const taken = findings.slice(0, shown.findings)
  return { items: findingItems(taken, view, numbered), count: findings.length, more: (left) => `\n${shown.more(left)}` }
}

function list(lines: readonly string[]): Section {
  return { items: lines.map((line) => `- ${line}`), count: lines.length, more: (left) => `- … and ${left} more` }
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
  return [...lines, ...(lines.length > 0 ? [''] : []), ...(steps.length === 0 ? ['Nothing for you to do.'] : steps.map(stepLine))].join('\n')
}

/** Broken settings on the trunk: never this change's fault, so after its verdict. */
function settingsNote(view: CardView): string {
  const { decision, change } = view
  const { state, from, trunk } = decision.settings
  const lines: string[] = []
  if (state === 'last-valid' || state === 'none') {
    if (state === 'last-valid') lines.push(`⚙️ ${markdownOf(say`The settings on ${code(branchName(change.trunk.ref))} are broken:`)}`)
    for (const { file, line, column, message } of trunk.slice(0, 5)) lines.push(`- ${markdownOf(say`${code(`${file}:${line}:${column}`)} ${ticked(message)}`)}`)
    if (trunk.length > 5) lines.push(`- … and ${trunk.length - 5} more`)
    lines.push('')
    if (state === 'none')
      lines.push('No earlier version was valid, so nothing can be judged until they are repaired. Not this change’s fault, unless it is the repair.')
    else if (from !== undefined) lines.push(markdownOf(say`The last good settings (${code(from.slice(0, 7))}) still judge.`))
    else lines.push('The last good settings still judge.')
  }
  if (decision.verdict === 'misconfigured' && state !== 'none')
    lines.push('Not this change’s fault: the rules on the trunk have to be repaired before anything can be judged by them.')
  return lines.join('\n')
}

function holdLine(hold: Hold, decision: Decision): Phrase {
  return say`Held by ${code(hold.by)} since ${clock(hold.at, decision.asOf)}: ${hold.reason}`
}

function overrideLine(override: Override, decision: Decision): Phrase {
  const bound = override.until === undefined ? 'for this head only' : `until ${dateAndClock(override.until)}`
  return say`${code(override.gate)} is overridden by ${code(override.by)} since ${clock(override.at, decision.asOf)}, ${bound}: ${override.reason}`
}
