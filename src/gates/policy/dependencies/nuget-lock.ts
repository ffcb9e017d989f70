import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import { type Dependency, ofDocument } from './dependency.ts'

/** packages.lock.json of NuGet. A package that several frameworks ask for alike is told of once. */
export const readNugetLock = ofDocument((root) => {
  const found = new Map<string, Dependency>()
  for (const { node: framework } of membersOf(valueAt(root, 'dependencies')).values()) {
    for (const [name, { line, node }] of membersOf(framework)) {
      const type = textOf(valueAt(node, 'type'))
      const version = textOf(valueAt(node, 'resolved'))
      const range = textOf(valueAt(node, 'requested'))
      const isProject = type?.toLowerCase() === 'project'
      const said: Dependency = { line, name, version, range, direct: type === 'Direct', origin: { source: isProject ? 'path' : 'registry' } }
      const key = JSON.stringify([name, type, version, range])
      if (!found.has(key)) found.set(key, said)
    }
  }
  return [...found.values()]
})
