import { membersOf, oneOrMore, textOf, valueAt } from '../../../documents/access.ts'
import type { Located } from '../../../documents/located.ts'
import { type Dependency, ofDocument } from './dependency.ts'

const SCOPES: Readonly<Record<string, Dependency['scope']>> = {
  compile: 'runtime',
  runtime: 'runtime',
  system: 'runtime',
  provided: 'build',
  test: 'development',
}

/**
 * pom.xml of Maven: dependencies, plugins, the parent, and what is managed for others (neither direct nor not: `direct` is null).
 * Properties of the same file are filled in; what stands in a parent is not known here.
 */
export const readPom = ofDocument((root) => {
  const project = valueAt(root, 'project')
  const fill = filler(valueAt(project, 'properties'))
  const owners = [project, ...oneOrMore(valueAt(project, 'profiles', 'profile'))]
  const parent = valueAt(project, 'parent')
  return [
    ...(parent === undefined ? [] : [artifact(parent, fill, { scope: 'build', direct: true })]),
    ...owners.flatMap((owner) => [
      ...listed(owner, 'dependencies', 'dependency').map((node) => artifact(node, fill, { scope: scopeOf(node), direct: true })),
      ...listed(valueAt(owner, 'dependencyManagement'), 'dependencies', 'dependency').map((node) => artifact(node, fill, { scope: managedScope(node) })),
      ...listed(valueAt(owner, 'build'), 'plugins', 'plugin').map((node) => artifact(node, fill, { scope: 'build', direct: true })),
      ...listed(valueAt(owner, 'build', 'pluginManagement'), 'plugins', 'plugin').map((node) => artifact(node, fill, { scope: 'build' })),
    ]),
  ]
})

function listed(owner: Located | undefined, list: string, item: string): readonly Located[] {
  return oneOrMore(valueAt(owner, list, item))
}

function artifact(node: Located, fill: (text: string) => string, said: Partial<Dependency>): Dependency {
  const text = (key: string) => fill(textOf(valueAt(node, key)) ?? '')
  const version = text('version')
  const isRange = /^[[(]/.test(version)
  return {
    ...said,
    line: node.line,
    name: `${text('groupId') || 'org.apache.maven.plugins'}:${text('artifactId')}`,
    version: version === '' || isRange ? undefined : version,
    range: isRange ? version : undefined,
    origin: { source: textOf(valueAt(node, 'scope')) === 'system' ? 'path' : 'registry' },
  }
}

function scopeOf(node: Located): Dependency['scope'] {
  if (textOf(valueAt(node, 'optional')) === 'true') return 'optional'
  return SCOPES[textOf(valueAt(node, 'scope')) ?? 'compile']
}

function managedScope(node: Located): Dependency['scope'] {
  return SCOPES[textOf(valueAt(node, 'scope')) ?? '']
}

/** `${name}` by the file's own properties, one step: what they name in turn stays as it is written. */
function filler(properties: Located | undefined): (text: string) => string {
  const known = membersOf(properties)
  return (text) => text.slice(0, 1000).replace(/\$\{([^{}]{1,200})\}/g, (whole, name: string) => textOf(known.get(name)?.node) ?? whole)
}
