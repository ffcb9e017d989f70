import type { FileChange } from '../../model/change.ts'
import { compareText } from './tree-object.ts'

/**
 * Turns a removed and an added file with the same content into one rename. Where several have that content, those
 * that keep their base name are paired first, then whatever is left, both in path order. Links pair with links
 * only, and a submodule is never renamed.
 */
export function pairRenames(changes: readonly FileChange[]): FileChange[] {
  const removed = grouped(changes.filter(({ status }) => status === 'removed'))
  const added = grouped(changes.filter(({ status }) => status === 'added'))
  const pairs = new Map<FileChange, FileChange>()
  for (const [content, targets] of added) {
    const sources = removed.get(content)
    if (sources) for (const [target, source] of pairGroup(targets, sources)) pairs.set(target, source)
  }
  const gone = new Set(pairs.values())
  return changes.filter((change) => !gone.has(change)).map((change) => renamed(change, pairs.get(change)))
}

/** Changes in path order, by what makes two contents the same. */
function grouped(changes: readonly FileChange[]): Map<string, FileChange[]> {
  const groups = new Map<string, FileChange[]>()
  for (const change of changes.toSorted((a, b) => compareText(a.path, b.path))) {
    const side = change.before ?? change.after
    if (!side || side.kind === 'submodule') continue
    const key = side.kind === 'symlink' ? `link ${side.oid}` : side.oid
    const group = groups.get(key)
    if (group) group.push(change)
    else groups.set(key, [change])
  }
  return groups
}

function* pairGroup(targets: readonly FileChange[], sources: readonly FileChange[]): Generator<readonly [FileChange, FileChange]> {
  const byName = new Map<string, FileChange[]>()
  for (const source of sources.toReversed()) {
    const name = baseName(source)
    byName.set(name, [...(byName.get(name) ?? []), source])
  }
  const taken = new Set<FileChange>()
  const unpaired: FileChange[] = []
  for (const target of targets) {
    const source = byName.get(baseName(target))?.pop()
    if (source) {
      taken.add(source)
      yield [target, source]
    } else unpaired.push(target)
  }
  const left = sources.filter((source) => !taken.has(source))
  for (const [index, target] of unpaired.entries()) {
    const source = left[index]
    if (source) yield [target, source]
  }
}

function baseName({ path }: FileChange): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function renamed(change: FileChange, source: FileChange | undefined): FileChange {
  if (!source?.before || !change.after) return change
  return { path: change.path, status: 'renamed', previousPath: source.path, before: source.before, after: change.after }
}
