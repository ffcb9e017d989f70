import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Cuts the operations and webhooks that the local GitHub knows out of GitHub's own OpenAPI description, with
 * every component they reach. The description (385 MB unpacked) stays out of package.json: it is packed into a
 * temporary folder. The output depends on the version below and on the two lists only.
 */
const PACKAGE = '@octokit/openapi@23.0.2'
const DESTINATION = new URL('../sim/description/', import.meta.url)

const OPERATIONS = [
  'apps/create-installation-access-token',
  'apps/get-authenticated',
  'apps/get-installation',
  'apps/get-repo-installation',
  'apps/list-installations',
  'apps/list-repos-accessible-to-installation',
  'checks/create',
  'checks/get',
  'checks/list-annotations',
  'checks/list-for-ref',
  'checks/rerequest-run',
  'checks/update',
  'issues/create-comment',
  'issues/get-comment',
  'issues/list-comments',
  'issues/update-comment',
  'pulls/get',
  'pulls/list',
  'rate-limit/get',
  'reactions/create-for-issue-comment',
  'repos/get',
  'repos/get-collaborator-permission-level',
  'repos/list-pull-requests-associated-with-commit',
]

const WEBHOOKS = [
  'check-run-completed',
  'check-run-created',
  'check-run-rerequested',
  'check-suite-completed',
  'check-suite-requested',
  'check-suite-rerequested',
  'installation-created',
  'installation-deleted',
  'installation-suspend',
  'installation-unsuspend',
  'installation-repositories-added',
  'installation-repositories-removed',
  'issue-comment-created',
  'issue-comment-deleted',
  'issue-comment-edited',
  'merge-group-checks-requested',
  'merge-group-destroyed',
  'pull-request-closed',
  'pull-request-converted-to-draft',
  'pull-request-edited',
  'pull-request-labeled',
  'pull-request-opened',
  'pull-request-ready-for-review',
  'pull-request-reopened',
  'pull-request-review-submitted',
  'pull-request-synchronize',
  'push',
  'repository-edited',
  'repository-renamed',
  'workflow-run-completed',
]

type Tree = { [key: string]: unknown }

const description = await download()
const rest = extract('paths', OPERATIONS)
const webhooks = extract('x-webhooks', WEBHOOKS)
await write('rest.json', rest)
await write('webhooks.json', webhooks)

async function download(): Promise<Tree> {
  const run = promisify(execFile)
  const folder = await mkdtemp(join(tmpdir(), 'github-description-'))
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder])
    await run('tar', ['-xzf', join(folder, 'octokit-openapi-23.0.2.tgz'), '-C', folder, 'package/generated/api.github.com.json'])
    return tree(JSON.parse(await readFile(join(folder, 'package/generated/api.github.com.json'), 'utf8')))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Operations by id (a webhook's id is its name in `x-webhooks`) and the components they reach, all sorted by name. */
function extract(section: 'paths' | 'x-webhooks', wanted: readonly string[]): { operations: Tree; components: Tree } {
  const operations: Tree = {}
  for (const [path, item] of Object.entries(tree(description[section]))) {
    for (const [method, value] of Object.entries(tree(item))) {
      const operation = tree(value)
      const id = section === 'paths' ? String(operation['operationId']) : path
      if (!wanted.includes(id)) continue
      const { parameters, requestBody, responses } = operation
      operations[id] =
        section === 'paths' ? { method, path, parameters: slim(parameters), requestBody: slim(requestBody), responses: slim(responses) } : slim(requestBody)
    }
  }
  const missing = wanted.filter((id) => !(id in operations))
  if (missing.length > 0) throw new Error(`${PACKAGE} does not describe ${missing.join(', ')}`)
  const components: Tree = {}
  reach(operations, components)
  return { operations: sorted(operations), components: sorted(components) }
}

/** Adds what `value` refers to, and what that refers to, under `schemas/name` and the like. */
function reach(value: unknown, components: Tree): void {
  if (typeof value !== 'object' || value === null) return
  const reference = '$ref' in value ? value.$ref : undefined
  if (typeof reference !== 'string') {
    for (const member of Object.values(value)) reach(member, components)
    return
  }
  const name = reference.replace('#/components/', '')
  if (name in components) return
  const [kind = '', key = ''] = name.split('/')
  components[name] = slim(tree(tree(description['components'])[kind])[key])
  reach(components[name], components)
}

/** Without prose and examples, and with OpenAPI 3.0's `nullable` said as JSON Schema says it. */
function slim(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(slim)
  if (typeof value !== 'object' || value === null) return value
  const out: Tree = {}
  for (const [key, member] of Object.entries(value)) if (!isProse(key, member)) out[key] = slim(member)
  return nullable(out)
}

/** `title` may be prose or the name of a property; prose is a string. */
function isProse(key: string, member: unknown): boolean {
  if (['description', 'title', 'summary', 'example', 'deprecated'].includes(key)) return typeof member !== 'object' || key === 'example'
  if (['examples', 'externalDocs', 'x-github', 'tags'].includes(key)) return key !== 'tags' || Array.isArray(member)
  return key === 'format' && typeof member === 'string' && member.startsWith('uri')
}

function nullable(schema: Tree): Tree {
  if (schema['nullable'] !== true) return schema
  const { nullable: _, ...rest } = schema
  if (Array.isArray(rest['enum'])) rest['enum'] = [...rest['enum'], null]
  if (typeof rest['type'] === 'string') return { ...rest, type: [rest['type'], 'null'] }
  return { anyOf: [rest, { type: 'null' }] }
}

function tree(value: unknown): Tree {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('the description is not of the shape that OpenAPI 3.0 gives it')
  return { ...value }
}

function sorted(value: Tree): Tree {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** One operation or component a line: a change of version is a diff that can be read. */
async function write(name: string, part: { operations: Tree; components: Tree }): Promise<void> {
  const section = (entries: Tree) =>
    Object.entries(entries)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(',\n')
  const kinds = Map.groupBy(Object.entries(part.components), ([name]) => name.split('/')[0] ?? '')
  const components = [...kinds].map(([kind, entries]) => {
    const members = Object.fromEntries(entries.map(([name, value]) => [name.slice(kind.length + 1), value]))
    return `${JSON.stringify(kind)}: {\n${section(members)}\n}`
  })
  const text = `{"from": ${JSON.stringify(PACKAGE)},\n"operations": {\n${section(part.operations)}\n},\n"components": {\n${components.join(',\n')}\n}}\n`
  await writeFile(new URL(name, DESTINATION), text)
}
