import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { git } from '../../sim/git.ts'
import { type GitHub, type GitHubOptions, startGitHub } from '../../sim/github.ts'
import type { Repository } from '../../sim/repository.ts'

/** A webhook's payload: assert on it with toMatchObject. */
interface Payload {
  readonly action?: string
  readonly [key: string]: unknown
}

/** What the App's hook got: headers and body of each delivery, in order. */
interface Heard {
  readonly event: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  readonly payload: Payload
}

/** A hook that remembers what it hears and answers as `answer` says. */
export async function startHook(answer: () => number | 'hang' = () => 202) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      heard.push({
        event: String(request.headers['x-github-event']),
        headers: request.headers,
        body,
        payload: body.startsWith('{') ? JSON.parse(body) : {},
      })
      const status = answer()
      if (status !== 'hang') response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return {
    url,
    heard,
    of: (event: string, action?: string) =>
      heard.filter((one) => one.event === event && (action === undefined || one.payload.action === action)).map((one) => one.payload),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Commits files on top of a branch or commit of a bare repository, without a work tree; gives the commit. No branch moves. */
export async function commit(repository: Repository, parent: string | undefined, files: Record<string, string>, message = 'Change'): Promise<string> {
  const dir = repository.gitDir
  const base = parent === undefined ? undefined : await git(dir, ['rev-parse', '--verify', `${parent}^{commit}`])
  const entries = new Map<string, string>()
  for (const line of base ? (await git(dir, ['ls-tree', '-r', base])).split('\n') : []) {
    const [meta = '', path = ''] = line.split('\t')
    if (path) entries.set(path, meta)
  }
  for (const [path, text] of Object.entries(files)) entries.set(path, `100644 blob ${await git(dir, ['hash-object', '-w', '--stdin'], text)}`)
  const tree = await flatTree(dir, entries)
  return git(dir, ['commit-tree', tree, ...(base ? ['-p', base] : []), '-m', message])
}

/** Names without folders only: that is all these tests need. */
function flatTree(dir: string, entries: ReadonlyMap<string, string>): Promise<string> {
  return git(dir, ['mktree'], `${[...entries].map(([path, meta]) => `${meta}\t${path}`).join('\n')}\n`)
}

/** A GitHub with one repository that has a commit on main, and the App installed. */
export async function startScene(options: GitHubOptions & { private?: boolean; permissions?: Record<string, string> } = {}) {
  const github = await startGitHub(options)
  const repo = await github.createRepository({ owner: 'acme', name: 'widgets', private: options.private ?? false })
  const root = await commit(repo, undefined, { 'README.md': 'hello\n' }, 'Start')
  await repo.push({ branch: 'main', to: root, by: 'author' })
  const installation = github.install({ account: 'acme', repositories: [repo], ...(options.permissions ? { permissions: options.permissions } : {}) })
  return { github, repo, root, installation, octokit: appOctokit(github, installation), [Symbol.asyncDispose]: () => github.stop() }
}

/** Octokit as the App uses it, with nothing retried. */
export function appOctokit(github: GitHub, installationId: number): Octokit {
  const { APP_ID, PRIVATE_KEY } = github.environment
  return new Octokit({
    baseUrl: `${github.url}/api/v3`,
    authStrategy: createAppAuth,
    auth: { appId: APP_ID, privateKey: PRIVATE_KEY, installationId },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
}

export async function openSimple(
  repo: Repository,
  over: Partial<Parameters<Repository['openPullRequest']>[0]> = {},
  files: Record<string, string> = { 'change.txt': 'x\n' },
) {
  const head = await commit(repo, 'main', files)
  return repo.openPullRequest({ title: 'A change', body: 'Because.', head, headRef: 'feature', author: 'author', ...over })
}
