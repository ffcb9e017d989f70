/** A match: where it is, in UTF-16 units, and the text of each group (0 is the whole). */
export interface Match {
  readonly start: number
  readonly end: number
  /** Undefined for a group that took no part. */
  readonly groups: readonly (string | undefined)[]
}

/** Finds the first match at or after `from`. */
export interface Finder {
  /** Whether the time for all matches of a text together is linear: elsewhere a search may look at what one before it did. */
  readonly linear: boolean
  find(from: number): Match | undefined
}
