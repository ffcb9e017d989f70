import type { Installation, World } from './world.ts'

const HOUR_MS = 3_600_000

/** Counts a call against an installation's hourly limit. The headers are those that every answer of GitHub's carries. */
export function useLimit(
  world: World,
  installation: Installation | undefined,
  resource: 'core' | 'graphql',
  limit: number,
): { exceeded: boolean; headers: Record<string, string> } {
  const window = Math.floor(world.now() / HOUR_MS)
  const before = installation?.used.get(resource)
  const calls = (before?.window === window ? before.calls : 0) + 1
  installation?.used.set(resource, { window, calls })
  return { exceeded: calls > limit, headers: limitHeaders(limit, Math.min(calls, limit), (window + 1) * (HOUR_MS / 1000), resource) }
}

export function limitHeaders(limit: number, used: number, reset: number, resource: string): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - used),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-resource': resource,
  }
}
