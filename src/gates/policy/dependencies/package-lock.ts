import { itemsOf, membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { npmResolvedOrigin } from './origin.ts'

/** package-lock.json and npm-shrinkwrap.json of lockfile versions 1 to 3; see «package-lock.json» in npm's documentation. */
export const readPackageLock = ofDocument((root) => {
  const packages = valueAt(root, 'packages')
  return packages?.kind === 'map' ? installed(packages) : nested(valueAt(root, 'dependencies'))
})

const FOLDER = 'node_modules/'
const ASKED = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

/** Versions 2 and 3: by the place that each is installed to. What stands outside of node_modules is the project itself and its workspaces. */
function installed(packages: Located): readonly Dependency[] {
  const direct = new Set<string>()
  for (const [place, { node }] of membersOf(packages)) {
    if (!place.includes(FOLDER)) for (const table of ASKED) for (const name of membersOf(valueAt(node, table)).keys()) direct.add(name)
  }
  return [...membersOf(packages)].flatMap(([place, { line, node }]): readonly Dependency[] => {
    const at = place.lastIndexOf(FOLDER)
    if (at < 0) return []
    const installedAs = place.slice(at + FOLDER.length)
    const isLink = flag(node, 'link')
    return [
      {
        line,
        name: textOf(valueAt(node, 'name')) ?? installedAs,
        version: textOf(valueAt(node, 'version')),
        scope: scopeOf(node),
        direct: direct.has(installedAs) && !place.slice(0, at).includes(FOLDER),
        origin: isLink ? { source: 'path' } : originOf(node, undefined),
        licence: licence(valueAt(node, 'license') ?? valueAt(node, 'licenses')),
        installScript: isLink ? undefined : flag(node, 'hasInstallScript'),
      },
    ]
  })
}

/** Version 1: by name, one below the other. */
function nested(dependencies: Located | undefined): readonly Dependency[] {
  const found: Dependency[] = []
  const open = [dependencies]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [name, { line, node }] of membersOf(at)) {
      const version = textOf(valueAt(node, 'version'))
      found.push({ line, name, version, scope: scopeOf(node), origin: originOf(node, version) })
      const inner = valueAt(node, 'dependencies')
      if (inner !== undefined) open.push(inner)
    }
  }
  return found
}

/** A lock file may leave out where it found what has a checksum: then it was the registry (`omit-lockfile-registry-resolved`). */
function originOf(node: Located, version: string | undefined): Origin | undefined {
  const resolved = textOf(valueAt(node, 'resolved')) ?? (version !== undefined && /[:/]/.test(version) ? version : undefined)
  if (resolved !== undefined) return npmResolvedOrigin(resolved)
  return valueAt(node, 'integrity') === undefined ? undefined : { source: 'registry' }
}

function scopeOf(node: Located): Dependency['scope'] {
  if (flag(node, 'dev')) return 'development'
  return flag(node, 'optional') || flag(node, 'devOptional') ? 'optional' : 'runtime'
}

function flag(node: Located, key: string): boolean {
  return textOf(valueAt(node, key)) === 'true'
}

/** Old packages say `{type, url}`, or a list of them of which one may be chosen. */
function licence(node: Located | undefined): string | undefined {
  const of = (one: Located | undefined) => textOf(one) ?? textOf(valueAt(one, 'type'))
  const several = itemsOf(node).flatMap((one) => of(one) ?? [])
  return several.length > 0 ? several.join(' OR ') : of(node)
}
