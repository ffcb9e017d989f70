import { LONGEST_PAUSE_MS } from '../../db/retry.ts'
import { renderTrouble, type TroubleCards } from '../cards/trouble-card.ts'
import type { RepoRef } from '../model/github.ts'
import type { Instant, Oid } from '../model/ids.ts'
import { isObject } from '../model/json.ts'
import { type Phrase, say } from '../model/phrase.ts'
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
  /** Undefined when no more is planned. */
  readonly nextTry: Instant | undefined
  /** No more tries by itself. */
  readonly final: boolean
  readonly preview: boolean
}

export function isTroubleNotice(value: unknown): value is TroubleNotice {
  return isObject(value) && value['kind'] === 'trouble'
}

/** Whose trouble an error is, and what to say of it. Details are for the log; a card says what a reader can use. */
export function describeTrouble(error: unknown): Pick<TroubleNotice, 'who' | 'what'> {
  if (error instanceof Trouble) return { who: error.who, what: error.message.slice(0, 200) }
  return { who: 'ours', what: 'an error in Maestro' }
}

/** A next try that is sooner has been by the time that anybody reads of it. */
const WORTH_SAYING_MS = 60_000
/** From a pause of this on they grow no more. */
const GROWN_MS = LONGEST_PAUSE_MS / 2
const LONGEST_MINUTES = LONGEST_PAUSE_MS / 60_000

/** The same trouble keeps the words it was first told in, though GitHub may fail in another way each time: what changes on a card ought to matter. */
export function inTheWordsOf(shown: unknown, notice: TroubleNotice): TroubleNotice {
  const same = isTroubleNotice(shown) && shown.since === notice.since && shown.who === notice.who && shown.final === notice.final
  return same ? { ...notice, what: shown.what } : notice
}

/**
 * What the cards say of a trouble. The next try is named while the pauses grow and where its time is GitHub's word; after that how often it is
 * tried, which stays true without an edit for each try.
 */
export function troubleCards(notice: TroubleNotice, now: Instant, draft: boolean, commentExists: boolean): TroubleCards {
  const { who, since, final, preview } = notice
  const wait = notice.nextTry === undefined ? 0 : Date.parse(notice.nextTry) - Date.parse(now)
  const often = wait >= GROWN_MS && wait <= LONGEST_PAUSE_MS
  return renderTrouble({
    kind: who,
    what: words(notice.what, often),
    since,
    ...(often || wait < WORTH_SAYING_MS || notice.nextTry === undefined ? {} : { nextTry: notice.nextTry }),
    final,
    preview,
    comment: { policy: 'when-needed', draft, exists: commentExists },
  })
}

function words(what: string, often: boolean): Phrase {
  return often ? say`tried again at least every ${LONGEST_MINUTES} minutes · ${what}` : say`${what}`
}
