import type { Answer } from './webhooks.ts'

/** What keeps this process from serving, in words; empty when it is ready. */
export type NotReady = () => Promise<readonly string[]>

/** What the paths of health answer: that the process runs, and whether it is ready (503 with what is missing); undefined for any other path. */
export async function healthAnswer(path: string, notReady: NotReady): Promise<Answer | undefined> {
  if (path === '/healthz') return { status: 200, body: 'ok' }
  if (path !== '/readyz') return undefined
  const problems = await notReady()
  return problems.length === 0 ? { status: 200, body: 'ready' } : { status: 503, body: problems.join('\n') }
}

/** The path of a request's target, without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? '/').split('?', 1)[0] ?? '/'
}
