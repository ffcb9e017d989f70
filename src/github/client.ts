import { Webhooks } from '@octokit/webhooks'
import type { Logger } from 'pino'
import { Probot, ProbotOctokit } from 'probot'
import type { TenantId } from '../model/ids.ts'
import { isObject } from '../model/json.ts'
import { Trouble } from '../model/trouble.ts'
import { classify, statusOf } from './failures.ts'

export interface AppCredentials {
  readonly appId: number
  readonly privateKey: string
  readonly webhookSecret: string
  /** REST root of GitHub Enterprise Server (`https://host/api/v3`); undefined for github.com. */
  readonly baseUrl: string | undefined
}

type Octokit = InstanceType<typeof ProbotOctokit>

/** One API call as it is counted: an operation and how it ended. */
export interface CallRecord {
  readonly tenant: TenantId
  /** `GET /repos/{owner}/{repo}/pulls`, `POST /graphql`. */
  readonly operation: string
  readonly status: number | undefined
  readonly ms: number
}

/** Our App on GitHub: signs in for installations and makes calls that fail in the model's own terms. */
export interface AppClient {
  verify(body: string, signature: string): Promise<boolean>
  /** An installation token for git. It lives an hour; a fresh one after a 401. */
  token(tenant: TenantId, fresh?: boolean): Promise<string>
  /** Runs one call. `retry` says that repeating it does no harm (reads, updates). Raises Trouble or Refused. */
  call<T>(tenant: TenantId, retry: boolean, work: (octokit: Octokit) => Promise<T>): Promise<T>
}

const ATTEMPTS = 3
const CALL_TIMEOUT_MS = 15_000
const FIRST_PAUSE_MS = 250

export function appClient(credentials: AppCredentials, log: Logger, onCall: (record: CallRecord) => void): AppClient {
  const probot = new Probot({
    appId: credentials.appId,
    privateKey: credentials.privateKey,
    secret: credentials.webhookSecret,
    log,
    Octokit: quietOctokit(credentials.baseUrl),
    ...(credentials.baseUrl === undefined ? {} : { baseUrl: credentials.baseUrl }),
  })
  const webhooks = new Webhooks({ secret: credentials.webhookSecret })
  const sessions = new Map<TenantId, Promise<Octokit>>()

  function session(tenant: TenantId): Promise<Octokit> {
    const existing = sessions.get(tenant)
    if (existing) return existing
    const opening = probot.auth(tenant).then((octokit) => counted(octokit, tenant, onCall))
    sessions.set(tenant, opening)
    opening.catch(() => sessions.delete(tenant))
    return opening
  }

  async function once<T>(tenant: TenantId, work: (octokit: Octokit) => Promise<T>): Promise<T> {
    try {
      return await work(await session(tenant))
    } catch (error) {
      if (statusOf(error) !== 401) throw classify(error, Date.now())
    }
    // A 401 had no effect, so even a create may be tried again, with a token of its own.
    try {
      sessions.delete(tenant)
      const octokit = await session(tenant)
      await octokit.auth({ type: 'installation', refresh: true })
      return await work(octokit)
    } catch (error) {
      throw classify(error, Date.now())
    }
  }

  return {
    verify: (body, signature) => webhooks.verify(body, signature),
    async token(tenant, fresh = false) {
      try {
        const authentication: unknown = await (await session(tenant)).auth({ type: 'installation', refresh: fresh })
        if (isObject(authentication) && typeof authentication['token'] === 'string') return authentication['token']
      } catch (error) {
        throw classify(error, Date.now())
      }
      throw new Trouble('github', 'GitHub gave no installation token')
    },
    async call(tenant, retry, work) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(tenant, work)
        } catch (error) {
          const again = retry && attempt < ATTEMPTS && error instanceof Trouble && error.retryAt === undefined
          if (!again) throw error
          await pause(FIRST_PAUSE_MS * 4 ** (attempt - 1))
        }
      }
    },
  }
}

/** Probot's Octokit without its fixed spacing of writes and without blind retries: both are ours to decide. */
function quietOctokit(baseUrl: string | undefined): typeof ProbotOctokit {
  return ProbotOctokit.defaults((options: { readonly auth?: { readonly request?: { defaults(o: object): unknown } } }) => ({
    ...options,
    throttle: { enabled: false },
    retry: { enabled: false },
    auth: { ...options.auth, ...(baseUrl === undefined ? {} : { request: options.auth?.request?.defaults({ baseUrl }) }) },
  })) as typeof ProbotOctokit
}

function counted(octokit: Octokit, tenant: TenantId, onCall: (record: CallRecord) => void): Octokit {
  octokit.hook.wrap('request', async (request, options) => {
    const started = performance.now()
    const done = (status: number | undefined): void =>
      onCall({ tenant, operation: `${options.method} ${options.url}`, status, ms: performance.now() - started })
    try {
      const response = await request({ ...options, request: { ...options.request, signal: AbortSignal.timeout(CALL_TIMEOUT_MS) } })
      done(response.status)
      return response
    } catch (error) {
      done(statusOf(error))
      throw error
    }
  })
  return octokit
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
