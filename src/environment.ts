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

/** As pino names them. */
const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

type Variables = Readonly<Record<string, string | undefined>>

export function readEnvironment(variables: Variables): Environment {
  const protocol = variables['GHE_PROTOCOL'] === 'http' ? 'http' : 'https'
  const enterprise = variables['GHE_HOST'] ? `${protocol}://${variables['GHE_HOST']}` : undefined
  return {
    port: numberOf(variables, 'PORT', 3000, { from: 0, to: 65_535 }),
    host: variables['HOST'] || '0.0.0.0',
    databaseUrl: databaseUrlOf(variables['DATABASE_URL'], 'DATABASE_URL'),
    dataDir: variables['DATA_DIR'] || './data',
    cacheDir: variables['CACHE_DIR'] || './cache',
    credentials: credentialsOf(variables, enterprise && `${enterprise}/api/v3`),
    gitRoot: enterprise ?? 'https://github.com',
    publicUrl: publicUrlOf(variables['PUBLIC_URL']),
    logLevel: logLevelOf(variables['LOG_LEVEL']),
    concurrency: numberOf(variables, 'CONCURRENCY', 4, { from: 1, to: 1000 }),
  }
}

/** What names a PostgreSQL, or undefined. What is wrong with it is said without the text: there may be a password in it. */
export function databaseUrlOf(value: string | undefined, name: string): string | undefined {
  if (!value) return undefined
  if (!/^postgres(?:ql)?:\/\//.test(value) || !URL.canParse(value)) {
    throw new BadEnvironment(`${name} has to be the address of a PostgreSQL: postgres://user:password@host:5432/name`)
  }
  return value
}

function publicUrlOf(value: string | undefined): string | undefined {
  if (!value) return undefined
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) throw new BadEnvironment(`PUBLIC_URL has to start with https:// or http://, not be ${quoted(value)}`)
  return value.replace(/\/+$/, '')
}

function logLevelOf(value: string | undefined): string {
  if (!value) return 'info'
  if (!LOG_LEVELS.includes(value)) throw new BadEnvironment(`LOG_LEVEL has to be one of ${LOG_LEVELS.join(', ')}, not ${quoted(value)}`)
  return value
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
  const given = variables['PRIVATE_KEY'] || (path ? keyFile(path) : undefined)
  if (!given) return undefined
  const text = given.includes('-----BEGIN') ? given : Buffer.from(given, 'base64').toString('utf8')
  if (!text.includes('-----BEGIN')) throw new BadEnvironment('PRIVATE_KEY is neither PEM nor PEM in base64')
  return text.replaceAll('\\n', '\n')
}

function keyFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new BadEnvironment(
      `PRIVATE_KEY_PATH cannot be read: ${error instanceof Error && 'code' in error ? String(error.code) : 'no file'} at ${quoted(path)}`,
    )
  }
}

function numberOf(variables: Variables, name: string, fallback: number, { from, to }: { readonly from: number; readonly to: number }): number {
  const value = variables[name]
  if (!value) return fallback
  if (!/^[0-9]{1,5}$/.test(value) || Number(value) < from || Number(value) > to) {
    throw new BadEnvironment(`${name} has to be a whole number from ${from} to ${to}, not ${quoted(value)}`)
  }
  return Number(value)
}

function quoted(value: string): string {
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 99).toWellFormed()}…` : value)
}
