import type { IncomingMessage, ServerResponse } from 'node:http'
import { fullName, type RepositoryRecord, type World } from '../world.ts'
import { pullPage } from './pull.ts'
import { homePage, pullsPage } from './pulls.ts'

/** Nothing is loaded from anywhere and nothing runs. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** The pages for people: `/`, `/<owner>/<name>/pulls`, `/<owner>/<name>/pull/N`, and ways to them from other addresses of GitHub's. */
export async function servePage(world: World, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume()
  if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
  if (url.pathname === '/') return void response.writeHead(200, HEADERS).end(await homePage(world))
  const [, owner = '', name = '', section = '', item = ''] = url.pathname.split('/')
  const found = world.find(`${owner}/${name}`)
  if (!found) return notThere(response)
  const repository = found.repository
  if (section === 'pulls' && !found.moved) return void response.writeHead(200, HEADERS).end(await pullsPage(world, repository))
  const pull = section === 'pull' ? repository.pulls.get(Number(item)) : undefined
  if (pull && !found.moved) return void response.writeHead(200, HEADERS).end(await pullPage(world, repository, pull))
  const location = pull ? `/${fullName(repository)}/pull/${pull.number}` : elsewhere(repository, section, item)
  if (!location) return notThere(response)
  response.writeHead(302, { location }).end()
}

/** A check run is shown on its pull request's page; a repository's own address leads to its pull requests. */
function elsewhere(repository: RepositoryRecord, section: string, item: string): string | undefined {
  if (section === '' || section === 'pulls') return `/${fullName(repository)}/pulls`
  const run = section === 'runs' ? repository.runs.get(Number(item)) : undefined
  const pull = run && [...repository.pulls.values()].findLast((one) => one.headSha === run.headSha)
  return pull && `/${fullName(repository)}/pull/${pull.number}#run-${run.id}`
}

function notThere(response: ServerResponse): void {
  response.writeHead(404, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end('There is no such page here.\n')
}
