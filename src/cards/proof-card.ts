import type { Obligation } from '../model/gate.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { evaluation, moreOf } from './decision-text.ts'
import { factsTable } from './facts-table.ts'
import { stepText } from './finding-item.ts'
import { brokenGates, nothingGoverns } from './findings.ts'
import type { Headline } from './headline.ts'
import { gatesOf, judgedGates } from './judged.ts'
import { markdownOf } from './markdown.ts'
import { isOpen, type Owed, owedBy, proofVerdict } from './proof-verdict.ts'
import { assemble, block } from './size-limits.ts'
import { type CardView, counted } from './view.ts'

/** What has been proven in one line. Unproven is never called a pass, whatever the mode. */
export function proofHeadline(view: CardView): Headline {
  const owed = owedBy(view.decision)
  const open = owed.filter(isOpen)
  const verdict = proofVerdict(view.decision)
  if (verdict === 'misconfigured')
    return {
      icon: '⚙️',
      words: [
        `what is owed cannot be told: the ${nothingGoverns(view.decision) ? 'settings' : 'rules'} on the trunk are ${nothingGoverns(view.decision) ? 'broken' : 'broken or missing'}`,
      ],
    }
  if (owed.length === 0) return { icon: '➖', words: ['nothing owed'] }
  if (open.length === 0) return { icon: '✅', words: [`${owed.filter((one) => one.obligation.status === 'proven').length} of ${owed.length} proven`] }
  const failed = open.filter((one) => one.obligation.status === 'failed').length
  const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(open.length > failed ? [`${open.length - failed} unproven`] : [])]
  const icon = verdict === 'block' ? '⛔' : verdict === 'pending' ? '⏳' : '⚠️'
  const tail = verdict === 'pending' ? 'still waiting' : `of ${counted(owed.length, 'obligation')}`
  return { icon, words: [`${parts.join(', ')} ${verdict === 'pending' ? `· ${tail}` : tail}${verdict === 'warn' ? ' · does not hold it back' : ''}`] }
}

/** What was claimed, what proves it, measured against required, and what is missing. */
export function proofMarkdown(view: CardView, headline: Headline, preface: string): string {
  const owed = owedBy(view.decision)
  const gates = [...new Set(owed.map((one) => one.gate))]
  return assemble(
    [
      block(`### ${headline.icon} ${markdownOf(['Proof: ', ...headline.words])}`),
      block(preface),
      block(owed.length === 0 ? nothingOwed(view) : ''),
      { items: obligationItems(owed), count: owed.length, more: (left) => `\n${moreOf(left, view, 'proof')}` },
      block(evaluation(view)),
      factsTable(gates, (left) => moreOf(left, view, 'proof')),
    ],
    moreOf(undefined, view, 'proof'),
  )
}

function nothingOwed(view: CardView): string {
  if (nothingGoverns(view.decision) || brokenGates(view.decision).length > 0) return ''
  if (gatesOf(view.decision).length === 0) return 'No gate is on, so nothing has to be proven.'
  const judged = judgedGates(view).map((result) => result.gate)
  if (judged.length === 0) return 'No gate had anything to judge, so nothing has to be proven.'
  return markdownOf(
    say`None of the gates that judged this change (${judged.flatMap((gate, index) => [...(index === 0 ? [] : [', ']), code(gate)])}) asks for a proof.`,
  )
}

const ICONS: Readonly<Record<Obligation['status'], string>> = { proven: '✅', failed: '⛔', unproven: '❔', waived: '➖' }

function* obligationItems(owed: readonly Owed[]): Generator<string> {
  for (const { gate, obligation } of owed) {
    const lines = [`${ICONS[obligation.status]} ${markdownOf(obligationWords(obligation, gate.gate))}`]
    if (isOpen({ obligation }) && obligation.remedy) lines.push(stepText(obligation.remedy))
    yield `- ${lines.join('\\\n').replaceAll('\n', '\n  ')}`
  }
}

/** `Spec coverage (spec): failed, 0.50 of 0.95 required · …`. */
function obligationWords(obligation: Obligation, gate: string): Phrase {
  const { measured, required } = obligation
  const number = (value: number) => code(Number(value.toFixed(4)))
  const amounts: Phrase =
    measured !== undefined && required !== undefined
      ? say`, measured ${number(measured)}, required ${number(required)}`
      : required !== undefined
        ? say`, nothing measured, required ${number(required)}`
        : measured !== undefined
          ? say`, measured ${number(measured)}`
          : []
  return say`${{ strong: obligation.title }} (${code(gate)}): ${obligation.status}${amounts} · ${obligation.message}`
}
