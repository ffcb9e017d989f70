import type { RegisteredObjective, Registry } from './registry.ts'
import type { Tag } from './tags.ts'

/** What a change does for one objective. */
export interface Contribution {
  readonly objective: RegisteredObjective
  /** The share of the changed files that it accounts for, 0 to 1, rounded down to four digits. */
  readonly share: number
  readonly tags: readonly Tag[]
}

const DIGITS = 10_000

/**
 * Shares a change out among the objectives that it serves, by id. Every changed file weighs the same and is split
 * evenly among the objectives that speak for it: those whose path rules match it, and those given for the change as a
 * whole. Files that nobody speaks for count for nobody, so the shares sum to at most 1.
 */
export function contributions(tags: readonly Tag[], registry: Registry, fileCount: number): readonly Contribution[] {
  const byObjective = new Map<RegisteredObjective, Tag[]>()
  for (const tag of tags) {
    const objective = registry.find(tag.okr)
    if (objective) byObjective.set(objective, [...(byObjective.get(objective) ?? []), tag])
  }
  const entries = [...byObjective].toSorted(([a], [b]) => (a.id < b.id ? -1 : 1))
  const weights = entries.map(() => 0)
  for (let file = 0; file < fileCount; file += 1) {
    const speaking = entries.flatMap(([, own], index) => (own.some((tag) => tag.files === undefined || tag.files.has(file)) ? [index] : []))
    for (const index of speaking) weights[index] = (weights[index] ?? 0) + 1 / speaking.length
  }
  return entries.map(([objective, own], index) => ({ objective, share: roundedDown((weights[index] ?? 0) / Math.max(1, fileCount)), tags: own }))
}

/** The small addend keeps sums such as ⅓ + ⅓ + ⅓ from falling below the whole number that they mean. */
function roundedDown(share: number): number {
  return Math.floor(share * DIGITS + 1e-6) / DIGITS
}
