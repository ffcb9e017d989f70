import type { Builtin } from '../builtin.ts'
import { base64Family } from './base64-family.ts'
import { jsonFamily } from './json-family.ts'
import { queryFamily } from './query-family.ts'
import { yamlFamily } from './yaml-family.ts'

export const family: readonly Builtin[] = [...base64Family, ...queryFamily, ...jsonFamily, ...yamlFamily]
