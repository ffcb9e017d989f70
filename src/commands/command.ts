import type { Decision } from '../model/decision.ts'
import type { Reaction, Role } from '../model/github.ts'
import type { Phrase } from '../model/phrase.ts'

/**
 * A slash command: a name, who may use it, and a pure function from its arguments and what is known to an
 * answer. Effects are returned, never done here; the conductor carries them out in the transaction that marks the comment as answered.
 */
export interface Command {
  readonly name: string
  /** As in `help`: `okr <ID>`. */
  readonly usage: string
  readonly summary: string
  /** The least role on the repository that may use it. */
  readonly role: Role
  /** Whether its answer depends on which objectives there are. */
  readonly asksForObjectives?: true
  run(args: readonly string[], context: CommandContext): CommandAnswer
}

export interface CommandContext {
  /** The last decision about this pull request, if there is one. */
  readonly decision: Decision | undefined
  readonly commands: readonly Command[]
  /** The ids in the registry on the trunk; undefined where that cannot be told, or no command asks for them. */
  readonly objectives: readonly string[] | undefined
  /** The objectives that commands named for this pull request. */
  readonly tagged: readonly string[]
}

/** A reaction, at most one short reply (paragraphs), and what is to happen. */
export interface CommandAnswer {
  readonly reaction: Reaction
  readonly reply?: readonly Phrase[]
  readonly effect?: CommandEffect
}

export type CommandEffect = { readonly kind: 'rerun' } | { readonly kind: 'tag' | 'untag'; readonly okr: string }
