import type { Extracts } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import type { RegistryFile } from './registry-file.ts'

/**
 * The registry as it would be once a change is merged: the head's version of the files that the change touches, the
 * trunk's of all others. The head alone would say something else of a branch that the trunk has moved on from.
 */
export function onceMerged(trunk: Extracts<RegistryFile>, head: Extracts<RegistryFile>, touched: ReadonlySet<Path>): Extracts<RegistryFile> {
  return { found: merged(trunk.found, head.found, touched), unread: merged(trunk.unread, head.unread, touched) }
}

function merged<T>(trunk: ReadonlyMap<Path, T>, head: ReadonlyMap<Path, T>, touched: ReadonlySet<Path>): ReadonlyMap<Path, T> {
  return new Map([...[...trunk].filter(([path]) => !touched.has(path)), ...[...head].filter(([path]) => touched.has(path))])
}
