import type { PullRequest } from '../model/github.ts'
import type { Instant } from '../model/ids.ts'
import { known, unknown } from '../model/known.ts'
import type { Proposal } from '../model/reading.ts'
import type { Source } from '../model/source.ts'

/** What GitHub says of a proposal and git does not. */
export type Said = Omit<Proposal, 'subject' | 'base' | 'head' | 'into' | 'defaultBranch' | 'files'>

export function said(pull: PullRequest, asOf: Instant): Said {
  const source: Source = { kind: 'github', what: `pull request #${pull.number}` }
  return {
    repo: { fullName: pull.repo.fullName, visibility: known(pull.visibility, source) },
    pulls: known([pull.number], source),
    title: pull.title,
    description: known(pull.body, source),
    author: pull.author ? known(pull.author, source) : unknown('the account was deleted'),
    labels: known(pull.labels, source),
    draft: known(pull.draft, source),
    fromFork: known(pull.fromFork, source),
    issues: known(pull.issues, source),
    asOf,
  }
}
