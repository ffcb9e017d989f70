import { resolve } from 'node:path'
import { runSuite, suiteReport } from '../../rego/index.ts'
import type { ExitCode, Session } from '../session.ts'

export async function conformance(dir: string, categories: readonly string[], session: Session): Promise<ExitCode> {
  const result = runSuite(resolve(session.cwd, dir), categories)
  session.terminal.out(`${suiteReport(result)}\n`)
  return result.failures.length === 0 ? 0 : 1
}
