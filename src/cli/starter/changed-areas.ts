import type { Glob } from '../../model/glob.ts'
import { extensionOf, type Path } from '../../model/path.ts'
import { folderPattern, PLAIN_NAME } from './source-patterns.ts'

/** A part of a repository that belongs together, as far as its folders show. */
export interface Area {
  /** A folder with everything below it, or only what is directly in it. */
  readonly glob: Glob
  /** The folder, for a title; '' for the root. */
  readonly folder: string
  /** How many changes touched it. */
  readonly changes: number
}

const MAX_AREAS = 3
/** An area that more than this share of the changes touch says little about any of them. */
const TOO_MUCH = 0.5
/** Folders taken apart at most. */
const MAX_SPLITS = 12

interface Folder {
  readonly path: string
  readonly children: Map<string, Folder>
  changes: number
  /** Changes that touched files directly in it, and what extensions these have. */
  own: number
  readonly extensions: Set<string>
}

/**
 * The areas that most changes touched, at most three, the most changed first. `changes` are the source files that each change touched.
 * From the top, what is touched most is taken apart into its folders until there are enough areas and none is nearly everything.
 */
export function changedAreas(changes: readonly (readonly Path[])[]): readonly Area[] {
  const root = counted(changes)
  const total = changes.filter((paths) => paths.length > 0).length
  let parts: readonly Part[] = [{ folder: root, alone: false, changes: root.changes }]
  for (let split = 0; split < MAX_SPLITS; split += 1) {
    const biggest = parts.find((part) => !part.alone && part.folder.children.size > 0)
    if (!biggest || (parts.length >= MAX_AREAS && biggest.changes <= TOO_MUCH * total && biggest.folder.path !== '')) break
    parts = [...parts.filter((part) => part !== biggest), ...apart(biggest.folder)].toSorted(mostChanged)
  }
  return parts
    .filter((part) => part.changes > 0)
    .slice(0, MAX_AREAS)
    .map(areaOf)
}

/** A folder, or only the files directly in it. */
interface Part {
  readonly folder: Folder
  readonly alone: boolean
  readonly changes: number
}

function apart(folder: Folder): readonly Part[] {
  const children = [...folder.children.values()].map((child): Part => ({ folder: child, alone: false, changes: child.changes }))
  return folder.own > 0 ? [{ folder, alone: true, changes: folder.own }, ...children] : children
}

function mostChanged(a: Part, b: Part): number {
  return b.changes - a.changes || (a.folder.path < b.folder.path ? -1 : a.folder.path > b.folder.path ? 1 : 0)
}

function areaOf({ folder, alone, changes }: Part): Area {
  return { glob: alone ? folderPattern(folder.path, folder.extensions) : `${folder.path}**`, folder: folder.path.replace(/\/$/, ''), changes }
}

function counted(changes: readonly (readonly Path[])[]): Folder {
  const root = folderAt('')
  for (const paths of changes) {
    const touched = new Set<Folder>()
    const touchedAlone = new Set<Folder>()
    for (const path of paths) {
      const names = path.split('/').slice(0, -1)
      if (!names.every((name) => PLAIN_NAME.test(name))) continue
      let folder = root
      touched.add(folder)
      for (const name of names) {
        const next = folder.children.get(name) ?? folderAt(`${folder.path}${name}/`)
        folder.children.set(name, next)
        folder = next
        touched.add(folder)
      }
      touchedAlone.add(folder)
      folder.extensions.add(extensionOf(path))
    }
    for (const folder of touched) folder.changes += 1
    for (const folder of touchedAlone) folder.own += 1
  }
  return root
}

function folderAt(path: string): Folder {
  return { path, children: new Map(), changes: 0, own: 0, extensions: new Set() }
}
