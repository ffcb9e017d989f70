import type { Entry, FileChange } from '../../../model/change.ts'

/** A link or a submodule is no code of this repository: what it leads to may change without anybody being asked. */
export function isLink(kind: Entry['kind'] | undefined): boolean {
  return kind === 'symlink' || kind === 'submodule'
}

/** Whether a link or a submodule is where a file, or nothing, was. */
export function becomesLink({ before, after }: FileChange): boolean {
  return isLink(after?.kind) && !isLink(before?.kind)
}
