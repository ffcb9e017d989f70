import type { Subject } from './change.ts'
import type { GateId, GateResult, Mode, NextStep, ReasonCode, Topic } from './gate.ts'
import type { Digest, Instant, Oid } from './ids.ts'
import type { Path } from './path.ts'
import type { Diagnostic } from './settings.ts'

/**
 * - `block`: an enforced gate found something
 * - `misconfigured`: nothing blocks, but an enforced gate cannot judge because its own settings are broken
 * - `pending`: nothing blocks, but an enforced gate still waits
 * - `warn`, `pass`: decided; it may merge as far as Maestro is concerned
 */
export type Verdict = 'pass' | 'warn' | 'pending' | 'misconfigured' | 'block'

/** How a reason counts under the modes in force: what it did to the verdict. */
export type Effect = 'blocks' | 'warns' | 'would-block' | 'would-warn' | 'none'

/** What was found when the edit of a next step was laid over the change and judged. */
export interface Trial {
  /** The verdict that the change would have with it. */
  readonly verdict: Verdict
  /** Indices of the gate's reasons that would be gone. */
  readonly solves: readonly number[]
  /** What would block, or would under enforce, although nothing like it does so far. */
  readonly brings: readonly { readonly gate: GateId; readonly code: ReasonCode }[]
  /** How many reasons would block, or would under enforce, of all gates. */
  readonly left: number
}

export interface TriedStep extends NextStep {
  /** Missing where it has no edit, or was not tried. */
  readonly tried?: Trial
}

/** A gate's result with the mode it ran under and what each of its reasons did, index by index. */
export interface JudgedResult extends GateResult {
  readonly nextSteps: readonly TriedStep[]
  readonly title: string
  readonly version: string
  readonly mode: Mode
  readonly effects: readonly Effect[]
}

/** A person's decision that a gate's block does not count, bound to a head or to an end. Given as facts, never looked up. */
export interface Override {
  readonly gate: GateId
  readonly by: string
  readonly reason: string
  readonly at: Instant
  readonly head?: Oid
  readonly until?: Instant
}

/** A person's decision that nothing merges until it is released, or until its end. */
export interface Hold {
  readonly by: string
  readonly reason: string
  readonly at: Instant
  readonly until?: Instant
}

/** What was decided about one change: plain data, equal bytes for equal inputs (canonical JSON). */
export interface Decision {
  readonly subject: Subject
  readonly baseSha: Oid
  readonly headSha: Oid
  readonly headTree: Oid
  /** The trunk commit whose settings governed, and whether the target was a trunk at all (else: a preview). */
  readonly trunkSha: Oid
  readonly preview: boolean
  readonly asOf: Instant
  readonly verdict: Verdict
  readonly results: readonly JudgedResult[]
  readonly overrides: readonly Override[]
  readonly holds: readonly Hold[]
  /** What is wrong with settings: on the trunk (they do not govern then), or in this change's own version of them. */
  readonly settings: SettingsNotice
  /** When something in it ends by itself (a wait, an override): the subject is judged again then. */
  readonly reviseAt?: Instant
  /** After what it has to be made again although nothing was pushed: all that its gates listen to, sorted. */
  readonly listens: readonly Topic[]
  readonly digests: { readonly settings: Digest; readonly gates: Digest; readonly facts: Digest }
}

/** A gate that settings switch off for a change, and the line that does. */
export interface OffGate {
  readonly gate: GateId
  readonly file: string
  readonly line: number
}

/** Where the settings in force come from, what they switch off, and what is broken about newer ones. */
export interface SettingsNotice {
  /** The trunk commit whose settings govern; undefined when only defaults do. */
  readonly from?: Oid
  /** `valid`: the trunk's own; `last-valid`: the trunk's are broken, an earlier version governs; `none`: broken and none was ever valid; `defaults`: the trunk has no file. */
  readonly state: 'valid' | 'last-valid' | 'none' | 'defaults'
  /** Missing where every gate is on. */
  readonly off?: readonly OffGate[]
  /** Of the trunk's file. */
  readonly trunk: readonly Diagnostic[]
  /** The organisation's own file, where this repository is the one that holds it. */
  readonly holds?: Path
  /** Of the files as this change would have them. */
  readonly proposed: readonly Diagnostic[]
}
