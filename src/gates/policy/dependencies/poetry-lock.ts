import { itemsOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf } from './origin.ts'
import { pythonName } from './requirement.ts'

/** poetry.lock. Which packages are direct it does not say; what they are for, the versions before 1.5 and from 2.0 on do. */
export const readPoetryLock = ofDocument((root) =>
  itemsOf(valueAt(root, 'package')).flatMap((node): readonly Dependency[] => {
    const name = textOf(valueAt(node, 'name'))
    if (name === undefined) return []
    return [
      { line: node.line, name: pythonName(name), version: textOf(valueAt(node, 'version')), scope: scopeOf(node), origin: originOf(valueAt(node, 'source')) },
    ]
  }),
)

function scopeOf(node: Located): Dependency['scope'] {
  if (textOf(valueAt(node, 'optional')) === 'true') return 'optional'
  const groups = itemsOf(valueAt(node, 'groups')).map(textOf)
  const category = textOf(valueAt(node, 'category'))
  if (groups.includes('main') || category === 'main') return 'runtime'
  return groups.length > 0 || category !== undefined ? 'development' : undefined
}

function originOf(source: Located | undefined): Origin {
  const type = textOf(valueAt(source, 'type'))
  const host = hostOf(textOf(valueAt(source, 'url')) ?? '')
  if (type === 'git') return { source: 'git', host }
  if (type === 'url') return { source: 'url', host }
  return type === 'directory' || type === 'file' ? { source: 'path' } : { source: 'registry', host }
}
