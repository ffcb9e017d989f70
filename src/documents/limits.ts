/** How much of a file is read. Work is bounded before it is done. */
export interface Limits {
  /** Words and signs, counted before parsing. */
  readonly lexemes: number
  /** Values, counting what aliases repeat. */
  readonly values: number
  readonly depth: number
  /** Characters of a key that are kept: longer ones count as equal where they begin alike. */
  readonly key: number
}

/** Files that people write for us: registries, cards, settings. */
export const OUR_FILES: Limits = { lexemes: 60_000, values: 20_000, depth: 24, key: 100 }

/** Files of other tools, as they lie in a repository. */
export const ANY_FILE: Limits = { lexemes: 120_000, values: 40_000, depth: 64, key: 2000 }

/** Lock files, which tools write: long, and flat. */
export const LOCK_FILES: Limits = { lexemes: 2_500_000, values: 600_000, depth: 32, key: 2000 }

/** The parser of YAML takes some twenty microseconds for a sign that is wrong. */
export const YAML_LOCK_FILES: Limits = { ...LOCK_FILES, lexemes: 500_000 }
