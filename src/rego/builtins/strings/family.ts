import type { Builtin } from '../builtin.ts'
import { editing } from './editing.ts'
import { formatting } from './formatting.ts'
import { searching } from './searching.ts'
import { splitting } from './splitting.ts'

export const family: readonly Builtin[] = [...searching, ...splitting, ...editing, ...formatting]
