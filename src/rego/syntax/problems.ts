import { type RegoError, RegoErrors } from '../errors.ts'

/** Throws what was found wrong, in the order of the text; nothing where nothing was. */
export function throwProblems(problems: readonly RegoError[]): void {
  if (problems.length > 0) throw new RegoErrors(problems.toSorted((a, b) => (a.location?.start ?? 0) - (b.location?.start ?? 0)))
}
