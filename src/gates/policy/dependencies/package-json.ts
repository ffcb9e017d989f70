import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, ofDocument } from './dependency.ts'
import { exactVersion, npmAlias, npmOrigin } from './origin.ts'

const TABLES = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['optionalDependencies', 'optional'],
  ['peerDependencies', 'runtime'],
] as const

/** package.json of npm, Yarn and pnpm. What `overrides` and `resolutions` put in the place of other versions is there too, as not direct. */
export const readPackageJson = ofDocument((root) => {
  const peers = valueAt(root, 'peerDependenciesMeta')
  const declared = TABLES.flatMap(([table, scope]) =>
    [...membersOf(valueAt(root, table))].flatMap(([name, { line, node }]) => {
      const isOptional = table === 'peerDependencies' && textOf(valueAt(peers, name, 'optional')) === 'true'
      return asked(name, line, node, { scope: isOptional ? 'optional' : scope, direct: true })
    }),
  )
  const forced = [valueAt(root, 'overrides'), valueAt(root, 'resolutions'), valueAt(root, 'pnpm', 'overrides')].flatMap((table) => overrides(table))
  return [...declared, ...forced]
})

function asked(name: string, line: number, node: Located, said: Partial<Dependency>): readonly Dependency[] {
  const range = textOf(node)
  if (range === undefined) return []
  const alias = npmAlias(range)
  return [{ ...said, line, name: alias?.name ?? name, range, version: exactVersion(alias?.range ?? range), origin: npmOrigin(range) }]
}

/** Keys are a name, with `@range` behind it or parents before it (`parent>name`, `parent/name`); npm nests mappings, whose own version stands under `.`. */
function overrides(table: Located | undefined): readonly Dependency[] {
  const found: Dependency[] = []
  const open: (readonly [string, Located | undefined])[] = [['', table]]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [parent, node] = at
    for (const [key, member] of membersOf(node)) {
      const name = key === '.' ? parent : overriddenName(key)
      if (member.node.kind === 'map') open.push([name, member.node])
      else if (!textOf(member.node)?.startsWith('$')) found.push(...asked(name, member.line, member.node, { direct: false }))
    }
  }
  return found
}

function overriddenName(key: string): string {
  const last = key.slice(key.lastIndexOf('>') + 1)
  const at = last.indexOf('@', last.lastIndexOf('/@') + 2)
  const path = at > 0 ? last.slice(0, at) : last
  const parts = path.split('/')
  const [scope, name] = [parts.at(-2), parts.at(-1) ?? path]
  return scope?.startsWith('@') ? `${scope}/${name}` : name
}
