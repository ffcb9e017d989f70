import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf } from './origin.ts'

const TABLES = [
  ['dependencies', 'runtime'],
  ['dev-dependencies', 'development'],
  ['dev_dependencies', 'development'],
  ['build-dependencies', 'build'],
  ['build_dependencies', 'build'],
] as const

/** Cargo.toml; see «Specifying Dependencies» in the Cargo Book. What `patch` and `replace` put in the place of others is there too. */
export const readCargoToml = ofDocument((root) => {
  const targets = [...membersOf(valueAt(root, 'target')).values()].map(({ node }) => node)
  const patches = [...membersOf(valueAt(root, 'patch')).values()].map(({ node }) => node)
  return [
    ...[root, ...targets].flatMap((owner) => TABLES.flatMap(([table, scope]) => crates(valueAt(owner, table), scope))),
    ...crates(valueAt(root, 'workspace', 'dependencies'), undefined),
    ...[...patches, valueAt(root, 'replace')].flatMap((table) => crates(table, undefined)),
  ]
})

function crates(table: Located | undefined, scope: Dependency['scope']): readonly Dependency[] {
  return [...membersOf(table)].map(([key, { line, node }]): Dependency => {
    const range = textOf(node) ?? textOf(valueAt(node, 'version'))
    return {
      line,
      name: textOf(valueAt(node, 'package')) ?? key.split(':', 1)[0] ?? key,
      range,
      version: range === undefined ? undefined : /^=\s{0,20}(\d[\w.+-]{0,200})$/.exec(range)?.[1],
      scope: textOf(valueAt(node, 'optional')) === 'true' ? 'optional' : scope,
      direct: true,
      origin: originOf(node),
    }
  })
}

/** A crate that is inherited from the workspace says nothing of its own. */
function originOf(node: Located): Origin | undefined {
  const git = textOf(valueAt(node, 'git'))
  if (git !== undefined) return { source: 'git', host: hostOf(git) }
  if (valueAt(node, 'path') !== undefined) return { source: 'path' }
  if (textOf(valueAt(node, 'workspace')) === 'true') return undefined
  return { source: 'registry', host: hostOf(textOf(valueAt(node, 'registry-index')) ?? '') }
}
