import type { Entry } from '../../model/change.ts'
import type { Oid } from '../../model/ids.ts'
import { oid as parseOid } from '../../model/ids.ts'
import { decodePath } from '../../model/path.ts'
import { MalformedTree } from '../failures.ts'

/** One name in a tree. */
export interface TreeEntry {
  /** The name, with a `/` at the end for a tree: keys in order make full paths in order. */
  readonly key: string
  readonly oid: Oid
  readonly kind: Entry['kind'] | 'tree'
}

/** The entries of one tree, sorted by key (UTF-16 code units). */
export type Tree = readonly TreeEntry[]

const SPACE = 32

/**
 * Parses a tree object: `<octal mode> <name>\0<raw id>`, over and over (gitformat-tree; the rules for names are
 * those of git fsck: no empty name, `.`, `..`, `.git` or slash, no name twice). Old trees with padded modes or
 * another order are read as git reads them. Throws MalformedTree.
 */
export function parseTree(oid: Oid, bytes: Buffer): Tree {
  const idLength = oid.length / 2
  const entries: TreeEntry[] = []
  const names = new Set<string>()
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at)
    const end = space < 0 ? -1 : bytes.indexOf(0, space)
    if (end < 0 || end + idLength >= bytes.length) throw new MalformedTree(oid, 'it ends inside an entry')
    const kind = kindOf(bytes.toString('latin1', at, space))
    if (!kind) throw new MalformedTree(oid, 'an entry has no valid mode')
    const name = decodePath(bytes.subarray(space + 1, end))
    if (!isSafeName(name)) throw new MalformedTree(oid, `an entry is called ${JSON.stringify(name.slice(0, 80))}`)
    if (names.has(name)) throw new MalformedTree(oid, `two entries are called ${JSON.stringify(name.slice(0, 80))}`)
    names.add(name)
    at = end + 1 + idLength
    entries.push({ key: kind === 'tree' ? `${name}/` : name, oid: parseOid(bytes.toString('hex', end + 1, at)), kind })
  }
  return entries.sort((a, b) => compareText(a.key, b.key))
}

/** Plain order by UTF-16 code units: the order of everything that git/ returns. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** By file type alone, as git does: of the permission bits only the owner's execute bit counts. */
function kindOf(octal: string): TreeEntry['kind'] | undefined {
  if (!/^[0-7]{1,7}$/.test(octal)) return undefined
  const mode = Number.parseInt(octal, 8)
  const type = mode & 0o170000
  if (type === 0o100000) return mode & 0o100 ? 'executable' : 'file'
  if (type === 0o040000) return 'tree'
  if (type === 0o120000) return 'symlink'
  return type === 0o160000 ? 'submodule' : undefined
}

function isSafeName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && name.toLowerCase() !== '.git' && !name.includes('/')
}
