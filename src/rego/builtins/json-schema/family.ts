import type { Builtin } from '../builtin.ts'

export const family: readonly Builtin[] = []
