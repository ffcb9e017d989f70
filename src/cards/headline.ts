import type { Decision } from '../model/decision.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { clock } from './clock.ts'
import { brokenGates, findingsOf, waitingGates } from './findings.ts'
import { ticked } from './phrase-bounds.ts'
import { plainText } from './plain-text.ts'
import { MAX_TITLE } from './size-limits.ts'
import { branchName, type CardView, counted } from './view.ts'
import { shorten } from './visible-text.ts'

export interface Headline {
  readonly icon: '✅' | '⛔' | '⏳' | '⚠️' | '🔧' | '⚙️'
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
  const trunk = code(branchName(view.change.trunk.ref))
  if (decision.settings.state === 'none') {
    return { icon: '⚙️', words: say`the settings on ${trunk} are broken${firstDiagnostic(decision)}` }
  }
  switch (decision.verdict) {
    case 'block':
      return { icon: '⛔', words: blockedLine(decision) }
    case 'misconfigured':
      return { icon: '⚙️', words: say`the rules of ${listed(brokenGates(decision).map((gate) => gate.gate))} on ${trunk} are broken` }
    case 'pending':
      return { icon: '⏳', words: waitingLine(decision) }
    default:
      return { icon: '✅', words: [readyLine(decision)] }
  }
}

function blockedLine(decision: Decision): Phrase {
  const blocking = findingsOf(decision).filter((finding) => finding.effect === 'blocks').length
  const hold = decision.holds[0]
  if (!hold) return [blocking === 1 ? '1 thing blocks' : `${blocking} things block`]
  const held = say`held by ${code(hold.by)}: ${hold.reason}`
  return blocking === 0 ? held : say`${held} · ${blocking === 1 ? '1 thing blocks' : `${blocking} things block`}`
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

function readyLine(decision: Decision): string {
  const warnings = decision.results.reduce((sum, result) => sum + result.effects.filter((effect) => effect === 'warns').length, 0)
  const parts = [
    'ready',
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    decision.results.length === 0 ? 'no gate is on' : counted(decision.results.length, 'gate'),
  ]
  return parts.join(' · ')
}

/** ` · file:line:column what is wrong there`, of the trunk's settings; empty when nothing is. */
export function firstDiagnostic(decision: Decision): Phrase {
  const first = decision.settings.trunk.find((diagnostic) => diagnostic.severity === 'error') ?? decision.settings.trunk[0]
  return first ? say` · ${code(`${first.file}:${first.line}:${first.column}`)} ${ticked(first.message)}` : []
}

/** `a`, `b` and `c` as code. */
function listed(names: readonly string[]): Phrase {
  return names.flatMap((name, index) => [index === 0 ? '' : index === names.length - 1 ? ' and ' : ', ', code(name)]).filter((span) => span !== '')
}
