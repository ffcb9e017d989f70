import type { Payload } from './payload.ts'
import { pullSignal } from './pull-request.ts'
import type { PullSignal, Signal } from './signal.ts'

/** `pull_request_review`: an approval given or dismissed may be one that a gate asks for. Comments in a review are not. */
export function onPullRequestReview(payload: Payload): readonly Signal[] {
  const action = payload.text('action')
  if (action !== 'submitted' && action !== 'dismissed') return []
  if (action === 'submitted' && payload.object('review').text('state') === 'commented') return []
  const signal: PullSignal = { ...pullSignal(payload, `pull_request_review.${action}`), topic: 'reviews' }
  return signal.state === 'open' ? [signal] : []
}
