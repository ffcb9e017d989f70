import { Ajv, type ValidateFunction } from 'ajv'
import type { Gate } from '../model/gate.ts'
import { globSet } from '../model/glob.ts'
import { completeSchema, settingsSchema } from './schema.ts'
import type { CompleteFile, SettingsFile } from './settings-file.ts'

export interface Validators {
  readonly file: ValidateFunction<SettingsFile>
  readonly complete: ValidateFunction<CompleteFile>
}

/** Compiling takes tens of milliseconds, and a process has one set of gates. */
const compiled = new WeakMap<readonly Gate[], Validators>()

/** The schema of these gates, compiled once. Throws when a gate's schema is none (a mistake of ours, found by the tests). */
export function validatorsFor(gates: readonly Gate[]): Validators {
  const known = compiled.get(gates)
  if (known) return known
  const ajv = new Ajv({ allErrors: true, verbose: true, strictTypes: false, strictRequired: false, strictTuples: false, allowMatchingProperties: true })
  ajv.addKeyword({ keyword: 'patternErrorMessage', schemaType: 'string' })
  ajv.addFormat('glob', (text: string) => globProblem(text) === undefined)
  ajv.addFormat('branch-glob', (text: string) => globProblem(text) === undefined)
  const validators = { file: ajv.compile<SettingsFile>(settingsSchema(gates)), complete: ajv.compile<CompleteFile>(completeSchema(gates)) }
  compiled.set(gates, validators)
  return validators
}

/** Why a pattern cannot be read, in words; undefined when it can. */
export function globProblem(pattern: string): string | undefined {
  try {
    globSet([pattern])
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'it cannot be read'
  }
}
