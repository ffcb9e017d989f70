import { renderTrouble, type TroubleCards } from '../cards/trouble-card.ts'
import type { RepoRef } from '../model/github.ts'
import type { Instant, Oid } from '../model/ids.ts'
import { isObject } from '../model/json.ts'
import { say } from '../model/phrase.ts'
import { Trouble } from '../model/trouble.ts'

/** We or GitHub are in trouble, as it waits in the outbox to be shown. Plain data. */
export interface TroubleNotice {
  readonly kind: 'trouble'
  readonly repo: RepoRef
  readonly headSha: Oid
  readonly who: 'github' | 'ours'
  /** In our own words: an error's text may quote anything. */
  readonly what: string
  readonly since: Instant
  readonly nextTry?: Instant
  /** No more tries by itself. */
  readonly final: boolean
  readonly preview: boolean
}

export function isTroubleNotice(value: unknown): value is TroubleNotice {
  return isObject(value) && value['kind'] === 'trouble'
}

/** Whose trouble an error is, and what to say of it. Details are for the log; a card says what a reader can use. */
export function describeTrouble(error: unknown): Pick<TroubleNotice, 'who' | 'what'> {
  if (error instanceof Trouble && error.who === 'github') return { who: 'github', what: error.message.slice(0, 200) }
  return { who: 'ours', what: 'an error in Maestro' }
}

export function troubleCards(notice: TroubleNotice, draft: boolean, commentExists: boolean): TroubleCards {
  const { who, what, since, nextTry, final, preview } = notice
  return renderTrouble({
    kind: who,
    what: say`${what}`,
    since,
    ...(nextTry === undefined ? {} : { nextTry }),
    final,
    preview,
    comment: { policy: 'when-needed', draft, exists: commentExists },
  })
}
