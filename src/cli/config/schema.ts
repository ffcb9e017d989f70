import { settingsSchema } from '../../config/schema.ts'
import { gates } from '../../gates/registry.ts'
import { jsonText } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'

/** `maestro config schema`. */
export async function printSchema({ terminal }: Session): Promise<ExitCode> {
  terminal.out(`${jsonText(settingsSchema(gates))}\n`)
  return 0
}
