import { membersOf, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, ofDocument } from './dependency.ts'

/** A version catalog of Gradle (`gradle/libs.versions.toml`); see «Version Catalogs» in its manual. Plugins are named by their id. */
export const readVersionCatalog = ofDocument((root) => {
  const versions = valueAt(root, 'versions')
  const libraries = [...membersOf(valueAt(root, 'libraries'))].map(([, { line, node }]): Dependency => {
    const [group, name, version] = (textOf(node) ?? textOf(valueAt(node, 'module')) ?? `${said(node, 'group')}:${said(node, 'name')}`).split(':')
    return { line, name: `${group}:${name}`, ...versionOf(valueAt(node, 'version'), versions, version), direct: true, origin: { source: 'registry' } }
  })
  const plugins = [...membersOf(valueAt(root, 'plugins'))].map(([, { line, node }]): Dependency => {
    const [id = '', version] = (textOf(node) ?? said(node, 'id')).split(':')
    return { line, name: id, ...versionOf(valueAt(node, 'version'), versions, version), scope: 'build', direct: true, origin: { source: 'registry' } }
  })
  return [...libraries, ...plugins]
})

function said(node: Located, key: string): string {
  return textOf(valueAt(node, key)) ?? ''
}

/** A version, one of the table by `ref`, or a rich one, of which `strictly` comes before `require` and `prefer`. */
function versionOf(node: Located | undefined, versions: Located | undefined, short: string | undefined): Pick<Dependency, 'version' | 'range'> {
  const ref = textOf(valueAt(node, 'ref'))
  const at = ref === undefined ? node : valueAt(versions, ref)
  const rich = ['strictly', 'require', 'prefer'].map((key) => textOf(valueAt(at, key))).find((text) => text !== undefined)
  const version = textOf(at) ?? rich ?? short
  if (version === undefined) return {}
  return /^[[(\]]|\+$|^latest\./.test(version) ? { range: version } : { version }
}
