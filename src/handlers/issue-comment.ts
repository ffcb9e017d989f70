import { type Payload, repoOf, tenantOf } from './payload.ts'
import type { Signal } from './signal.ts'

/** Anything that could be a command; the grammar in commands/ has the last word. */
const MAY_COMMAND = /^[ \t]{0,3}\/maestro(?:[ \t]|$)/m

/**
 * `issue_comment` on a pull request with something like a slash command in it. Bots are ignored (ourselves
 * first), and an edited comment counts only when its editor is its author.
 */
export function onIssueComment(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (action !== 'created' && action !== 'edited') return []
  const issue = payload.object('issue')
  if (!issue.maybe('pull_request')) return []
  const comment = payload.object('comment')
  const author = comment.maybe('user')
  const sender = payload.object('sender')
  if (author?.maybeText('type') !== 'User' || sender.maybeText('type') !== 'User') return []
  if (author.id('id') !== sender.id('id')) return []
  const body = comment.text('body').replaceAll('\r\n', '\n')
  if (!MAY_COMMAND.test(body)) return []
  return [
    {
      kind: 'command',
      tenant: tenantOf(payload),
      repo: repoOf(payload),
      number: issue.id('number'),
      commentId: comment.id('id'),
      body,
      by: author.text('login'),
    },
  ]
}
