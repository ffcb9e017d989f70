import type { Change, FileChange } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import { expandedSize, type Glob } from '../../model/glob.ts'
import { extracts, type Facts, listing, type Need, type Side } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { codeDigest } from './code/code-digest.ts'
import { codeLines } from './code/code-lines.ts'
import { moveNeeds } from './motion/moves.ts'
import { cardGlobs, rolesOf, type SpecOptions } from './options.ts'
import { cardFile } from './spec-cards/card-file.ts'
import { type IndexedCard, type SpecIndex, specIndex } from './spec-cards/spec-index.ts'
import { testFile } from './tests/test-file.ts'

/** Rust keeps unit tests beside the code they test, so bindings count in every Rust file. */
const INLINE_TESTS: readonly Glob[] = ['**/*.rs']
/** Above this, asking for all surfaces costs less than naming each path. */
const MAX_EXACT = 300
/** Files of which it is told which line changed. */
const MAX_TOLD = 50
/** Characters of patterns, braces expanded, with which the whole tree is searched. Above this every path is asked for, and matched in bounded steps. */
const MAX_PATTERNS = 20_000

/** The cards and bindings of one side. */
function indexNeeds(side: Side, options: SpecOptions) {
  return {
    cards: extracts(side, cardGlobs(options), cardFile),
    tests: [extracts(side, options.tests, testFile), extracts(side, INLINE_TESTS, testFile)],
  } as const
}

/** Indices by the cards they are made from: one judgement asks for the same one several times. */
const indices = new WeakMap<object, { readonly tests: readonly unknown[]; readonly index: SpecIndex }>()

/** What was gathered for one side, brought together. */
export function indexOf(side: Side, options: SpecOptions, facts: Facts): SpecIndex {
  const needs = indexNeeds(side, options)
  const cards = facts.get(needs.cards)
  const tests = needs.tests.map((need) => facts.get(need))
  const known = indices.get(cards)
  if (known?.tests.every((each, index) => each === tests[index])) return known.index
  const index = specIndex(cards, tests)
  indices.set(cards, { tests, index })
  return index
}

/** Changed files that are code which owes a proof; removed ones owe none. */
export function changedSurfaces(change: Change, options: SpecOptions): readonly FileChange[] {
  const roles = rolesOf(options)
  const wasSurface = ({ previousPath }: FileChange) => options.required === 'all' && previousPath !== undefined && roles.isSurface(previousPath)
  return change.files.filter((file) => file.status !== 'removed' && (roles.isSurface(file.path) || wasSurface(file)))
}

/** The code digests of the changed surfaces, at their paths before and after. */
export function digestNeeds(change: Change, options: SpecOptions) {
  const files = changedSurfaces(change, options)
  const ask = (side: Side, paths: readonly Path[]) => extracts(side, paths.length > MAX_EXACT ? options.surfaces : paths.flatMap(exactGlob), codeDigest)
  return {
    before: ask(
      'base',
      files.flatMap((file) => (file.status === 'added' ? [] : [file.previousPath ?? file.path])),
    ),
    after: ask(
      'head',
      files.map((file) => file.path),
    ),
  }
}

/** The lines of code of some changed files, at their paths before and after: where it is told that their code changed. */
export function lineNeeds(change: Change, paths: readonly Path[]) {
  const told = new Set(paths.slice(0, MAX_TOLD))
  const files = change.files.filter((file) => told.has(file.path) && file.before !== undefined)
  if (files.length === 0) return undefined
  const ask = (side: Side, of: (file: FileChange) => Path) =>
    extracts(
      side,
      files.flatMap((file) => exactGlob(of(file))),
      codeLines,
    )
  return { before: ask('base', (file) => file.previousPath ?? file.path), after: ask('head', (file) => file.path), files }
}

/** The files that some cards cover, as they are in the head. */
export function coveredFiles(cards: readonly IndexedCard[]) {
  const globs = [...new Set(cards.flatMap((card) => card.surfaces.map((surface) => surface.text)))].filter((glob) => !glob.startsWith('!'))
  const size = globs.reduce((sum, glob) => sum + expandedSize(glob), 0)
  return listing('head', globs.length > MAX_EXACT || size > MAX_PATTERNS ? ['**'] : globs.toSorted())
}

/** Everything that is asked in the first round. */
export function firstNeeds(change: Change, options: SpecOptions): readonly Need[] {
  const head = indexNeeds('head', options)
  const base = indexNeeds('base', options)
  const digests = digestNeeds(change, options)
  return [head.cards, ...head.tests, base.cards, ...base.tests, digests.before, digests.after, ...moveNeeds(change, options), trunkCards(options)]
}

/** The cards of a trunk that went on since the change left it: asked for where they might be what is missing. */
export function newerCards(change: Change, options: SpecOptions) {
  return change.trunk.tree === change.base.tree ? undefined : extracts('trunk', cardGlobs(options), cardFile)
}

/** Whether the trunk has cards at all, for a change that comes from before there were any. */
export function trunkCards(options: SpecOptions) {
  return listing('trunk', cardGlobs(options))
}
