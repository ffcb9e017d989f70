/** How much of a file is read. Work is bounded before it is done. */
export interface Limits {
  /** Words and signs, counted before parsing. */
  readonly lexemes: number
  /** Values, counting what aliases repeat. */
  readonly values: number
  readonly depth: number
}

/** Files that people write for us: registries, cards, settings. */
export const OUR_FILES: Limits = { lexemes: 60_000, values: 20_000, depth: 24 }

/** Files of other tools, as they lie in a repository. */
export const ANY_FILE: Limits = { lexemes: 120_000, values: 40_000, depth: 64 }
