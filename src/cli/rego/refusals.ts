import { RegoError, RegoErrors } from '../../rego/index.ts'
import { BadUsage } from '../failures.ts'
import { printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'

/** What is wrong with a policy is for whoever wrote it to mend: it is told, and the command ends as opa's would. */
export async function refusing(code: ExitCode, session: Session, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work()
  } catch (error) {
    const words = wordsOf(error)
    if (words === undefined) throw error
    session.terminal.err(`${printable(`maestro: ${words}`)}\n`)
    return code
  }
}

function wordsOf(error: unknown): string | undefined {
  if (error instanceof RegoErrors) return error.message
  if (error instanceof RegoError) return `${error.file === undefined ? '' : `${error.file}:${error.row ?? 0}: `}${error.code}: ${error.message}`
  return error instanceof BadUsage ? error.message : undefined
}
