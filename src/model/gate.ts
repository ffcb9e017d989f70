import type { Change } from './change.ts'
import type { Glob } from './glob.ts'
import type { Instant } from './ids.ts'
import type { Json, JsonSchema } from './json.ts'
import type { Facts, Need } from './need.ts'
import type { Path } from './path.ts'
import type { Phrase } from './phrase.ts'
import type { Source } from './source.ts'

export type GateId = string
/** `<gate>.<what>`, stable across releases, listed in docs/reasons.md. */
export type ReasonCode = string

/** How much a gate's word counts: nothing, on the record only, as a warning, as a block. */
export const MODES = ['off', 'observe', 'warn', 'enforce'] as const
export type Mode = (typeof MODES)[number]

/**
 * - `pass`: judged, nothing found that blocks
 * - `fail`: judged, something found that blocks where the mode lets it
 * - `pending`: what it needs has not arrived and still can; see `waits`
 * - `skip`: there was nothing to judge
 * - `misconfigured`: its own registry or rules on the trunk are broken, so it cannot judge
 * - `undecided`: we, or somebody it asked, are in trouble. No gate gives it: the conductor does, for one that is not enforced
 */
export type Outcome = 'pass' | 'fail' | 'pending' | 'skip' | 'misconfigured' | 'undecided'

export interface Reason {
  readonly code: ReasonCode
  /** How grave it is by itself. What it does to the verdict is this and the mode together (conductor/decide.ts). */
  readonly level: 'block' | 'warn' | 'note'
  readonly message: Phrase
  readonly path?: Path
  /** 1-based, in the head's version of `path` unless `side` says otherwise. */
  readonly line?: number
  readonly side?: 'base' | 'trunk'
  /** The most that it counts for, whatever the mode in force: of a rule that is still being tried out. */
  readonly atMost?: Mode
  /** Ids of the facts it rests on, all found in the same result. */
  readonly facts: readonly string[]
}

export interface Fact {
  /** Unique within its gate's result. */
  readonly id: string
  readonly title: string
  readonly value: Json
  readonly sources: readonly Source[]
}

/** What an edit does to one file of the head. Texts are UTF-8. */
type FileEdit = { readonly path: Path } & (
  | { readonly kind: 'write'; readonly text: string }
  /** Puts a line of text before the 1-based `line`; behind the last one when it is larger. */
  | { readonly kind: 'insert'; readonly line: number; readonly text: string }
  | { readonly kind: 'remove' }
  /** The base's version again, or none where the base has none. */
  | { readonly kind: 'restore' }
)

/**
 * What a next step would change, as plain data, so that a program can take it too. It is judged by every gate before
 * anybody is told that it helps (conductor/trials), so a gate may be wrong about it.
 */
export interface Edit {
  readonly files?: readonly FileEdit[]
  /** What the pull request would say of itself. It cannot be tried where that is not known. */
  readonly said?: {
    /** A paragraph put behind the description, or words of it replaced wherever they stand. */
    readonly description?: { readonly append: string } | { readonly replace: string; readonly by: string }
    readonly labels?: { readonly add: readonly string[]; readonly remove: readonly string[] }
  }
  /** What would be answered from outside, such as an approval that is asked for. */
  readonly answers?: readonly { readonly provider: string; readonly question: Json; readonly value: Json }[]
}

/** One way out, for a person or an agent. `unblocks` are indices into the result's reasons. */
export interface NextStep {
  readonly kind: 'edit' | 'approve' | 'run' | 'wait' | 'settings'
  readonly message: Phrase
  readonly unblocks: readonly number[]
  /** A command that can be pasted into a shell, when there is one. */
  readonly command?: string
  /** Text to put into a file, when there is one: what `spec draft` and the cards show. */
  readonly snippet?: { readonly path: Path; readonly text: string }
  /** The same for a program: when it is there, it is tried before the step is shown. */
  readonly edit?: Edit
}

/**
 * What may happen elsewhere that gives the same change another result:
 * - `reviews`: an approval was given or dismissed
 * - `runs`: a workflow run or a check suite completed on the head, and may have left evidence
 */
export type Topic = 'reviews' | 'runs'

interface Wait {
  readonly what: Phrase
  readonly until: Instant
}

/** One thing that has to be shown for a change, and whether it was: what the Proof Card lists. */
export interface Obligation {
  readonly id: string
  readonly title: string
  readonly status: 'proven' | 'failed' | 'unproven' | 'waived'
  readonly message: Phrase
  readonly measured?: number
  readonly required?: number
  readonly facts: readonly string[]
  readonly remedy?: NextStep
}

export interface GateResult {
  readonly gate: GateId
  readonly outcome: Outcome
  /** One line for a card's folded list: what was looked at and found. */
  readonly summary: Phrase
  readonly reasons: readonly Reason[]
  readonly facts: readonly Fact[]
  readonly nextSteps: readonly NextStep[]
  readonly waits: readonly Wait[]
  /** After what else it would have to be judged again. Events of other topics cost nothing: not one call to GitHub. */
  readonly listens: readonly Topic[]
  readonly obligations: readonly Obligation[]
}

/** A reason code as a gate declares it: docs/reasons.md and the settings' `modes` are made from these. */
export interface ReasonKind {
  readonly level: Reason['level']
  readonly title: string
  /** For docs/reasons.md: when it is given and what to do. Markdown, ours. */
  readonly help: string
}

/** Patterns of the files on a trunk that govern by their contents, and of those that govern by being there or not. */
interface Governing {
  readonly contents: readonly Glob[]
  readonly presence?: readonly Glob[]
}

/**
 * A gate: a pure function of a change, its settings and the facts that it declared. No clock but `change.asOf`,
 * no random, no I/O; synchronous, so that a search may call it thousands of times and nothing can come between.
 * `S` is the type that `settings.schema` describes with its defaults filled in.
 */
export interface Gate<S = Json> {
  readonly id: GateId
  /** Raised whenever the same input could give another result; part of every decision's digest. */
  readonly version: string
  readonly title: string
  readonly settings: { readonly schema: JsonSchema; readonly defaults: S }
  readonly reasons: Readonly<Record<ReasonCode, ReasonKind>>
  /** Codes of rules that a repository brings along, besides these: all that begin so. */
  readonly openReasons?: { readonly prefix: string; readonly title: string }
  /**
   * What on the trunk governs: registries, rules, owners. Every pattern of a need on the trunk's side has to be among
   * them. When any of it changes, everything open under that trunk is judged again; when nothing does, nothing is.
   */
  governs?(settings: S): Governing
  /**
   * What has to be gathered. It is asked again with what was found until it names nothing new (four rounds at
   * most), so a question may depend on an earlier answer. `facts` throws for a need not named in an earlier round.
   */
  needs(change: Change, settings: S, facts: Facts, round: number): readonly Need[]
  evaluate(change: Change, settings: S, facts: Facts): GateResult
  /**
   * Ways out that take a search to find, put behind those of the result. Asked for once, of a result that holds a change back and
   * that somebody will read; never while edits are tried, nor for a replay. Pure and synchronous as `evaluate` is.
   */
  seek?(change: Change, settings: S, facts: Facts, result: GateResult): readonly NextStep[]
}
