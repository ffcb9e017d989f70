import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, type Origin, ofDocument } from './dependency.ts'
import { hostOf, npmResolvedOrigin, originOfAddress } from './origin.ts'

const SCOPES = [
  ['dependencies', 'runtime'],
  ['devDependencies', 'development'],
  ['optionalDependencies', 'optional'],
] as const

interface Asked {
  readonly scope: Dependency['scope']
  readonly range: string | undefined
}

/** pnpm-lock.yaml of lockfile versions 5, 6 and 9. Only 5 and 6 say which packages are for development and which run scripts. */
export const readPnpmLock = ofDocument((root) => {
  const isOld = Number.parseFloat(textOf(valueAt(root, 'lockfileVersion')) ?? '9') < 6
  const saysUse = Number.parseFloat(textOf(valueAt(root, 'lockfileVersion')) ?? '9') < 9
  const direct = askedFor(root, isOld)
  return [...membersOf(valueAt(root, 'packages'))].map(([key, { line, node }]): Dependency => {
    const [name, version] = nameAndVersion(key, isOld)
    const asked = direct.get(`${name}@${version}`)
    return {
      line,
      name: textOf(valueAt(node, 'name')) ?? name,
      version: textOf(valueAt(node, 'version')) ?? version,
      range: asked?.range,
      scope: saysUse ? scopeOf(node) : asked?.scope,
      direct: asked !== undefined,
      origin: originOf(valueAt(node, 'resolution')),
      installScript: saysUse ? textOf(valueAt(node, 'requiresBuild')) === 'true' : undefined,
    }
  })
})

function scopeOf(node: Located): Dependency['scope'] {
  if (textOf(valueAt(node, 'dev')) === 'true') return 'development'
  return textOf(valueAt(node, 'optional')) === 'true' ? 'optional' : 'runtime'
}

/** What the project and its workspaces ask for, by `name@version` as the packages are keyed. Runtime counts before development. */
function askedFor(root: Located, isOld: boolean): ReadonlyMap<string, Asked> {
  const found = new Map<string, Asked>()
  const importers = [...membersOf(valueAt(root, 'importers')).values()].map(({ node }) => node)
  for (const [table, scope] of SCOPES) {
    for (const importer of [root, ...importers]) {
      for (const [name, { node }] of membersOf(valueAt(importer, table))) {
        const version = textOf(node) ?? textOf(valueAt(node, 'version')) ?? ''
        const range = textOf(valueAt(node, 'specifier')) ?? textOf(valueAt(importer, 'specifiers', name))
        for (const key of [`${name}@${bare(version, isOld)}`, nameAndVersion(version, isOld).join('@')]) if (!found.has(key)) found.set(key, { scope, range })
      }
    }
  }
  return found
}

/** `/name/1.2.3_peer@1` up to version 5, `/name@1.2.3(peer@1)` in 6, `name@1.2.3` in 9; an address stands in the version's place. */
function nameAndVersion(key: string, isOld: boolean): readonly [string, string] {
  const path = bare(key.replace(/^\//, ''), isOld)
  const at = isOld ? path.lastIndexOf('/') : path.indexOf('@', 1)
  return at <= 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

/** Without the peers that it was installed for. */
function bare(version: string, isOld: boolean): string {
  const at = isOld ? version.indexOf('_', version.lastIndexOf('/') + 1) : version.indexOf('(')
  return at < 0 ? version : version.slice(0, at)
}

function originOf(resolution: Located | undefined): Origin | undefined {
  const repository = textOf(valueAt(resolution, 'repo'))
  if (repository !== undefined) return { source: 'git', host: hostOf(repository) }
  if (valueAt(resolution, 'directory') !== undefined) return { source: 'path' }
  const tarball = textOf(valueAt(resolution, 'tarball'))
  if (tarball !== undefined) return npmResolvedOrigin(tarball) ?? originOfAddress(tarball)
  return valueAt(resolution, 'integrity') === undefined ? undefined : { source: 'registry' }
}
