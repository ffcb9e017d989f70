import { code, type Phrase, place, say } from '../model/phrase.ts'
import type { Source } from '../model/source.ts'

/** Where a fact came from, short enough for a table and exact enough to look it up. */
export function sourceWords(source: Source): Phrase {
  switch (source.kind) {
    case 'git':
      return source.path === undefined
        ? say`commit ${code(source.commit.slice(0, 12))}`
        : say`${place(source.path, source.line)} at ${code(source.commit.slice(0, 12))}`
    case 'github':
      return say`GitHub: ${source.what}`
    case 'settings':
      return say`settings ${code(source.pointer)}`
    case 'computed':
      return say`computed by ${source.by}`
    case 'given':
      return say`given by ${source.by}`
  }
}
