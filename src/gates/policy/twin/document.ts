import type { Json } from '../../../model/json.ts'
import type { Path } from '../../../model/path.ts'
import type { PredictedCost } from '../cost/predict-cost.ts'
import type { ChangedFact } from './facts-of-change.ts'

/**
 * What policies are asked about: the `input` of every rule, whether it was made from a pull request, a scenario file or a commit of
 * the past. Published as schema/policy-input.schema.json. What is not known is left out, so that a rule about it is undefined,
 * never true or false by accident.
 */
export interface TwinDocument {
  readonly version: 1
  /** What the change is said to be for: of a scenario file. */
  readonly plan?: Json
  readonly context: TwinContext
  readonly change: TwinChange
  /** What the change grants, opens, runs, places and depends on anew, and what it takes away. */
  readonly facts: readonly ChangedFact[]
  /** What merging it is thought to cost. */
  readonly cost?: PredictedCost
}

export interface TwinContext {
  readonly region?: string
  readonly tenant?: string
  readonly budgets?: { readonly usd?: number; readonly ci_mins?: number; readonly gco2e?: number }
  readonly [key: string]: Json | undefined
}

export interface TwinChange {
  readonly repository: string
  /** The branch it is to be merged into. */
  readonly target: string
  readonly base: string
  readonly head: string
  readonly title: string
  readonly description?: string
  readonly author?: { readonly login: string; readonly kind: 'person' | 'app' }
  readonly labels?: readonly string[]
  readonly draft?: boolean
  readonly from_fork?: boolean
  readonly files: readonly TwinFile[]
  readonly added_lines: number
  readonly removed_lines: number
}

interface TwinLine {
  readonly line: number
  readonly text: string
}

export interface TwinFile {
  readonly path: Path
  readonly previous_path?: Path
  readonly status: 'added' | 'removed' | 'modified' | 'renamed'
  readonly kind: 'file' | 'executable' | 'symlink' | 'submodule'
  /** From the trunk's CODEOWNERS: of the last rule that matches. */
  readonly owners: readonly string[]
  readonly format?: string
  /** Its value before and after; of several YAML documents, the list of them. */
  readonly before?: Json
  readonly after?: Json
  /** Ranges of lines, 1-based; of no lines, the line they come behind. */
  readonly hunks: readonly {
    readonly before: { readonly start: number; readonly count: number }
    readonly after: { readonly start: number; readonly count: number }
  }[]
  readonly added: readonly TwinLine[]
  readonly removed: readonly TwinLine[]
  /** Why its lines are not here: too large, binary, a link. */
  readonly unread?: string
  /** Why it could not be read as what its name says it is, and where. */
  readonly problem?: { readonly line: number; readonly message: string }
}
