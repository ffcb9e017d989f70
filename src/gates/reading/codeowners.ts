import { type Glob, GlobError, type GlobSet, globSet } from '../../model/glob.ts'
import type { Path } from '../../model/path.ts'

/** Where GitHub looks for the file; the first that is there counts. */
export const CODEOWNERS_PATHS: readonly Path[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS']

const MAX_RULES = 5000

/** Who owns what, as GitHub reads a CODEOWNERS file. */
export class CodeOwners {
  readonly #rules: readonly { readonly files: GlobSet; readonly owners: readonly string[] }[]

  /** Lines that GitHub could not read are left out, as GitHub does. */
  constructor(text: string) {
    this.#rules = text.split('\n').slice(0, MAX_RULES).flatMap(ruleOf)
  }

  /** The owners of a file: those of the last rule that matches it, which may name none. */
  of(path: Path): readonly string[] {
    return this.#rules.findLast(({ files }) => files.matches(path))?.owners ?? []
  }
}

function ruleOf(line: string): readonly { readonly files: GlobSet; readonly owners: readonly string[] }[] {
  const [pattern, ...words] = wordsOf(line)
  // Negations, character ranges and an escaped `#` mean nothing to GitHub here.
  if (pattern === undefined || pattern.startsWith('!') || pattern.includes('[')) return []
  try {
    return [{ files: globSet(globsOf(pattern)), owners: words.filter((word) => word.includes('@')) }]
  } catch (error) {
    if (error instanceof GlobError) return []
    throw error
  }
}

/** The words of a line before its comment; a blank behind a backslash belongs to a word. */
function wordsOf(line: string): readonly string[] {
  const words = line.trim().match(/(?:\\.|[^\s\\])+/g) ?? []
  const comment = words.findIndex((word) => word.startsWith('#'))
  return (comment < 0 ? words : words.slice(0, comment)).map((word, index) => (index === 0 ? word.replaceAll('\\ ', ' ') : word))
}

/** A pattern of gitignore's kind in ours: without a slash at its start or in it, it matches in every folder; of a folder, all that is in it. */
function globsOf(pattern: string): readonly Glob[] {
  const body = pattern.replace(/^\//, '').replace(/\/$/, '')
  const anchored = pattern.startsWith('/') || body.includes('/')
  const root = escaped(anchored ? body : `**/${body}`)
  if (body === '' || body === '*') return pattern === '*' || pattern === '/' ? ['**'] : ['*']
  // `docs/*` is what lies in docs itself and nothing deeper; every other pattern may name a folder.
  const deep = body.endsWith('/*') ? [] : [`${root}/**/*`]
  return pattern.endsWith('/') ? deep : [root, ...deep]
}

function escaped(pattern: string): Glob {
  return pattern.replaceAll(/[{}]/g, '\\$&')
}
