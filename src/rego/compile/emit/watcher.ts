import type { Value } from '../../values/value.ts'
import type { RuleSet } from '../rule-tree.ts'
import type { Frame } from './step.ts'

/**
 * Sees an evaluation as it goes. Closures that are watched are others than those that are not: whoever does not watch
 * pays nothing.
 */
export interface Watcher {
  /** A body begins, an expression begins, an expression holds, a body has held. */
  at(event: WatchEvent, node: number, f: Frame): void
  /** A body inside an expression: a comprehension, what is negated, `every`. */
  begin(): void
  end(): void
  /** A body that holds gives this. */
  yields(value: Value): void
  /** A document or function is worked out. */
  open(set: RuleSet, operands: Frame | undefined): void
  close(value: Value | undefined): void
  /** It is known already. */
  recall(set: RuleSet): void
  /** A value is taken out of another one. */
  read(container: Value, key: Value): void
  /** The whole input is used. */
  readInput(): void
  /** A loop goes on: what was seen since `mark` belongs to an item before. */
  mark(): unknown
  rewind(mark: unknown): void
}

/** Sees nothing. */
export const idleWatcher: Watcher = {
  at: nothing,
  yields: nothing,
  begin: nothing,
  end: nothing,
  open: nothing,
  close: nothing,
  recall: nothing,
  read: nothing,
  readInput: nothing,
  mark: nothing,
  rewind: nothing,
}

function nothing(): void {}

export type WatchEvent = 'body' | 'enter' | 'exit' | 'yield'
