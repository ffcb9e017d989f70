import { itemsOf, membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf } from './origin.ts'
import { pythonName } from './requirement.ts'

const OURS = ['editable', 'virtual']

/** uv.lock. The project itself and the members of its workspace stand in it too, and say what is direct and what for. */
export const readUvLock = ofDocument((root) => {
  const packages = itemsOf(valueAt(root, 'package'))
  const ours = packages.filter(isOurs)
  const direct = new Map<string, Dependency['scope']>()
  const ask = (list: Located | undefined, scope: Dependency['scope']) => {
    for (const item of itemsOf(list)) {
      const name = pythonName(textOf(valueAt(item, 'name')) ?? '')
      if (!direct.has(name)) direct.set(name, scope)
    }
  }
  for (const node of ours) ask(valueAt(node, 'dependencies'), 'runtime')
  for (const node of ours) for (const { node: list } of membersOf(valueAt(node, 'optional-dependencies')).values()) ask(list, 'optional')
  for (const node of ours) for (const { node: list } of membersOf(valueAt(node, 'dev-dependencies')).values()) ask(list, 'development')
  return packages.flatMap((node): readonly Dependency[] => {
    const name = textOf(valueAt(node, 'name'))
    if (name === undefined || isOurs(node)) return []
    const plain = pythonName(name)
    return [
      {
        line: node.line,
        name: plain,
        version: textOf(valueAt(node, 'version')),
        scope: direct.get(plain),
        direct: ours.length === 0 ? undefined : direct.has(plain),
        origin: originOf(valueAt(node, 'source')),
      },
    ]
  })
})

function originOf(source: Located | undefined): Origin | undefined {
  for (const kind of ['registry', 'git', 'url'] as const) {
    const address = textOf(valueAt(source, kind))
    if (address !== undefined) return { source: kind, host: hostOf(address) }
  }
  return ['path', 'directory'].some((key) => valueAt(source, key) !== undefined) ? { source: 'path' } : undefined
}

function isOurs(node: Located): boolean {
  return OURS.some((key) => valueAt(node, 'source', key) !== undefined)
}
