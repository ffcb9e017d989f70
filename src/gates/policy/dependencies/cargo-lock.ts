import { itemsOf, textOf, valueAt } from '../../../documents/access.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf } from './origin.ts'

/** Cargo.lock. Crates without a source are the workspace's own: what they depend on is direct. */
export const readCargoLock = ofDocument((root) => {
  const packages = itemsOf(valueAt(root, 'package'))
  const ours = packages.filter((node) => valueAt(node, 'source') === undefined)
  // `name`, or `name version` where there are several versions of it, or with the source behind.
  const direct = new Set(ours.flatMap((node) => itemsOf(valueAt(node, 'dependencies')).map((item) => (textOf(item) ?? '').split(' ').slice(0, 2).join(' '))))
  return packages.flatMap((node): readonly Dependency[] => {
    const name = textOf(valueAt(node, 'name'))
    const source = textOf(valueAt(node, 'source'))
    if (name === undefined || source === undefined) return []
    const version = textOf(valueAt(node, 'version'))
    return [{ line: node.line, name, version, direct: direct.has(name) || direct.has(`${name} ${version}`), origin: originOf(source) }]
  })
})

function originOf(source: string): Origin {
  const [kind = '', address = ''] = [source.slice(0, source.indexOf('+')), source.slice(source.indexOf('+') + 1)]
  return { source: kind === 'git' ? 'git' : kind === 'path' || kind === 'directory' ? 'path' : 'registry', host: hostOf(address) }
}
