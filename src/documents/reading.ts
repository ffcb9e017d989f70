import type { Located, Problem } from './located.ts'

/** What was read of a file: its documents that are not empty, and what is wrong with it. */
export interface Reading {
  readonly documents: readonly Located[]
  readonly problems: readonly Problem[]
}
