import type { Decision } from '../model/decision.ts'
import { waitsForPerson } from './findings.ts'
import { firstScreen } from './first-screen.ts'
import { foldedRest } from './folded.ts'
import type { Headline } from './headline.ts'
import { linkTo } from './markdown.ts'
import { assemble, block } from './size-limits.ts'
import type { CardView } from './view.ts'

/** By this our comment is found again. */
export const COMMENT_MARKER = '<!-- maestro:comment v1 -->'
/** More than these would fill the page of the conversation; the check run has them all. */
const MAX_LISTED = 10

/** What decides whether there is a comment. */
export interface CommentState {
  readonly policy: 'when-needed' | 'always' | 'never'
  readonly draft: boolean
  readonly exists: boolean
  readonly needed: boolean
}

/** Once there is one it is kept true, whatever brought it about; drafts and quiet changes get none of their own. */
export function wantsComment({ policy, draft, exists, needed }: CommentState): boolean {
  if (policy === 'never') return false
  return exists || (!draft && (policy === 'always' || needed))
}

/** It blocks, it warns, or somebody has to do something before it can go on. A preview holds nothing back. */
export function needsComment(decision: Decision): boolean {
  if (decision.preview) return false
  return decision.verdict === 'pending' ? waitsForPerson(decision) : decision.verdict !== 'pass'
}

/** The comment: the first screen and one folded part. Nothing in it changes unless what it says does: no head, no time of evaluation. */
export function commentText(view: CardView, headline: Headline): string {
  const more = (left: number) => {
    const rest = `… and ${left} more in the check run \`Maestro ${view.decision.preview ? 'preview' : 'decision'}\``
    return view.links.details === undefined ? rest : `${rest}; ${linkTo('the whole list', view.links.details(''))}`
  }
  return assemble([block(COMMENT_MARKER), ...firstScreen(view, headline, { findings: MAX_LISTED, more }), foldedRest(view)], 'The check run has the rest.')
}
