import type { Card, Cards, CheckOutput } from '../model/card.ts'
import type { Verdict } from '../model/decision.ts'
import { valueOr } from '../model/known.ts'
import { code, type Phrase, say } from '../model/phrase.ts'
import { type Annotations, annotationsOf, MAX_ANNOTATIONS } from './annotations.ts'
import { DECISION_CHECK, PREVIEW_CHECK, PROOF_CHECK } from './check-names.ts'
import { commentText, needsComment, wantsComment } from './comment.ts'
import { graver, OUTCOMES, PREVIEWED } from './conclusion.ts'
import { decisionData, proofData } from './data.ts'
import { decisionText, evaluation, moreOf } from './decision-text.ts'
import { nothingGoverns } from './findings.ts'
import { firstScreen } from './first-screen.ts'
import { foldedRest } from './folded.ts'
import { cardTitle, checkTitle, type Headline, headlineOf } from './headline.ts'
import { markdownOf } from './markdown.ts'
import { withoutSecretTitles } from './objective-titles.ts'
import { proofHeadline, proofMarkdown } from './proof-card.ts'
import { proofVerdict } from './proof-verdict.ts'
import { assemble, block } from './size-limits.ts'
import type { CardView, SharedHead } from './view.ts'

/** The check run lists this many findings before it refers to its long form. */
const MAX_LISTED = 50

/** A decision as people meet it: two cards, the check runs, and the comment where one is due. Pure; never throws for what is in a decision. */
export function renderCards(given: CardView): Cards {
  const view = withoutSecretTitles(given)
  const headline = headlineOf(view)
  const annotations = annotationsOf(view)
  const summary = decisionSummary(view, headline, annotations)
  const text = decisionText(view)
  const decision: Card = { title: cardTitle(headline), markdown: `${summary}\n\n${text}`, data: decisionData(view) }
  const proofLine = proofHeadline(view)
  const proof: Card = { title: cardTitle(proofLine, 'Maestro proof'), markdown: proofMarkdown(view, proofLine, ''), data: proofData(view) }
  return { decision, proof, comment: comment(view, headline), checks: checks(view, headline, proofLine, { summary, text, annotations: annotations.shown }) }
}

function comment(view: CardView, headline: Headline): string | undefined {
  if (view.decision.subject.kind !== 'pull_request') return undefined
  const wanted = wantsComment({
    policy: view.settings.comment,
    draft: valueOr(view.change.draft, false),
    exists: view.previous?.commentExists ?? false,
    needed: needsComment(view.decision),
  })
  return wanted ? commentText(view, headline) : undefined
}

function decisionSummary(view: CardView, headline: Headline, annotations: Annotations): string {
  return assemble(
    [
      block(sharedNote(graverOnHead(view, (shared) => shared.verdict, view.decision.verdict))),
      ...firstScreen(view, headline, { findings: MAX_LISTED, more: (left) => moreOf(left, view, '') }),
      foldedRest(view),
      block(annotations.leftOut > 0 ? `${MAX_ANNOTATIONS} findings are shown beside their lines, ${annotations.leftOut} more are not.` : ''),
      block(evaluation(view)),
    ],
    moreOf(undefined, view, ''),
  )
}

type Written = Pick<CheckOutput, 'summary' | 'text' | 'annotations'>

function checks(view: CardView, headline: Headline, proofLine: Headline, written: Written): readonly CheckOutput[] {
  const { decision } = view
  if (decision.preview) return [{ name: PREVIEW_CHECK, ...PREVIEWED, title: checkTitle(headline), ...written }]
  const ownVerdict: Verdict = nothingGoverns(decision) ? 'misconfigured' : decision.verdict
  const onHead = graverOnHead(view, (shared) => shared.verdict, ownVerdict)
  const proof = graverOnHead(view, (shared) => shared.proof, proofVerdict(decision))
  return [
    { name: DECISION_CHECK, ...OUTCOMES[onHead.verdict], title: titleOnHead(headline, onHead), ...written },
    {
      name: PROOF_CHECK,
      ...OUTCOMES[proof.verdict],
      title: titleOnHead(proofLine, proof),
      summary: proofMarkdown(view, proofLine, sharedNote(proof)),
      annotations: [],
    },
  ]
}

interface OnHead {
  readonly verdict: Verdict
  /** The pull requests that are graver than this one. */
  readonly because: readonly SharedHead[]
}

function graverOnHead(view: CardView, verdictOf: (shared: SharedHead) => Verdict, own: Verdict): OnHead {
  const because = (view.alsoOnHead ?? []).filter((shared) => graver(own, verdictOf(shared)) !== own)
  return { verdict: because.reduce((verdict, shared) => graver(verdict, verdictOf(shared)), own), because }
}

function titleOnHead(headline: Headline, onHead: OnHead): string {
  const first = onHead.because[0]
  return checkTitle(first === undefined ? headline : { ...headline, words: say`held back by ${numbered(onHead)} · here: ${headline.words}` })
}

function sharedNote(onHead: OnHead): string {
  if (onHead.because.length === 0) return ''
  const others = numbered(onHead)
  return [
    say`This commit is also the head of ${others}, which is graver. GitHub has one check run for each name and commit, so it shows the graver of the verdicts.`,
    say`→ do what ${others} asks for, or give this pull request a commit of its own`,
  ]
    .map(markdownOf)
    .join('\\\n')
}

function numbered({ because }: OnHead): Phrase {
  return because.slice(0, 5).flatMap(({ number }, index) => [...(index === 0 ? [] : [', ']), code(`#${number}`)])
}
