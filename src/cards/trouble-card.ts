import type { CheckOutput } from '../model/card.ts'
import type { Instant } from '../model/ids.ts'
import { type Phrase, say } from '../model/phrase.ts'
import { checkNames } from './check-names.ts'
import { clock, dateAndClock } from './clock.ts'
import { COMMENT_MARKER, type CommentState, wantsComment } from './comment.ts'
import { GAVE_UP, TRYING } from './conclusion.ts'
import { cardTitle, checkTitle, type Headline } from './headline.ts'
import { markdownOf } from './markdown.ts'

/** We or GitHub are in trouble; nothing is said about the change. */
export interface TroubleView {
  readonly kind: 'github' | 'ours'
  /** What happened, short: `GitHub answers 502`. */
  readonly what: Phrase
  readonly since: Instant
  readonly nextTry?: Instant
  /** No more tries: a person has to start it again. */
  readonly final: boolean
  readonly preview: boolean
  readonly comment: Omit<CommentState, 'needed'>
}

export interface TroubleCards {
  readonly title: string
  readonly checks: readonly CheckOutput[]
  /** The next try is not in it, so that trying does not edit it again and again. */
  readonly comment: string | undefined
}

/** In progress while it is tried again; at last `action_required`, never a failure. A new comment only at last. */
export function renderTrouble(view: TroubleView): TroubleCards {
  const headline = troubleLine(view)
  const next = !view.final && view.nextTry !== undefined ? ` · next try ${clock(view.nextTry, view.since)}` : ''
  const timed: Headline = { ...headline, words: [...headline.words, next] }
  const checks = checkNames(view.preview).map((name) => ({
    name,
    ...(view.final ? GAVE_UP : TRYING),
    title: checkTitle(view.final ? { ...timed, words: ['Maestro ', ...timed.words] } : timed),
    summary: `${heading(timed)}\n\n${advice(view)}`,
    annotations: [],
  }))
  const wanted = wantsComment({
    ...view.comment,
    needed: view.final,
    policy: view.final || view.comment.policy !== 'always' ? view.comment.policy : 'when-needed',
  })
  return {
    title: cardTitle(timed),
    checks,
    comment: wanted ? `${COMMENT_MARKER}\n\n${heading(headline)}\n\n${advice(view)}` : undefined,
  }
}

function troubleLine(view: TroubleView): Headline {
  const start = view.final ? 'could not decide' : 'our problem, not your change'
  return { icon: '🔧', words: say`${start} · ${view.what} since ${view.final ? dateAndClock(view.since) : clock(view.since, view.since)}` }
}

function heading({ icon, words }: Headline): string {
  return `### ${icon} ${markdownOf(['Maestro: ', ...words])}`
}

function advice(view: TroubleView): string {
  if (!view.final) return 'Nothing for you to do: it is tried again by itself.'
  const whose = view.kind === 'github' ? 'GitHub did not answer as it should' : 'Maestro itself failed'
  return `${whose}; this says nothing about the change.\n\n→ press **Re-run** on the check, or comment \`/maestro rerun\``
}
