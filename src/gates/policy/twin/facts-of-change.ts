import type { Path } from '../../../model/path.ts'
import type { SemanticFact } from '../semantics/fact.ts'

/** A fact that a change brings or takes away, with the file it stands in: of what is taken away, the base's version. */
export type ChangedFact = SemanticFact & { readonly path: Path; readonly effect: 'added' | 'removed' }

/** What one file's version says that the other does not. A fact that merely moved to another line is none. */
export function changedFacts(before: readonly SemanticFact[], after: readonly SemanticFact[], path: Path, previousPath: Path): readonly ChangedFact[] {
  return [
    ...without(after, before).map((fact) => ({ ...fact, path, effect: 'added' as const })),
    ...without(before, after).map((fact) => ({ ...fact, path: previousPath, effect: 'removed' as const })),
  ]
}

/** Those of `facts` that have no twin among `others`; each of these is a twin once. */
function without(facts: readonly SemanticFact[], others: readonly SemanticFact[]): readonly SemanticFact[] {
  const left = new Map<string, number>()
  for (const key of others.map(identity)) left.set(key, (left.get(key) ?? 0) + 1)
  return facts.filter((fact) => {
    const key = identity(fact)
    const count = left.get(key) ?? 0
    if (count > 0) left.set(key, count - 1)
    return count === 0
  })
}

/** A version's facts are compared with many others' while a fix is searched for. */
const identities = new WeakMap<SemanticFact, string>()

function identity(fact: SemanticFact): string {
  const known = identities.get(fact)
  if (known !== undefined) return known
  const { line: _, ...said } = fact
  const made = JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)))
  identities.set(fact, made)
  return made
}
