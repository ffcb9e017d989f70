import type { Decision, Effect, JudgedResult } from '../model/decision.ts'
import { type Phrase, say } from '../model/phrase.ts'
import { type Causes, causesOf } from './causes.ts'
import { findingItems, itemCount } from './finding-item.ts'
import { brokenGates, findingsOf, SETTINGS_GATE, waitingGates } from './findings.ts'
import { whatToDo } from './first-screen.ts'
import { gatesOf, shownOutcome } from './judged.ts'
import { htmlOf, linkTo, markdownOf } from './markdown.ts'
import { offLine } from './off-line.ts'
import { plainText } from './plain-text.ts'
import type { Section } from './size-limits.ts'
import { type CardView, counted } from './view.ts'

export const MAX_FOLDED = 20
/** Summaries of passed gates go into the folded line as long as it stays this short. */
const MAX_LINE = 110

/** What passed and what only warns or is watched: one folded part whose line says what is in it. */
export function foldedRest(view: CardView): Section {
  const { decision } = view
  const rest = restOf(view)
  const onTop = onFirstScreen(decision)
  const quiet = gatesOf(decision).filter((result) => result.outcome !== 'fail' && !onTop.has(result))
  const governs = decision.results.filter((result) => result.gate === SETTINGS_GATE && result.effects.every((effect) => effect === 'none'))
  const off = gatesOf(decision).length === 0 ? undefined : offLine(decision)
  if (itemCount(rest) + quiet.length + governs.length === 0 && off === undefined) return { items: [], count: 0, more: () => '' }
  const items = [
    ...findingItems(rest, view, false, MAX_FOLDED),
    ...[...quiet, ...governs].map((result) => gateLine(result, view)),
    ...(off === undefined ? [] : [`- ➖ ${markdownOf(off)}`]),
    ...why(view),
  ]
  return {
    open: `<details><summary>${htmlOf([summaryLine(rest, quiet, governs, view)])}</summary>\n\n`,
    items,
    count: items.length + Math.max(0, rest.causes.length - MAX_FOLDED),
    close: '\n\n</details>',
    more: (left) => `- … and ${left} more`,
  }
}

/** What warns or is only watched, and does not stand on the first screen. */
export function restOf(view: CardView): Causes {
  const open = new Set(whatToDo(view).map((finding) => finding.reason))
  return causesOf(findingsOf(view.decision).filter((finding) => finding.effect !== 'none' && !open.has(finding.reason) && finding.effect !== 'blocks'))
}

/** `2 warnings`, `1 would block under enforce`: how many things of each effect. */
export function countsOf(rest: Causes): readonly string[] {
  const count = (effect: Effect) => rest.causes.filter((cause) => cause.findings[0]?.effect === effect).length
  const [warned, blocked, watched] = [count('warns'), count('would-block'), count('would-warn')]
  return [
    ...(warned > 0 ? [counted(warned, 'warning')] : []),
    ...(blocked > 0 ? [`${blocked} would block under enforce`] : []),
    ...(watched > 0 ? [`${watched} would warn`] : []),
  ]
}

/** Gates that the first screen is about. */
function onFirstScreen(decision: Decision): ReadonlySet<JudgedResult> {
  if (decision.verdict === 'pending') return new Set(waitingGates(decision))
  return new Set(decision.verdict === 'misconfigured' ? brokenGates(decision) : [])
}

const ICONS: Readonly<Record<JudgedResult['outcome'], string>> = { pass: '✅', fail: '⛔', pending: '⏳', skip: '➖', misconfigured: '⚙️', undecided: '🔧' }

export function gateIcon(result: JudgedResult, view: Pick<CardView, 'change'>): string {
  if (result.effects.includes('blocks')) return '⛔'
  if (result.effects.includes('warns')) return '⚠️'
  if (result.effects.some((effect) => effect === 'would-block' || effect === 'would-warn')) return '👁️'
  const outcome = shownOutcome(result, view)
  return outcome === 'fail' ? '👁️' : ICONS[outcome]
}

function gateLine(result: JudgedResult, view: CardView): string {
  return `- ${gateIcon(result, view)} ${markdownOf(say`${{ strong: result.title }}: ${result.summary}`)}`
}

function why(view: CardView): readonly string[] {
  return view.links.details === undefined ? [] : [`- ${linkTo('why: every fact and where it came from', view.links.details(''))}`]
}

function summaryLine(rest: Causes, quiet: readonly JudgedResult[], governs: readonly JudgedResult[], view: CardView): string {
  const offCount = view.decision.settings.off?.length ?? 0
  const passed = quiet.filter((result) => shownOutcome(result, view) === 'pass')
  const outcome = (wanted: JudgedResult['outcome']) => quiet.filter((result) => shownOutcome(result, view) === wanted).length
  const counts: readonly (readonly [number, string])[] = [
    [outcome('misconfigured'), `${outcome('misconfigured')} cannot judge`],
    [outcome('undecided'), `${outcome('undecided')} not judged, our problem`],
    [outcome('pending'), `${outcome('pending')} waiting`],
    [passed.length, `${passed.length} passed`],
    [outcome('skip'), `${outcome('skip')} with nothing to judge`],
    [offCount, `${offCount} off`],
    [governs.length, 'what governs would change'],
  ]
  const parts = [...countsOf(rest), ...counts.flatMap(([number, words]) => (number > 0 ? [words] : []))]
  let line = parts.join(' · ')
  for (const said of passed.map((result) => plainWords(result.summary))) {
    if (said !== '' && line.length + said.length + 3 <= MAX_LINE) line += ` · ${said}`
  }
  return line
}

/** Without the backticks of code: the folded line is for skimming. */
function plainWords(summary: Phrase): string {
  return plainText(summary).replaceAll('`', '')
}
