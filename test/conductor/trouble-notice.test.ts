import { describe, expect, it } from 'vitest'
import { describeTrouble, inTheWordsOf, type TroubleNotice, troubleCards } from '../../src/conductor/trouble-notice.ts'
import { type Instant, instant, later, repoId, tenantId } from '../../src/model/ids.ts'
import { Refused, Trouble } from '../../src/model/trouble.ts'
import { oidOf } from '../model/memory-reader.ts'

const since = instant('2026-11-21T14:02:00.000Z')
const MINUTE = 60_000
const notice: TroubleNotice = {
  kind: 'trouble',
  repo: { tenant: tenantId(1), id: repoId(2), fullName: 'acme/shop' },
  headSha: oidOf('head'),
  who: 'github',
  what: 'GitHub answers 502',
  since,
  nextTry: undefined,
  final: false,
  preview: false,
}

/** The title of the check when the next try is so long after `now`. */
function title(waitMs: number | undefined, now: Instant = later(since, MINUTE)): string {
  const cards = troubleCards({ ...notice, nextTry: waitMs === undefined ? undefined : later(now, waitMs) }, now, false, true)
  return cards.checks[0]?.title ?? ''
}

/** @spec SPEC-15 */
describe('the notice of a trouble', () => {
  it('names the next try while the pauses grow, and not one that is sooner than anybody reads', () => {
    expect(title(4 * MINUTE)).toBe('Our problem, not your change · GitHub answers 502 since 14:02 UTC · next try 14:07 UTC')
    for (const soon of [undefined, -MINUTE, 0, 59_999]) expect(title(soon)).toBe('Our problem, not your change · GitHub answers 502 since 14:02 UTC')
    expect(title(MINUTE)).toContain('next try 14:04')
  })

  it('says how often it is tried once they are grown, in the same words for every try of the day', () => {
    const titles = [9, 12, 15].flatMap((wait) => [1, 300, 1400].map((passed) => title(wait * MINUTE, later(since, passed * MINUTE))))
    expect(new Set(titles)).toEqual(new Set(['Our problem, not your change · tried again at least every 15 minutes · GitHub answers 502 since 14:02 UTC']))
  })

  it('names a time further off, since it is the word of GitHub', () => {
    expect(title(50 * MINUTE)).toContain('next try 14:53 UTC')
  })

  it('never says a next try in the comment, which is not edited for one', () => {
    const comment = (wait: number) => troubleCards({ ...notice, nextTry: later(since, wait) }, since, false, true).comment
    expect(comment(2 * MINUTE)).toBe(comment(4 * MINUTE))
    expect(comment(4 * MINUTE)).not.toContain('next try')
  })

  it('keeps the words that the same trouble was first told in, and no others', () => {
    const now = { ...notice, what: 'GitHub answers 503' }
    expect(inTheWordsOf(notice, now).what).toBe('GitHub answers 502')
    expect(inTheWordsOf({ ...notice, since: later(since, -1) }, now).what).toBe('GitHub answers 503')
    expect(inTheWordsOf({ ...notice, who: 'ours' }, now).what).toBe('GitHub answers 503')
    expect(inTheWordsOf(notice, { ...now, final: true }).what).toBe('GitHub answers 503')
    for (const other of [undefined, null, { kind: 'decision', since, who: 'github', final: false, what: 'x' }]) expect(inTheWordsOf(other, now)).toEqual(now)
  })

  it('says whose trouble it is, and quotes no error that is not meant for readers', () => {
    expect(describeTrouble(new Trouble('github', 'GitHub answers 502'))).toEqual({ who: 'github', what: 'GitHub answers 502' })
    expect(describeTrouble(new Trouble('ours', 'our budget of calls to GitHub is used up'))).toEqual({
      who: 'ours',
      what: 'our budget of calls to GitHub is used up',
    })
    for (const error of [new Error('password=hunter2'), new Refused(422, 'a whole body'), 'text', undefined]) {
      expect(describeTrouble(error)).toEqual({ who: 'ours', what: 'an error in Maestro' })
    }
  })
})
