import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A running OPA server: the one that OPA_URL names, or one that is started from the `opa` on the PATH. */
export interface RealOpa {
  readonly url: string
  stop(): Promise<void>
}

export function hasRealOpa(): boolean {
  return process.env['OPA_URL'] !== undefined || spawnSync('opa', ['version']).status === 0
}

export async function realOpa(): Promise<RealOpa> {
  const given = process.env['OPA_URL']
  if (given !== undefined) return { url: given, stop: async () => {} }
  const server = spawn('opa', ['run', '--server', '--addr', '127.0.0.1:0', '--log-format', 'json', '--log-level', 'info'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const url = await addressOf(server.stderr)
  return {
    url,
    stop: async () => {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    },
  }
}

/** OPA logs which address it has got. */
async function addressOf(log: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: log })) {
    const port = /127\.0\.0\.1:([1-9][0-9]*)/.exec(line)?.[1]
    if (port !== undefined) {
      log.resume()
      return `http://127.0.0.1:${port}`
    }
  }
  throw new Error('opa ended before it listened')
}
