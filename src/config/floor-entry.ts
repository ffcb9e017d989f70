import type { Gate, Mode } from '../model/gate.ts'
import { isObject } from '../model/json.ts'
import { settable } from './named.ts'
import type { FloorEntry } from './settings-file.ts'

/** The options that a gate has of its own and a file may set: all but its modes. */
export function optionsOf(gate: Gate): readonly string[] {
  const { properties } = settable(gate.settings.schema)
  return isObject(properties) ? Object.keys(properties) : []
}

/** The least mode that an entry of the floor asks for; undefined where it only locks options. */
export function leastMode(entry: FloorEntry | undefined): Mode | undefined {
  return typeof entry === 'object' ? entry.mode : entry
}

/** The options that an entry of the floor locks. */
export function lockedIn(entry: FloorEntry | undefined, gate: Gate): readonly string[] {
  const locked = typeof entry === 'object' ? (entry.locked ?? []) : []
  return locked === 'all' ? optionsOf(gate) : locked
}
