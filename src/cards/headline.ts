import type { Decision, Effect, JudgedResult } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import type { Diagnostic } from '../model/settings.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { causesOf } from './causes.ts'
import { clock } from './clock.ts'
import { brokenGates, findingsOf, nothingGoverns, waitingGates } from './findings.ts'
import { judgedGates, whyNothing } from './judged.ts'
import { ticked } from './phrase-bounds.ts'
import { plainText } from './plain-text.ts'
import { MAX_TITLE } from './size-limits.ts'
import { branchName, type CardView, counted } from './view.ts'
import { shorten } from './visible-text.ts'

export interface Headline {
  readonly icon: '✅' | '⛔' | '⏳' | '⚠️' | '🔧' | '⚙️' | '➖'
  readonly words: Phrase
}

/** The verdict in one line, without the icon: what a check run has as its title. */
export function headlineOf(view: Pick<CardView, 'decision' | 'change'>): Headline {
  const verdict = verdictLine(view)
  return view.decision.preview ? { ...verdict, words: say`preview · ${verdict.words}` } : verdict
}

/** `⛔ Maestro: 2 things block`, as plain text of at most GitHub's 255 characters. */
export function cardTitle(headline: Headline, name = 'Maestro'): string {
  return shorten(`${headline.icon} ${name}: ${plainText(headline.words)}`, MAX_TITLE)
}

/** The same without icon and name, which GitHub shows itself. */
export function checkTitle(headline: Headline): string {
  const words = shorten(plainText(headline.words), MAX_TITLE)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function verdictLine(view: Pick<CardView, 'decision' | 'change'>): Headline {
  const { decision } = view
  if (nothingGoverns(decision)) return { icon: '⚙️', words: brokenSettings(view) }
  switch (decision.verdict) {
    case 'block':
      return { icon: '⛔', words: blockedLine(decision) }
    case 'misconfigured':
      return { icon: '⚙️', words: brokenLine(view) }
    case 'pending':
      return { icon: '⏳', words: waitingLine(decision) }
    default:
      return decision.settings.state === 'last-valid' ? { icon: '⚙️', words: brokenSettings(view) } : readyLine(view)
  }
}

function blockedLine(decision: Decision): Phrase {
  const blocking = thingsWith(decision, 'blocks')
  const hold = decision.holds[0]
  if (!hold) return [blocking === 1 ? '1 thing blocks' : `${blocking} things block`]
  const held = say`held by ${code(hold.by)}: ${hold.reason}`
  return blocking === 0 ? held : say`${held} · ${blocking === 1 ? '1 thing blocks' : `${blocking} things block`}`
}

/** How many things are to be done about the findings of one effect. */
export function thingsWith(decision: Decision, effect: Effect): number {
  return causesOf(findingsOf(decision).filter((finding) => finding.effect === effect)).causes.length
}

function brokenLine({ decision, change }: Pick<CardView, 'decision' | 'change'>): Phrase {
  const broken = brokenGates(decision)
  const [only] = broken
  if (only && broken.length === 1 && only.summary.length > 0) return say`${code(only.gate)} cannot judge: ${only.summary}`
  return say`${listed(broken.map((gate) => gate.gate))} cannot judge: their rules on ${code(branchName(change.trunk.ref))} are broken or missing`
}

function waitingLine(decision: Decision): Phrase {
  const waits = waitingGates(decision).flatMap((gate) => gate.waits)
  const first = waits[0]
  if (!first) return say`waiting for ${listed(waitingGates(decision).map((gate) => gate.gate))}`
  const others = waits.length > 1 ? ` and ${counted(waits.length - 1, 'other')}` : ''
  const last =
    waits
      .map((wait) => wait.until)
      .sort()
      .at(-1) ?? first.until
  return say`waiting for ${first.what}${others} · gives up ${clock(last, decision.asOf)}`
}

/** Ready, and how much that says: a tick only where something was judged. */
export function readyLine(view: Pick<CardView, 'decision' | 'change'>): Headline {
  const { decision } = view
  const nothing = whyNothing(view)
  const warnings = thingsWith(decision, 'warns')
  const open = (outcome: JudgedResult['outcome']) => decision.results.filter((result) => result.mode !== 'observe' && result.outcome === outcome).length
  const parts = [
    'ready',
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(open('misconfigured') > 0 ? [`${open('misconfigured')} cannot judge`] : []),
    ...(open('undecided') > 0 ? [`${open('undecided')} not judged, our problem`] : []),
    ...(open('pending') > 0 ? [`${open('pending')} waiting`] : []),
    nothing ?? counted(judgedGates(view).length, 'gate'),
  ]
  return { icon: nothing === undefined ? '✅' : '➖', words: [parts.join(' · ')] }
}

/** `the settings on main are broken · file:line:column what is wrong there`. */
export function brokenSettings({ decision, change }: Pick<CardView, 'decision' | 'change'>): Phrase {
  const first = firstProblem(decision)
  const whose =
    first === undefined || first.file === SETTINGS_PATH ? say`the settings on ${code(branchName(change.trunk.ref))}` : say`the organisation’s settings`
  return first ? say`${whose} are broken · ${code(`${first.file}:${first.line}:${first.column}`)} ${ticked(first.message)}` : say`${whose} are broken`
}

/** The first thing that is wrong with the settings that should govern. */
export function firstProblem({ settings }: Decision): Diagnostic | undefined {
  return settings.trunk.find((diagnostic) => diagnostic.severity === 'error')
}

/** `a`, `b` and `c` as code. */
function listed(names: readonly string[]): Phrase {
  return names.flatMap((name, index) => [index === 0 ? '' : index === names.length - 1 ? ' and ' : ', ', code(name)]).filter((span) => span !== '')
}
