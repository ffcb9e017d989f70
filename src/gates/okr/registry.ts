import type { Extracts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { code, type Phrase, place, say } from '../../model/phrase.ts'
import { foldId } from './objective-id.ts'
import type { Objective, RegistryFile } from './registry-file.ts'

export interface RegisteredObjective extends Objective {
  readonly path: Path
}

export interface RegistryProblem {
  readonly path: Path
  readonly line: number
  readonly message: Phrase
}

/** The objectives of one tree. */
export class Registry {
  /** Paths that make up the registry, readable or not, in order. */
  readonly files: readonly Path[]
  /** By path and line. Empty when the registry is sound. */
  readonly problems: readonly RegistryProblem[]
  readonly #byId = new Map<string, RegisteredObjective>()

  /** An id that two files give is a problem of the later one: of one of `late`, if there is one among them. */
  constructor({ found, unread }: Extracts<RegistryFile>, late: ReadonlySet<Path> = new Set()) {
    this.files = [...found.keys(), ...unread.keys()].sort()
    const problems: RegistryProblem[] = [...unread].map(([path, why]) => ({ path, line: 1, message: say`cannot be read: ${why}` }))
    const inOrder = [...found].toSorted(([a], [b]) => Number(late.has(a)) - Number(late.has(b)) || (a < b ? -1 : 1))
    for (const [path, file] of inOrder) {
      problems.push(...file.problems.map((problem) => ({ path, ...problem })))
      for (const objective of file.objectives) {
        const earlier = this.#byId.get(foldId(objective.id))
        if (earlier)
          problems.push({ path, line: objective.line, message: say`${code(objective.id)} is given twice, first at ${place(earlier.path, earlier.line)}` })
        else this.#byId.set(foldId(objective.id), { ...objective, path })
      }
    }
    this.problems = problems.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
  }

  /** The objective of that id, whatever its letters' case. */
  find(id: string): RegisteredObjective | undefined {
    return this.#byId.get(foldId(id))
  }

  /** Every objective, by id. */
  all(): readonly RegisteredObjective[] {
    return [...this.#byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }
}

/** Sound, and not empty: a change can be judged by it. */
export function isUsable(registry: Registry): boolean {
  return registry.problems.length === 0 && registry.all().length > 0
}
