import type { Decision } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { type Causes, causesOf } from './causes.ts'
import { clock } from './clock.ts'
import { exceptionLines, singleHold } from './exceptions.ts'
import { findingItems, itemCount, stepText } from './finding-item.ts'
import { brokenGates, type Finding, findingsOf, gateFindings, nothingGoverns, SETTINGS_GATE, waitingGates } from './findings.ts'
import { brokenSettings, firstProblem, type Headline, readyLine } from './headline.ts'
import { gatesOf } from './judged.ts'
import { markdownOf } from './markdown.ts'
import { offLine } from './off-line.ts'
import { block, type Section } from './size-limits.ts'
import { branchName, type CardView, counted } from './view.ts'

/** How many things are listed before the rest is left to `more`. */
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
    block(nothingNote(view)),
    findingList(causesOf(whatToDo(view)), view, shown),
    block(waitingNote(decision)),
    block(trunkNote(view)),
    list(exceptionLines(decision).map(markdownOf)),
  ]
}

/** What the first screen lists: what blocks; what is broken; when it is decided, what warns. While it waits, the wait is what matters; without settings, what keeps a repair from being one. */
export function whatToDo(view: CardView): readonly Finding[] {
  const { decision } = view
  if (nothingGoverns(decision)) return findingsOf(decision).filter((finding) => finding.gate.gate === SETTINGS_GATE && finding.reason.level === 'block')
  if (decision.verdict === 'pending') return []
  if (decision.verdict === 'misconfigured') return brokenGates(decision).flatMap(gateFindings)
  if (decision.verdict === 'block') return findingsOf(decision).filter((finding) => finding.effect === 'blocks')
  const broken = decision.results.filter((result) => result.mode === 'warn' && result.outcome === 'misconfigured')
  const warned = findingsOf(decision).filter((finding) => finding.effect === 'warns' && !broken.includes(finding.gate))
  return [...warned, ...broken.flatMap(gateFindings)]
}

function findingList(causes: Causes, view: CardView, shown: Shown): Section {
  return { items: findingItems(causes, view, true, shown.findings), count: itemCount(causes), more: (left) => `\n${shown.more(left)}` }
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

/** That nothing stands in the way is not that something was looked at. */
function nothingNote(view: CardView): string {
  const { decision } = view
  if (decision.verdict !== 'pass' || gatesOf(decision).length > 0 || nothingGoverns(decision)) return ''
  const off = offLine(decision)
  const nothing = 'Every gate is off for this change, by the settings or by a rule for its author: nothing was judged.'
  return off === undefined ? nothing : `${nothing}\\\n${capital(markdownOf(off))}.`
}

function waitingNote(decision: Decision): string {
  if (decision.verdict !== 'pending') return ''
  const gates = waitingGates(decision)
  const waits = gates.flatMap((gate) => gate.waits)
  const lines = waits.length > 1 ? waits.slice(0, 20).map((wait) => `- ${markdownOf(say`${wait.what} · gives up ${clock(wait.until, decision.asOf)}`)}`) : []
  const steps = gates.flatMap((gate) => gate.nextSteps.filter((step) => step.kind !== 'wait')).slice(0, 5)
  return [...(lines.length > 0 ? [lines.join('\n')] : []), ...(steps.length === 0 ? ['Nothing for you to do.'] : steps.map(stepText))].join('\n\n')
}

/** What is broken on the trunk is never this change's fault; where the verdict is another, it comes after. */
function trunkNote(view: CardView): string {
  return trunkLines(view).join('\\\n')
}

function trunkLines(view: CardView): readonly string[] {
  const { decision } = view
  if (nothingGoverns(decision))
    return ['No earlier version was valid, so nothing can be judged until they are repaired.', `→ ${markdownOf(repair(decision, NEVER_VALID))}`]
  const blameless = decision.verdict === 'misconfigured' && whatToDo(view).every((finding) => finding.effect !== 'blocks')
  const lines = blameless ? ['Not this change’s fault: nothing can be judged until what the gate goes by is put right on the trunk.'] : []
  return decision.settings.state === 'last-valid' ? [...lines, ...lastValidLines(view)] : lines
}

const NEVER_VALID = 'in a pull request that changes nothing else: that one is let through'
const LAST_VALID = 'on the trunk: a pull request that does is judged by the last good settings'

/** Whoever meets it, what ends it. */
export function repair(decision: Decision, how: string = nothingGoverns(decision) ? NEVER_VALID : LAST_VALID): Phrase {
  const file = firstProblem(decision)?.file ?? SETTINGS_PATH
  const here = file === SETTINGS_PATH ? file : decision.settings.holds
  if (here !== undefined) return say`correct ${code(here)} ${how}`
  const there = nothingGoverns(decision) ? ', in a pull request there that changes nothing else' : ''
  return say`whoever keeps ${code(file)} has to correct it${there}; everything is judged again by itself then`
}

function lastValidLines(view: CardView): readonly string[] {
  const { decision } = view
  const isReady = decision.verdict === 'pass' || decision.verdict === 'warn'
  const from = decision.settings.from
  const commit: Phrase = from === undefined ? [] : say` (${code(from.slice(0, 7))})`
  const errors = decision.settings.trunk.filter((diagnostic) => diagnostic.severity === 'error').length
  const still = markdownOf(
    isReady ? say`The last good settings${commit} still judge: ${readyLine(view).words}.` : say`The last good settings${commit} still judge.`,
  )
  return [
    ...(isReady ? [] : [`⚙️ ${capital(markdownOf(brokenSettings(view)))}`]),
    `${still}${errors > 1 ? ` ${counted(errors - 1, 'more problem')} in the settings.` : ''}`,
    `→ ${markdownOf(repair(decision))}`,
  ]
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
