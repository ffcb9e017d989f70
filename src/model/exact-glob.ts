import type { Glob } from './glob.ts'
import type { Path } from './path.ts'

const MAX_GLOB = 1000

/** A pattern that matches one path and no other; none for a path that is too long to be one. */
export function exactGlob(path: Path): readonly Glob[] {
  const glob = path.replaceAll(/[*?[\]{}\\!]/g, '\\$&')
  return glob.length > MAX_GLOB ? [] : [glob]
}
