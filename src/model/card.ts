import type { Json } from './json.ts'
import type { Path } from './path.ts'

/** What is shown about a decision: a title of one line, Markdown that GitHub renders, and the same as data. */
export interface Card {
  readonly title: string
  readonly markdown: string
  readonly data: Json
}

export interface Cards {
  readonly decision: Card
  readonly proof: Card
  /** The comment, or undefined where settings or the state of the pull request want none. */
  readonly comment: string | undefined
  /** The check runs that show this decision, by name. */
  readonly checks: readonly CheckOutput[]
}

/** One check run as it should look, before it has an id. GitHub's own terms. */
export interface CheckOutput {
  readonly name: string
  readonly status: 'in_progress' | 'completed'
  /** Set exactly when completed. */
  readonly conclusion?: 'success' | 'neutral' | 'failure' | 'action_required'
  readonly title: string
  readonly summary: string
  readonly text?: string
  readonly annotations: readonly Annotation[]
}

export interface Annotation {
  readonly path: Path
  readonly startLine: number
  readonly endLine: number
  /** 1-based, in UTF-16 units; GitHub takes columns only when the annotation is on one line. */
  readonly startColumn?: number
  readonly endColumn?: number
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string
  readonly message: string
}
