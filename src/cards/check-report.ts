import type { Card, Cards } from '../model/card.ts'
import type { Json } from '../model/json.ts'
import { gateData, offData } from './data.ts'
import { withoutSecretTitles } from './objective-titles.ts'
import type { CardView } from './view.ts'

/** What `maestro check --format json` prints; `checkReportSchema` describes it. Takes the view that the cards were rendered from. */
export function checkReport(view: CardView, cards: Cards): Json {
  const { decision } = withoutSecretTitles(view)
  return {
    verdict: decision.verdict,
    headSha: decision.headSha,
    baseSha: decision.baseSha,
    gates: decision.results.map(gateData),
    off: offData(decision),
    cards: { decision: cardJson(cards.decision), proof: cardJson(cards.proof) },
    digests: { ...decision.digests },
  }
}

function cardJson({ title, markdown, data }: Card): Json {
  return { title, markdown, data }
}
