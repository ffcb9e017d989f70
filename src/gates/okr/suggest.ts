import type { Change } from '../../model/change.ts'
import { literalPrefix } from '../../model/glob.ts'
import { code, type Phrase, say } from '../../model/phrase.ts'
import type { OkrOptions } from './options.ts'
import type { Registry } from './registry.ts'

export interface Suggestion {
  readonly okr: string
  readonly why: Phrase
}

const MAX_SUGGESTIONS = 3
/** Files and words beyond these add nothing to a guess. */
const MAX_FILES = 200
const MAX_WORDS = 2000
/** Words that say nothing about what a change is for. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(['the', 'and', 'for', 'with', 'from', 'into', 'okr', 'src', 'lib', 'test', 'tests', 'index', 'main'])

interface Candidate {
  readonly okr: string
  readonly folder: string
  readonly nearness: number
  readonly words: number
}

/**
 * The objectives that a change most likely serves, at most three: first those with a rule for a folder near the changed
 * files, then those that share most words with title and paths; ties by id. Empty when nothing is near.
 */
export function suggestions(change: Change, options: OkrOptions, registry: Registry): readonly Suggestion[] {
  const paths = change.files.slice(0, MAX_FILES).map((file) => file.path.split('/'))
  const words = new Set([...wordsOf(change.title), ...paths.flatMap((segments) => wordsOf(segments.join(' ')))].slice(0, MAX_WORDS))
  const candidates = registry.all().map((objective): Candidate => {
    const own = wordsOf(`${objective.id} ${objective.objective}`)
    const shared = own.filter((word) => words.has(word)).length
    return { okr: objective.id, words: own.length === 0 ? 0 : shared / own.length, ...nearestFolder(objective.id, paths, options, registry) }
  })
  return candidates
    .filter((candidate) => candidate.nearness > 0 || candidate.words > 0)
    .toSorted((a, b) => b.nearness - a.nearness || b.words - a.words || (a.okr < b.okr ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ okr, folder, nearness }) => ({ okr, why: nearness > 0 ? say`a rule gives it ${code(folder)}` : say`it shares words with the change` }))
}

/** How much of the folder that a rule is about is a folder of a changed file, too: 0 to 1. */
function nearestFolder(okr: string, paths: readonly (readonly string[])[], options: OkrOptions, registry: Registry): { folder: string; nearness: number } {
  let best = { folder: '', nearness: 0 }
  for (const rule of options.rules) {
    if (registry.find(rule.okr)?.id !== okr) continue
    for (const folder of rule.paths.map(literalPrefix)) {
      const segments = folder.split('/').slice(0, -1)
      for (const path of paths) {
        const shared = segments.findIndex((segment, index) => path[index] !== segment)
        const nearness = segments.length === 0 ? 0 : (shared < 0 ? segments.length : shared) / segments.length
        if (nearness > best.nearness) best = { folder, nearness }
      }
    }
  }
  return best
}

/** Words of three letters and more, in small letters, each once. */
function wordsOf(text: string): readonly string[] {
  const words =
    text
      .slice(0, 4000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.filter((word) => word.length >= 3 && !EMPTY_WORDS.has(word)))]
}
