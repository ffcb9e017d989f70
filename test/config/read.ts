import { expect } from 'vitest'
import { type Layer, parseSettings, type Role } from '../../src/config/parse.ts'
import type { Diagnostic } from '../../src/model/settings.ts'
import { gates } from './gates.ts'

/** A file that must be valid, as a layer. */
export function layer(text: string, role: Role = 'repository'): Layer {
  const parsed = parseSettings(text, { file: role === 'repository' ? '.github/maestro.yml' : 'org/maestro.yml', role }, gates)
  expect(parsed.diagnostics).toEqual([])
  return parsed.layer!
}

/** What is wrong with a file, one line each: `line:column-line:column code message`. */
export function complaints(content: Uint8Array | string, role: Role = 'repository'): string[] {
  return parseSettings(content, { file: 'maestro.yml', role }, gates).diagnostics.map(told)
}

export function told(found: Diagnostic): string {
  return `${found.line}:${found.column}-${found.endLine}:${found.endColumn} ${found.code} ${found.message}`
}
