import { itemsOf, membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located, Member } from '../../../documents/located.ts'
import type { Dependency, ManifestReading } from './dependency.ts'
import { hostOf } from './origin.ts'
import { pinned, pythonName, requirement } from './requirement.ts'

type Scope = NonNullable<Dependency['scope']>

/**
 * pyproject.toml: `project` (PEP 621), `build-system` (PEP 518), `dependency-groups` (PEP 735), and the tables of Poetry, uv and
 * PDM.
 */
export function readPyproject(text: string, documents: readonly Located[]): ManifestReading {
  const lines = text.split('\n')
  return { dependencies: documents.flatMap((root) => [...standard(root, lines), ...poetry(valueAt(root, 'tool', 'poetry'))]), problems: [] }
}

function standard(root: Located, lines: readonly string[]): readonly Dependency[] {
  const lists: (readonly [Located | undefined, Scope])[] = [
    [valueAt(root, 'project', 'dependencies'), 'runtime'],
    [valueAt(root, 'build-system', 'requires'), 'build'],
    [valueAt(root, 'tool', 'uv', 'dev-dependencies'), 'development'],
    ...each(valueAt(root, 'project', 'optional-dependencies'), 'optional'),
    ...each(valueAt(root, 'dependency-groups'), 'development'),
    ...each(valueAt(root, 'tool', 'pdm', 'dev-dependencies'), 'development'),
  ]
  const sources = new Map([...membersOf(valueAt(root, 'tool', 'uv', 'sources'))].map(([name, { node }]) => [pythonName(name), node]))
  return lists.flatMap(([list, scope]) => {
    let at = list?.line ?? 1
    return itemsOf(list).flatMap((item): readonly Dependency[] => {
      const said = textOf(item)
      const found = said === undefined ? undefined : requirement(said)
      if (said === undefined || found === undefined) return []
      at = lineOf(said, at, lines)
      return [{ ...found, line: at, scope, direct: true, origin: tableOrigin(sources.get(found.name)) ?? found.origin }]
    })
  })
}

function each(table: Located | undefined, scope: Scope): readonly (readonly [Located, Scope])[] {
  return [...membersOf(table).values()].map(({ node }) => [node, scope] as const)
}

/** Lines are looked through behind the last one that was found, so all items of a list look through it about once. */
const MAX_AHEAD = 50

function lineOf(said: string, from: number, lines: readonly string[]): number {
  for (let line = from; line < from + MAX_AHEAD && line <= lines.length; line += 1) {
    const text = lines[line - 1]
    if (text?.includes(`"${said}"`) || text?.includes(`'${said}'`)) return line
  }
  return from
}

function poetry(table: Located | undefined): readonly Dependency[] {
  const groups = [...membersOf(valueAt(table, 'group')).values()].map(({ node }) => valueAt(node, 'dependencies'))
  return [
    ...members(valueAt(table, 'dependencies'), 'runtime'),
    ...members(valueAt(table, 'dev-dependencies'), 'development'),
    ...groups.flatMap((group) => members(group, 'development')),
  ]
}

function members(table: Located | undefined, scope: Scope): readonly Dependency[] {
  return [...membersOf(table)].flatMap(([name, member]) => (name.toLowerCase() === 'python' ? [] : constrained(pythonName(name), member, scope)))
}

/** A version, a table of one, or a list of such tables for several markers. */
function constrained(name: string, { line, node }: Member, scope: Scope): readonly Dependency[] {
  return (node.kind === 'list' ? node.items : [node]).map((one) => {
    const range = textOf(one) ?? textOf(valueAt(one, 'version'))
    return {
      line,
      name,
      range,
      version: range === undefined ? undefined : (pinned(range) ?? undefined),
      scope: textOf(valueAt(one, 'optional')) === 'true' ? 'optional' : scope,
      direct: true,
      origin: tableOrigin(one) ?? { source: 'registry' },
    }
  })
}

/** `{git = …}`, `{url = …}`, `{path = …}` and their like, as Poetry and uv have them. */
function tableOrigin(table: Located | undefined): Dependency['origin'] {
  const git = textOf(valueAt(table, 'git'))
  if (git !== undefined) return { source: 'git', host: hostOf(git) }
  const url = textOf(valueAt(table, 'url'))
  if (url !== undefined) return { source: 'url', host: hostOf(url) }
  return ['path', 'file', 'workspace'].some((key) => valueAt(table, key) !== undefined) ? { source: 'path' } : undefined
}
