import { type Glob, globSet } from '../../model/glob.ts'
import { extensionOf, type Path } from '../../model/path.ts'
import { isCode, isSource, OTHERS } from './source-code.ts'

const MAX_FOLDERS = 10
/** Names that mean the same inside a pattern and outside. */
export const PLAIN_NAME = /^[A-Za-z0-9_.-]{1,100}$/

/**
 * The folders that hold what a repository is for, as patterns: one for each top folder, those with most files first, then what of these
 * is something else, with `!` before. Every pattern matches something.
 */
export function sourcePatterns(paths: readonly Path[]): readonly Glob[] {
  const code = paths.filter(isCode)
  const folders = [...Map.groupBy(code.filter(isSource), topFolder)]
    .filter(([folder]) => folder === '' || PLAIN_NAME.test(folder))
    .toSorted(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .slice(0, MAX_FOLDERS)
  const patterns = folders.map(([folder, own]) => folderPattern(folder === '' ? '' : `${folder}/**/`, own.map(extensionOf)))
  const covered = globSet(patterns)
  return [...patterns, ...leftOut(code.filter((path) => covered.matches(path) && !isSource(path)))]
}

/** One pattern for a folder and the extensions seen in it. */
export function folderPattern(folder: string, extensions: Iterable<string>): Glob {
  return `${folder}*.${alternatives([...new Set(extensions)])}`
}

/** What takes these paths out, folders together. */
function leftOut(paths: readonly Path[]): readonly Glob[] {
  const seen = OTHERS.filter((glob) => anyMatches(glob, paths))
  const names = seen.flatMap((glob) => /^\*\*\/([^/]+)\/\*\*$/.exec(glob)?.[1] ?? [])
  const rest = seen.filter((glob) => !/\/\*\*$/.test(glob))
  return [...(names.length > 0 ? [`!**/${alternatives(names)}/**`] : []), ...rest.map((glob) => `!${glob}`)]
}

function alternatives(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '*') : `{${names.toSorted().join(',')}}`
}

export function topFolder(path: Path): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

/** Whether a pattern matches any of some paths. */
export function anyMatches(glob: Glob, paths: readonly Path[]): boolean {
  const set = globSet([glob])
  return paths.some((path) => set.matches(path))
}
