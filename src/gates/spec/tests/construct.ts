/** A test, or a group of them, by its place in a file's text. */
export interface Construct {
  readonly kind: 'test' | 'group'
  /** Where it begins, decorators and annotations included. */
  readonly start: number
  /** Where what it holds begins; before it stands what is said of it. */
  readonly body: number
  /** Exclusive. */
  readonly end: number
  /** Whether its runner leaves it out, whatever happens, or expects it to fail. */
  readonly isSkipped: boolean
  /** Set for a class that may have its tests from another one. */
  readonly inherits?: boolean
}

/** What a file has of tests. */
export interface FoundTests {
  /** In any order. Each lies within another one or beside it. */
  readonly constructs: readonly Construct[]
  /** Whether the whole file is left out. */
  readonly isSkipped: boolean
}
