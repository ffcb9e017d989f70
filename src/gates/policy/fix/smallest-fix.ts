import type { Path } from '../../../model/path.ts'
import { type FileVersions, NO_VERSION, versionWith } from '../twin/versions.ts'
import { minimise } from './ddmin.ts'
import { finer, hunkParts, isStillReadable, type Part, textWithout } from './parts.ts'

/** What could be taken back so that nothing is denied any more. */
export interface SmallestFix {
  /** Files as they would be then, by path; undefined: as in the base. */
  readonly files: readonly { readonly path: Path; readonly versions: FileVersions; readonly text: string | undefined }[]
  /** How many hunks or parts of them, and lines put in or taken out, would be taken back. */
  readonly parts: number
  readonly lines: number
  /** False where the search ended before it was known that nothing of it can be left out. */
  readonly isMinimal: boolean
  readonly tests: number
}

/** Changes of so many parts are searched; beyond, the search would tell nobody anything in time. */
const MAX_PARTS = 2000
const MAX_TESTS = 600

/**
 * The smallest part of a change whose taking back leaves nothing denied: delta debugging over hunks first, then within those that are
 * left over nodes of documents and lines (hierarchical delta debugging: Misherghi and Su, ICSE 2006). 1-minimal: none
 * of its parts can be left out. Undefined where even taking back everything helps nothing, or where all would have to go.
 */
export function smallestFix(versions: readonly FileVersions[], passes: (versions: readonly FileVersions[]) => boolean): SmallestFix | undefined {
  const hunks = hunkParts(versions)
  if (hunks.length === 0 || hunks.length > MAX_PARTS) return undefined
  const edited = new Edited(versions)
  const holds = (all: readonly Part[]) => (chosen: readonly number[]) => {
    const left = edited.without(chosen.flatMap((index) => all[index] ?? []))
    return left !== undefined && passes(left)
  }
  const nothing = edited.without(hunks)
  if (nothing === undefined || !passes(nothing)) return undefined
  let parts: readonly Part[] = hunks
  let tests = 0
  let isMinimal = true
  for (let refined = true; refined && isMinimal; ) {
    const found = minimise(parts.length, holds(parts), MAX_TESTS - tests)
    const chosen = found.parts.flatMap((index) => parts[index] ?? [])
    tests += found.tests + chosen.length
    isMinimal = found.isMinimal && tests < MAX_TESTS
    parts = isMinimal ? refine(chosen, versions, (all) => holds(all)(all.map((_, index) => index))) : chosen
    refined = parts.length !== chosen.length || parts.some((part, index) => part !== chosen[index])
  }
  const files = edited.filesWithout(parts)
  if (parts.length === 0 || edited.without(parts)?.length === 0) return undefined
  const lines = parts.reduce((sum, { hunk }) => sum + (hunk === undefined ? 0 : hunk.after.lines.length + hunk.before.lines.length), 0)
  return { files, parts: parts.length, lines, isMinimal, tests }
}

/** Parts taken apart where what they are made of does together what they did. */
function refine(parts: readonly Part[], versions: readonly FileVersions[], holds: (parts: readonly Part[]) => boolean): readonly Part[] {
  let refined = parts
  for (const part of parts) {
    const pieces = finer(part, versions)
    if (pieces.length > MAX_PARTS || (pieces.length === 1 && pieces[0] === part)) continue
    const candidate = refined.flatMap((each) => (each === part ? pieces : [each]))
    if (holds(candidate)) refined = candidate
  }
  return refined
}

/** Versions of a change with parts taken back; a file that looks the same is the same object, so that what was found of it is remembered. */
class Edited {
  readonly #versions: readonly FileVersions[]
  readonly #made = new Map<string, FileVersions | 'unreadable'>()

  constructor(versions: readonly FileVersions[]) {
    this.#versions = versions
  }

  /** What is left of the change; files that nothing is left of are not in it. Undefined where a file could not be read any more. */
  without(parts: readonly Part[]): readonly FileVersions[] | undefined {
    const byFile = Map.groupBy(parts, ({ file }) => file)
    const left: FileVersions[] = []
    for (const [index, each] of this.#versions.entries()) {
      const taken = byFile.get(index)
      const made = taken === undefined ? each : this.#edited(index, each, taken)
      if (made === 'unreadable') return undefined
      if (made !== undefined) left.push(made)
    }
    return left
  }

  filesWithout(parts: readonly Part[]): SmallestFix['files'] {
    return [...Map.groupBy(parts, ({ file }) => file)].flatMap(([index, taken]) => {
      const versions = this.#versions[index]
      if (versions === undefined) return []
      const left = this.#edited(index, versions, taken)
      return [{ path: versions.file.path, versions, text: typeof left === 'object' ? left.after.text : undefined }]
    })
  }

  #edited(index: number, each: FileVersions, taken: readonly Part[]): FileVersions | 'unreadable' | undefined {
    if (taken.some(({ hunk }) => hunk === undefined)) return undefined
    const text = textWithout(each, taken) ?? ''
    if (text === (each.before.text ?? '')) return undefined
    const key = `${index} ${taken.map(({ hunk }) => `${hunk?.after.start}+${hunk?.after.lines.length}`).join(' ')}`
    const known = this.#made.get(key)
    if (known) return known
    const after = text === '' && each.before === NO_VERSION ? NO_VERSION : versionWith(each.file.path, text)
    const made = isStillReadable(each, text, after.document?.problem !== undefined) ? { file: each.file, before: each.before, after } : 'unreadable'
    this.#made.set(key, made)
    return made
  }
}
