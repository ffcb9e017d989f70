import { createHash } from 'node:crypto'
import { entrypointPath, type Location, type PolicyBundle } from '../rego/index.ts'
import type { Places } from './answers.ts'
import { type Relocated, relocate } from './relocate.ts'

/**
 * Where a bundle stands on a server: everything under `data.maestro.<slot>`.
 * - `mark`: the digest of what was put, first of all;
 * - `policy`: the modules and their data, moved there;
 * - `answers`: a document for each entrypoint, put last, that has its `value` and holds only while the mark is there.
 *
 * So a server that started anew, and has forgotten all or part of it, is told from one where an entrypoint is undefined.
 */
export interface Placement {
  readonly slot: string
  /** Goes to `data.maestro.<slot>`. */
  readonly document: unknown
  readonly modules: readonly Placed[]
  readonly answers: string
  /** Below `data`, by entrypoint. */
  readonly paths: ReadonlyMap<string, string>
  readonly places: Places
}

interface Placed extends Relocated {
  readonly id: string
}

/** `instance` keeps engines that share a server apart. Throws RegoErrors where a module cannot be parsed. */
export function placementOf(bundle: PolicyBundle, instance: string): Placement {
  const slot = slotOf(bundle, instance)
  const root = ['maestro', slot, 'policy']
  const modules = bundle.modules.map(({ name, text }, index) => ({ id: `maestro/${slot}/m${index}`, ...relocate(name, text, root) }))
  const paths = new Map(bundle.entrypoints.map((entrypoint, index) => [entrypoint, `maestro/${slot}/answers/e${index}`]))
  const mark = digest([bundle.modules, bundle.data ?? {}, bundle.entrypoints])
  return {
    slot,
    document: { mark, policy: bundle.data ?? {} },
    modules,
    answers: answersOf(bundle.entrypoints, slot, mark),
    paths,
    places: {
      location: (file, row, col) => locationIn(bundle, modules, file, row, col),
      message: (text) => withoutRoot(text, root),
    },
  }
}

/** `data.maestro.<slot>.policy.a` is `data.a`, and so are packages and paths with slashes. */
function withoutRoot(text: string, root: readonly string[]): string {
  return text
    .replaceAll(`.${root.join('.')}`, '')
    .replaceAll(`${root.join('.')}.`, '')
    .replaceAll(`${root.join('/')}/`, '')
}

/** An identifier that tells an operator whose policy it is. */
function slotOf({ namespace, revision }: PolicyBundle, instance: string): string {
  return `${namespace.replace(/[^A-Za-z0-9]/g, '_').slice(0, 60)}_${digest([namespace, revision, instance]).slice(0, 24)}`
}

function answersOf(entrypoints: readonly string[], slot: string, mark: string): string {
  const rules = entrypoints.flatMap((entrypoint, index) => {
    const place = entrypointPath(entrypoint).map((part) => `[${JSON.stringify(part)}]`)
    return [`e${index}.mark := data.maestro.${slot}.mark`, `e${index}.value := data.maestro.${slot}.policy${place.join('')} if e${index}.mark == "${mark}"`]
  })
  return [`package maestro.${slot}.answers`, ...rules, ''].join('\n\n')
}

function locationIn(bundle: PolicyBundle, modules: readonly Placed[], file: string, row: number, col: number): Location | undefined {
  const index = modules.findIndex(({ id }) => id === file)
  const source = bundle.modules[index]
  const before = modules[index]?.original(row, col)
  return source && before && { file: source.name, ...before, start: 0, end: 0 }
}

function digest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? `${item}n` : item)))
    .digest('hex')
}
