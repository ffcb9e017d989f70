import type { Instant } from '../model/ids.ts'

/** `14:32 UTC` on the day of `now`, else `2026-11-22 14:32 UTC`. Points in time, never durations: a text that is right stays right. */
export function clock(at: Instant, now: Instant): string {
  const day = at.slice(0, 10)
  const time = `${at.slice(11, 16)} UTC`
  return day === now.slice(0, 10) ? time : `${day} ${time}`
}

export function dateAndClock(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`
}
