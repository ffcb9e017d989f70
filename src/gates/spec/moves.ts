import type { Change, FileChange } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import { extracts, type Facts, type Need, type Side } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { type CodeSketch, codeSketch, isAlwaysKept, isOfLargeText } from './code-sketch.ts'
import { languageOf } from './lex/languages.ts'
import { type PathRoles, rolesOf, type SpecOptions } from './options.ts'

/** Code that is elsewhere after the change. */
export interface Move {
  readonly from: Path
  readonly to: Path
  /** Whether it is the same to the byte; otherwise most of it is found again. */
  readonly exact: boolean
}

/** The least share of a removed file that has to be found in another one: the one that git takes for a rename. */
const MIN_SHARE = 0.5
/** Fewer hashes in common say nothing: a licence, a list of imports. */
const MIN_COMMON = 12
/** What is gone from more files than this was nobody's own. */
const MAX_OWNERS = 20
/** Files that are compared; a change of more is too large to be followed. */
const MAX_FILES = 3000
/** Paths of one need. */
const MAX_EXACT = 300

/** What has to be read so that moved code is known again. Nothing where no surface loses any, or where nothing else could hold it. */
export function moveNeeds(change: Change, options: SpecOptions): readonly Need[] {
  return Object.values(sketchNeeds(change, options)).flat()
}

/** Where the change moved surfaces to. Renames are seen by git only when nothing is edited with them; the others are known by their content. */
export function movesIn(change: Change, options: SpecOptions, facts: Facts): readonly Move[] {
  const roles = rolesOf(options)
  const renames = change.files.flatMap(({ path, previousPath }): Move[] =>
    previousPath !== undefined && roles.isSurface(previousPath) ? [{ from: previousPath, to: path, exact: true }] : [],
  )
  const needs = sketchNeeds(change, options)
  const found = (each: readonly ReturnType<typeof sketches>[]) => new Map(each.flatMap((need) => [...facts.get(need).found]))
  const gone = without(found(needs.losing), found(needs.lost))
  const come = without(found(needs.holding), found(needs.held))
  return [...renames, ...edited(gone, come)].toSorted((a, b) => (a.from < b.from ? -1 : 1))
}

function sketchNeeds(change: Change, options: SpecOptions) {
  const roles = rolesOf(options)
  const holding = change.files.filter((file) => canHold(file, roles))
  // A stub may stay where the code was; worth a look only where there is new code that nobody asks a proof for.
  const stubs = holding.some((file) => file.status === 'added' && isFree(file.path, roles))
  const losing = change.files.filter((file) => canLose(file, roles) && (file.status === 'removed' || stubs))
  if (losing.length === 0 || holding.length === 0) return { losing: [], lost: [], holding: [], held: [] }
  const modified = (files: readonly FileChange[]) => files.filter((file) => file.status === 'modified')
  return { losing: asked('base', losing), lost: asked('head', modified(losing)), holding: asked('head', holding), held: asked('base', modified(holding)) }
}

function canHold(file: FileChange, roles: PathRoles): boolean {
  return (file.status === 'added' || file.status === 'modified') && isFile(file.after) && !roles.isCard(file.path)
}

function canLose(file: FileChange, roles: PathRoles): boolean {
  return (file.status === 'removed' || file.status === 'modified') && isFile(file.before) && roles.isSurface(file.path)
}

/** Code that is neither a surface nor a test. */
function isFree(path: Path, roles: PathRoles): boolean {
  return languageOf(path) !== undefined && !roles.isSurface(path) && !roles.isTest(path)
}

function isFile(side: FileChange['after']): boolean {
  return side?.kind === 'file' || side?.kind === 'executable'
}

function asked(side: Side, files: readonly FileChange[]) {
  const paths = files.slice(0, MAX_FILES).map((file) => file.path)
  return Array.from({ length: Math.ceil(paths.length / MAX_EXACT) }, (_, part) => sketches(side, paths.slice(part * MAX_EXACT, (part + 1) * MAX_EXACT)))
}

function sketches(side: Side, paths: readonly Path[]) {
  return extracts(side, paths.flatMap(exactGlob), codeSketch)
}

type Sketches = ReadonlyMap<Path, CodeSketch>

/** What is in a version of a file and not in the other. */
function without(some: Sketches, others: Sketches): ReadonlyMap<Path, Sketch> {
  return new Map(
    [...some].map(([path, sketch]) => {
      const other = new Set(others.get(path)?.hashes)
      return [path, { hashes: sketch.hashes.filter((hash) => !other.has(hash)), of: sketch }]
    }),
  )
}

interface Sketch extends CodeSketch {
  /** The whole of which these are some hashes. */
  readonly of: CodeSketch
}

/** For each file that lost something the one that holds most of it, where that is enough. Work in proportion to what is read. */
function edited(gone: ReadonlyMap<Path, Sketch>, come: ReadonlyMap<Path, Sketch>): readonly Move[] {
  const owners = ownersOf(gone)
  const best = new Map<Path, { readonly to: Path; readonly share: number }>()
  for (const [to, sketch] of come) {
    const common = new Map<Path, Count>()
    for (const hash of sketch.hashes) for (const path of owners.get(hash) ?? []) add(common, path, hash)
    for (const [from, count] of common) {
      if (from === to) continue
      const share = shareOf(count, gone.get(from)?.of, isOfLargeText(sketch.of))
      if (share >= MIN_SHARE && share > (best.get(from)?.share ?? 0)) best.set(from, { to, share })
    }
  }
  return [...best].map(([from, { to }]) => ({ from, to, exact: false }))
}

/** What a large text has not kept cannot be looked for in it. */
function shareOf(count: Count, whole: CodeSketch | undefined, ofKept: boolean): number {
  const there = ofKept ? count.kept : count.all
  const all = whole?.hashes.filter((hash) => !ofKept || isAlwaysKept(hash)).length ?? 0
  return there < MIN_COMMON ? 0 : there / all
}

interface Count {
  all: number
  kept: number
}

function add(counts: Map<Path, Count>, path: Path, hash: number): void {
  const count = counts.get(path) ?? { all: 0, kept: 0 }
  count.all += 1
  if (isAlwaysKept(hash)) count.kept += 1
  counts.set(path, count)
}

/** The files that each hash is gone from, without those that stood in too many. */
function ownersOf(gone: Sketches): ReadonlyMap<number, readonly Path[]> {
  const owners = new Map<number, Path[]>()
  for (const [path, { hashes }] of gone) {
    for (const hash of hashes) {
      const known = owners.get(hash)
      if (!known) owners.set(hash, [path])
      else if (known.length <= MAX_OWNERS) known.push(path)
    }
  }
  return new Map([...owners].filter(([, paths]) => paths.length <= MAX_OWNERS))
}
