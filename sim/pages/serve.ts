import type { IncomingMessage, ServerResponse } from 'node:http'
import type { World } from '../world.ts'

/** Placeholder replaced below. */
export async function servePage(_world: World, _url: URL, _request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(404).end()
}
