import { readFileSync } from 'node:fs'
import type { AppCredentials } from './github/client.ts'

/** What a process is told by its environment; every name is described in docs/operations.md. */
export interface Environment {
  readonly port: number
  readonly host: string
  /** Without one: PGlite in `dataDir`, and one process for everything. */
  readonly databaseUrl: string | undefined
  readonly dataDir: string
  /** Mirrors of repositories; may be emptied at any time. */
  readonly cacheDir: string
  /** Undefined when neither APP_ID nor a key is given: the set-up wizard is offered. */
  readonly credentials: AppCredentials | undefined
  /** `https://github.com`, or the host of GitHub Enterprise Server. */
  readonly gitRoot: string
  /** Where people reach this server, without a slash at the end: links on cards start with it. `http://localhost` and the port when undefined. */
  readonly publicUrl: string | undefined
  readonly logLevel: string
  readonly concurrency: number
}

/** The environment does not say what is needed to start. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment'
}

export type Variables = Readonly<Record<string, string | undefined>>

export function readEnvironment(variables: Variables): Environment {
  const port = numberOf(variables, 'PORT', 3000)
  const protocol = variables['GHE_PROTOCOL'] === 'http' ? 'http' : 'https'
  const enterprise = variables['GHE_HOST'] ? `${protocol}://${variables['GHE_HOST']}` : undefined
  return {
    port,
    host: variables['HOST'] || '0.0.0.0',
    databaseUrl: variables['DATABASE_URL'] || undefined,
    dataDir: variables['DATA_DIR'] || './data',
    cacheDir: variables['CACHE_DIR'] || './cache',
    credentials: credentialsOf(variables, enterprise && `${enterprise}/api/v3`),
    gitRoot: enterprise ?? 'https://github.com',
    publicUrl: variables['PUBLIC_URL']?.replace(/\/+$/, '') || undefined,
    logLevel: variables['LOG_LEVEL'] || 'info',
    concurrency: numberOf(variables, 'CONCURRENCY', 4),
  }
}

function credentialsOf(variables: Variables, baseUrl: string | undefined): AppCredentials | undefined {
  const privateKey = keyOf(variables)
  const appId = variables['APP_ID']
  if (!appId && !privateKey) return undefined
  if (!appId || !/^[0-9]{1,15}$/.test(appId)) throw new BadEnvironment('APP_ID has to be the numeric id of the GitHub App')
  if (!privateKey) throw new BadEnvironment("PRIVATE_KEY or PRIVATE_KEY_PATH has to give the App's private key")
  const webhookSecret = variables['WEBHOOK_SECRET']
  // Probot would take a well-known secret instead, and then anybody could send events.
  if (!webhookSecret) throw new BadEnvironment('WEBHOOK_SECRET is missing: without one anybody could send events, so the server does not start')
  return { appId: Number(appId), privateKey, webhookSecret, baseUrl }
}

/** PEM as it is, with `\n` written out (as one-line variables do), or in base64. */
function keyOf(variables: Variables): string | undefined {
  const path = variables['PRIVATE_KEY_PATH']
  const given = variables['PRIVATE_KEY'] || (path ? readFileSync(path, 'utf8') : undefined)
  if (!given) return undefined
  const text = given.includes('-----BEGIN') ? given : Buffer.from(given, 'base64').toString('utf8')
  if (!text.includes('-----BEGIN')) throw new BadEnvironment('PRIVATE_KEY is neither PEM nor PEM in base64')
  return text.replaceAll('\\n', '\n')
}

function numberOf(variables: Variables, name: string, fallback: number): number {
  const value = variables[name]
  if (!value) return fallback
  if (!/^[0-9]{1,5}$/.test(value)) throw new BadEnvironment(`${name} has to be a whole number, not ${JSON.stringify(value.slice(0, 40))}`)
  return Number(value)
}
