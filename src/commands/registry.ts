import type { Command } from './command.ts'
import { explain } from './explain.ts'
import { help } from './help.ts'
import { okr } from './okr.ts'
import { rerun } from './rerun.ts'

/** Every slash command, in the order in which `help` lists them. */
export const commands: readonly Command[] = [explain, rerun, okr, help]
