import type { Gate } from '../model/gate.ts'
import type { JsonSchema } from '../model/json.ts'
import { optionsOf } from './floor-entry.ts'
import { modeSchema } from './gate-schema.ts'

const HELP =
  'Only in the organisation’s file: what no repository can go below. For each gate its least mode, or a map of `mode` and `locked`; `*` is the least mode of all gates that are given none.'

/** The key `floor`. */
export function floorSchema(gates: readonly Gate[]): JsonSchema {
  return {
    title: 'Floor',
    description: HELP,
    type: 'object',
    additionalProperties: false,
    properties: { '*': modeSchema('All other gates', 'The least mode.'), ...Object.fromEntries(gates.map((gate) => [gate.id, entrySchema(gate)])) },
  }
}

function entrySchema(gate: Gate): JsonSchema {
  const options = optionsOf(gate)
  const locked: JsonSchema = {
    title: 'Locked options',
    description:
      'Options of this gate that a repository cannot set: what the organisation’s file says holds, or else the default. `all` takes in those of later releases.',
    anyOf: [{ const: 'all' }, { type: 'array', minItems: 1, uniqueItems: true, items: { enum: options } }],
  }
  return {
    title: gate.title,
    description: 'The least mode of this gate, or a map of that and the options that are locked.',
    anyOf: [
      modeSchema('Least mode', 'A repository may set a stronger one.'),
      {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: { mode: modeSchema('Least mode', 'That of `*` where it is not given.'), ...(options.length > 0 ? { locked } : {}) },
      },
    ],
  }
}
