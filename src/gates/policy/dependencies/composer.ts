import { itemsOf, membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { exactVersion, hostOf } from './origin.ts'

/** What PHP itself brings, and Composer: no packages. */
const PLATFORM = /^(?:php(?:-.*)?|hhvm|composer(?:-.*)?|(?:ext|lib)-.*)$/s

/** composer.json. A package may be in any of the `repositories` that it names; without them it is Packagist's. */
export const readComposerJson = ofDocument((root) => {
  const origin: Origin | undefined = valueAt(root, 'repositories') === undefined ? { source: 'registry' } : undefined
  return (
    [
      ['require', 'runtime'],
      ['require-dev', 'development'],
    ] as const
  ).flatMap(([table, scope]) =>
    [...membersOf(valueAt(root, table))].flatMap(([name, { line, node }]): readonly Dependency[] => {
      const range = textOf(node)
      if (PLATFORM.test(name)) return []
      return [{ line, name: name.toLowerCase(), range, version: exactVersion(range ?? ''), scope, direct: true, origin }]
    }),
  )
})

/** composer.lock. Which packages are direct it does not say. A plugin of Composer runs while others are installed. */
export const readComposerLock = ofDocument((root) =>
  (
    [
      ['packages', 'runtime'],
      ['packages-dev', 'development'],
    ] as const
  ).flatMap(([table, scope]) =>
    itemsOf(valueAt(root, table)).flatMap((node): readonly Dependency[] => {
      const name = textOf(valueAt(node, 'name'))
      if (name === undefined) return []
      const licences = itemsOf(valueAt(node, 'license')).flatMap((one) => textOf(one) ?? [])
      return [
        {
          line: node.line,
          name: name.toLowerCase(),
          version: textOf(valueAt(node, 'version')),
          scope,
          origin: originOf(node),
          // Several are a choice (composer.json's schema, «license»).
          licence: licences.length > 0 ? licences.join(' OR ') : undefined,
          installScript: textOf(valueAt(node, 'type')) === 'composer-plugin',
        },
      ]
    }),
  ),
)

/** Packages of a registry name where it is told that they were installed. */
function originOf(node: Located): Origin | undefined {
  const [dist, source] = [valueAt(node, 'dist'), valueAt(node, 'source')]
  const registry = textOf(valueAt(node, 'notification-url'))
  if (registry !== undefined) return { source: 'registry', host: hostOf(registry) }
  if (textOf(valueAt(dist, 'type')) === 'path') return { source: 'path' }
  const repository = textOf(valueAt(source, 'url'))
  if (repository !== undefined) return { source: 'git', host: hostOf(repository) }
  const address = textOf(valueAt(dist, 'url'))
  return address === undefined ? undefined : { source: 'url', host: hostOf(address) }
}
