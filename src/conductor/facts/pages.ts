import { digestOfBytes } from '../../model/digest.ts'
import { type Digest, digest } from '../../model/ids.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import type { Path } from '../../model/path.ts'

/**
 * What is known of many files, stored as git stores a tree: a page for each folder that names its files' values and
 * its folders' pages by digest. So two revisions that differ in twenty files share every page but those on the way to
 * these twenty, and equal values have equal roots.
 */
export interface Pages {
  readonly root: Digest
  /** Every page by its digest, the root's too. */
  readonly texts: ReadonlyMap<Digest, string>
}

/** A path with the canonical JSON text of its value. */
export type PathText = readonly [Path, string]

/** Files of one folder on one page; those of a larger one are dealt out by their names. */
const PAGE_FILES = 64

/** The pages of some files, which come sorted by path (UTF-16 code units), each once. */
export function pagesOf(files: readonly PathText[]): Pages {
  const texts = new Map<Digest, string>()
  return { root: pageOf(files, 0, files.length, 0, texts), texts }
}

function keep(text: string, texts: Map<Digest, string>): Digest {
  const name = digestOfBytes(text)
  texts.set(name, text)
  return name
}

/** The page of the folder that the first `depth` characters of every path from `start` to `end` name. */
function pageOf(files: readonly PathText[], start: number, end: number, depth: number, texts: Map<Digest, string>): Digest {
  const own: string[] = []
  const names: string[] = []
  const folders: string[] = []
  for (let at = start; at < end; ) {
    const [path, value] = files[at] ?? ['', '']
    const slash = path.indexOf('/', depth)
    if (slash < 0) {
      const name = path.slice(depth)
      names.push(name)
      own.push(`[${JSON.stringify(name)},${value}]`)
      at += 1
      continue
    }
    // Sorted paths that begin alike stand together.
    const folder = path.slice(depth, slash + 1)
    let stop = at + 1
    while (stop < end && files[stop]?.[0].startsWith(folder, depth)) stop += 1
    folders.push(`[${JSON.stringify(folder.slice(0, -1))},"${pageOf(files, at, stop, slash + 1, texts)}"]`)
    at = stop
  }
  const filesPart = own.length <= PAGE_FILES ? `"files":[${own.join(',')}]` : `"dealt":[${dealt(own, names, texts).join(',')}]`
  return keep(`{${filesPart},"folders":[${folders.join(',')}]}`, texts)
}

/** Pages of the files of one large folder. A file's page depends on its name and on how many there are, to a power of two. */
function dealt(own: readonly string[], names: readonly string[], texts: Map<Digest, string>): readonly string[] {
  const count = 2 ** Math.ceil(Math.log2(own.length / (PAGE_FILES / 2)))
  const hands: string[][] = Array.from({ length: count }, () => [])
  for (const [index, text] of own.entries()) hands[spread(names[index] ?? '') % count]?.push(text)
  return hands.map((hand) => `"${keep(`{"files":[${hand.join(',')}],"folders":[]}`, texts)}"`)
}

/** FNV-1a, 32 bits. */
function spread(name: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The digests of the pages and dealt hands that a page names. */
export function pagesNamedBy(text: string): readonly Digest[] {
  const page = parsed(text)
  return [...page.dealt, ...page.folders.map(([, name]) => name)]
}

/** The files of a root in path order; `text` gives each page's text, or throws. */
export function filesOf(root: Digest, text: (page: Digest) => string): readonly (readonly [Path, Json])[] {
  const found: (readonly [Path, Json])[] = []
  const open: { readonly folder: string; readonly name: Digest }[] = [{ folder: '', name: root }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { folder, name } = next
    const page = parsed(text(name))
    for (const [file, value] of page.files) found.push([folder + file, value])
    for (const hand of page.dealt) open.push({ folder, name: hand })
    for (const [child, childName] of page.folders) open.push({ folder: `${folder}${child}/`, name: childName })
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1))
}

interface Page {
  readonly files: readonly (readonly [string, Json])[]
  readonly dealt: readonly Digest[]
  readonly folders: readonly (readonly [string, Digest])[]
}

function parsed(text: string): Page {
  const page: unknown = JSON.parse(text)
  const list = (key: string): readonly Json[] => (isObject(page) && isArray(page[key]) ? page[key] : [])
  const pair = (item: Json): readonly [string, Json] => (isArray(item) ? [String(item[0]), item[1] ?? null] : ['', null])
  return {
    files: list('files').map(pair),
    dealt: list('dealt').map((name) => digest(String(name))),
    folders: list('folders').map((item) => {
      const [name, page] = pair(item)
      return [name, digest(String(page))]
    }),
  }
}
