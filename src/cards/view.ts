import type { Change } from '../model/change.ts'
import type { Decision, Verdict } from '../model/decision.ts'
import type { Digest } from '../model/ids.ts'
import type { Phrase } from '../model/phrase.ts'
import type { Settings } from '../model/settings.ts'

/** Everything that cards are made from. Equal views give equal bytes. */
export interface CardView {
  readonly decision: Decision
  readonly change: Pick<Change, 'repo' | 'trunk' | 'target' | 'files' | 'draft'>
  readonly settings: Pick<Settings, 'comment' | 'publicTitles'>
  readonly links: Links
  /** By what the decision is found again where it was recorded; a local check records nothing. */
  readonly recorded?: { readonly id: number; readonly digest: Digest }
  /** Why it was evaluated now (`a push`, `a label was added`), for check runs only. */
  readonly because?: Phrase
  /** Other pull requests with the same head commit: GitHub has one check run per name and commit, which must show the graver verdict. */
  readonly alsoOnHead?: readonly SharedHead[]
  readonly previous?: { readonly commentExists: boolean }
}

export interface Links {
  /**
   * The page that shows the latest decision; `anchor` is a gate's id, `proof`, or '' for the whole. It stands in the
   * comment, so it names the subject and not the decision: else every evaluation would edit the comment.
   */
  readonly details?: (anchor: string) => string
  /** The documentation of a reason code. */
  readonly reasons: (code: string) => string
}

export interface SharedHead {
  readonly number: number
  readonly verdict: Verdict
  /** As `proofVerdict` gives it. */
  readonly proof: Verdict
}

/** How many, in words: `1 warning`, `2 warnings`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** Git's branch name without `refs/heads/`. */
export function branchName(ref: string | undefined): string {
  return ref === undefined ? 'the trunk' : ref.replace(/^refs\/heads\//, '')
}
