import type { Queries } from '../../db/connect.ts'
import { type DecisionRow, decisionsForHead } from '../../db/decisions.ts'
import { proofVerdict } from '../cards/proof-verdict.ts'
import type { CardView, Links, SharedHead } from '../cards/view.ts'
import type { Decision } from '../model/decision.ts'
import type { RepoRef } from '../model/github.ts'
import { say } from '../model/phrase.ts'
import type { Evaluation } from './evaluate.ts'

/** What a card shows beside its decision: recorded with it, so that publishing needs nothing else. Plain data. */
export interface Presentation {
  readonly kind: 'decision'
  readonly repo: RepoRef
  readonly change: CardView['change']
  readonly settings: CardView['settings']
  /** What made us judge: `pull_request.synchronize, pull_request.labeled`. */
  readonly because: string
}

export function presentationOf(repo: RepoRef, { change, settings }: Evaluation, reasons: readonly string[]): Presentation {
  return {
    kind: 'decision',
    repo,
    change: { repo: change.repo, trunk: change.trunk, target: change.target, files: change.files, draft: change.draft },
    settings: { comment: settings.comment, publicTitles: settings.publicTitles },
    because: reasons.join(', '),
  }
}

/** The view that cards are rendered from. */
export function viewOf(
  { id, digest, body }: Pick<DecisionRow, 'id' | 'digest' | 'body'>,
  presentation: Presentation,
  links: Links,
  alsoOnHead: readonly SharedHead[],
  commentExists: boolean,
): CardView {
  const { change, settings, because } = presentation
  return { decision: readDecision(body), recorded: { id, digest }, change, settings, links, because: say`${because}`, alsoOnHead, previous: { commentExists } }
}

/** The other open pull requests with the same head commit: GitHub has one check run for each name and commit. */
export async function othersOnHead(db: Queries, decision: Decision, ownKey: string): Promise<readonly SharedHead[]> {
  const { tenant, repo } = decision.subject
  const rows = await decisionsForHead(db, tenant, repo, decision.headSha)
  return rows
    .filter((row) => row.subjectKey !== ownKey && !row.preview)
    .flatMap((row) => {
      const other = readDecision(row.body)
      return other.subject.kind === 'pull_request' ? [{ number: other.subject.number, verdict: other.verdict, proof: proofVerdict(other) }] : []
    })
}

/** A recorded decision: our own canonical JSON, whose digest its row carries. */
export function readDecision(body: string): Decision {
  return JSON.parse(body) as Decision
}
