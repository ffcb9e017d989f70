import type { Gate, GateId, Mode, ReasonCode } from '../model/gate.ts'
import { isObject, type Json } from '../model/json.ts'
import type { Settings } from '../model/settings.ts'

/** A settings file as the schema describes it: the words of YAML, before layers, defaults and units. */
export type SettingsFile = {
  readonly version: 1
  readonly mode?: Mode
  readonly comment?: Settings['comment']
  readonly trunks?: readonly string[]
  readonly retention?: { readonly inputs?: string }
  readonly public_titles?: boolean
  readonly authors?: readonly AuthorEntry[]
  readonly gates?: Readonly<Record<GateId, GateEntry>>
  readonly floor?: Readonly<Record<GateId | '*', FloorEntry>>
}

/** What a repository cannot go below for one gate: a least mode, and options that it cannot set at all. */
export type FloorEntry = Mode | { readonly mode?: Mode; readonly locked?: 'all' | readonly string[] }

/** The same with every default filled in, and no floor: it has been applied. */
export type CompleteFile = {
  readonly version: 1
  readonly mode: Mode
  readonly comment: Settings['comment']
  readonly trunks: readonly string[]
  readonly retention: { readonly inputs: string }
  readonly public_titles: boolean
  readonly authors: readonly AuthorEntry[]
  readonly gates: Readonly<Record<GateId, CompleteGate>>
}

export type AuthorEntry = {
  readonly apps?: readonly string[]
  readonly users?: readonly string[]
  readonly only?: readonly string[]
  readonly gates: Readonly<Record<GateId, Mode>>
}

/** A gate's options stand beside its modes. */
type GateEntry = {
  readonly mode?: Mode
  readonly modes?: Readonly<Record<ReasonCode, Mode>>
  readonly [option: string]: Json | undefined
}

export type CompleteGate = GateEntry & { readonly modes: Readonly<Record<ReasonCode, Mode>> }

/** The lowest layer: what holds where no file says anything. A gate without a mode of its own takes the general one. */
export function defaultFile(gates: readonly Gate[]): CompleteFile {
  return {
    version: 1,
    mode: 'observe',
    comment: 'when-needed',
    trunks: ['~default'],
    retention: { inputs: '30d' },
    public_titles: false,
    authors: [],
    gates: Object.fromEntries(gates.map((gate) => [gate.id, { ...(isObject(gate.settings.defaults) ? gate.settings.defaults : {}), modes: {} }])),
  }
}
