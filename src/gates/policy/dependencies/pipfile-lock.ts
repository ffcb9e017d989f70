import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf } from './origin.ts'
import { pinned, pythonName } from './requirement.ts'

/** Pipfile.lock. Which packages are direct it does not say. */
export const readPipfileLock = ofDocument((root) =>
  [...membersOf(root)].flatMap(([table, { node: packages }]) =>
    table === '_meta'
      ? []
      : [...membersOf(packages)].map(
          ([name, { line, node }]): Dependency => ({
            line,
            name: pythonName(name),
            version: pinned(textOf(valueAt(node, 'version')) ?? ''),
            scope: table === 'default' ? 'runtime' : 'development',
            origin: originOf(node),
          }),
        ),
  ),
)

function originOf(node: Located): Origin {
  const git = textOf(valueAt(node, 'git'))
  if (git !== undefined) return { source: 'git', host: hostOf(git) }
  const file = textOf(valueAt(node, 'file'))
  if (file !== undefined) return { source: 'url', host: hostOf(file) }
  return { source: valueAt(node, 'path') === undefined ? 'registry' : 'path' }
}
