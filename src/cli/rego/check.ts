import type { ExitCode, Session } from '../session.ts'
import { load, policyOf } from './load.ts'

export interface CheckOptions {
  readonly strict?: boolean
  readonly v0Compatible?: boolean
}

/** Says nothing where nothing is wrong. */
export async function check(paths: readonly string[], options: CheckOptions, session: Session): Promise<ExitCode> {
  policyOf(await load(paths, session.cwd), options)
  return 0
}
