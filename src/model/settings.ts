import type { GateId, Mode, ReasonCode } from './gate.ts'
import type { Glob } from './glob.ts'
import type { Json } from './json.ts'
import type { Path } from './path.ts'

/** Where a repository keeps its settings. */
export const SETTINGS_PATH: Path = '.github/maestro.yml'

/** The settings in force for one change: layers merged, floors applied, defaults filled in. Plain data; its digest is in every decision. */
export interface Settings {
  readonly version: 1
  readonly mode: Mode
  readonly comment: 'when-needed' | 'always' | 'never'
  /** Branches whose settings govern: `~default` and globs. */
  readonly trunks: readonly Glob[]
  readonly retention: {
    /** Milliseconds that the contents read for a decision are kept; 0 keeps digests only. */
    readonly inputs: number
  }
  /** Whether objectives' titles may be shown on a public repository. */
  readonly publicTitles: boolean
  readonly authors: readonly AuthorRule[]
  readonly gates: Readonly<Record<GateId, GateSettings>>
}

export interface GateSettings {
  readonly mode: Mode
  /** Modes for single reason codes, where they differ from the gate's. */
  readonly modes: Readonly<Record<ReasonCode, Mode>>
  /** What the gate's own schema describes, defaults filled in. */
  readonly options: Json
}

/** Other modes for changes of these authors, as long as they touch nothing but `only`. */
export interface AuthorRule {
  readonly apps: readonly string[]
  readonly users: readonly string[]
  readonly only: readonly Glob[]
  readonly gates: Readonly<Record<GateId, Mode>>
}

/** One thing wrong with a settings file, where an editor would underline it. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly file: string
  /** 1-based. */
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** The nearest valid key or value, when one is near. */
  readonly suggestion?: string
}
