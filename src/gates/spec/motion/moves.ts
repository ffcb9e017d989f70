import type { Change, FileChange } from '../../../model/change.ts'
import { exactGlob } from '../../../model/exact-glob.ts'
import { extracts, type Facts, type Need, type Side } from '../../../model/need.ts'
import type { Path } from '../../../model/path.ts'
import { type CodeSketch, codeSketch } from '../code/code-sketch.ts'
import { languageOf } from '../lex/languages.ts'
import { type PathRoles, rolesOf, type SpecOptions } from '../options.ts'
import { type Sketch, traced } from './trace-code.ts'

/** Code that is elsewhere after the change. */
export interface Move {
  readonly from: Path
  readonly to: Path
  /** How much of it: the same to the byte, most of it, or a part, where several targets together hold most of it. */
  readonly what: 'all' | 'most' | 'part'
}

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
    previousPath !== undefined && roles.isSurface(previousPath) ? [{ from: previousPath, to: path, what: 'all' }] : [],
  )
  const needs = sketchNeeds(change, options)
  const found = (each: readonly ReturnType<typeof sketches>[]) => new Map(each.flatMap((need) => [...facts.get(need).found]))
  const gone = without(found(needs.losing), found(needs.lost))
  const come = without(found(needs.holding), found(needs.held))
  const edited = traced(gone, come).map(({ from, to, isPart }): Move => ({ from, to, what: isPart ? 'part' : 'most' }))
  return [...renames, ...edited].toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

function sketchNeeds(change: Change, options: SpecOptions) {
  const roles = rolesOf(options)
  const holding = change.files.filter((file) => canHold(file, roles))
  // A stub may stay where the code was; worth a look only where there is more code that nobody asks a proof for.
  const stubs = holding.some((file) => isFree(file.path, roles))
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
