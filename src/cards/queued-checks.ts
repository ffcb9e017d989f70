import type { CheckOutput } from '../model/card.ts'
import { TRYING } from './conclusion.ts'

/** What the check runs show as soon as a job starts. */
export function renderQueued(names: readonly string[]): readonly CheckOutput[] {
  return names.map((name) => ({ name, ...TRYING, title: 'Judging', summary: 'Maestro is judging this change. Nothing for you to do.', annotations: [] }))
}
