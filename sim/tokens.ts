import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, verify } from 'node:crypto'
import type { Installation, RepositoryRecord, World } from './world.ts'

/** Who asks. A token may see fewer repositories and do less than its installation, where the App asked for that. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation'
      readonly installation: Installation
      readonly repositories: ReadonlySet<RepositoryRecord>
      readonly permissions: Readonly<Record<string, string>>
    }

/** The credentials are not good: answered with 401 and these words. */
export class BadCredentials extends Error {
  override name = 'BadCredentials'
}

export interface Token {
  readonly token: string
  readonly expiresAt: number
  readonly installation: Installation
  /** Undefined: all that the installation has, also those added later. */
  readonly repositories: ReadonlySet<RepositoryRecord> | undefined
  readonly permissions: Readonly<Record<string, string>>
}

const MAX_JWT_SECONDS = 600
const CLOCK_SKEW_SECONDS = 60

let made: KeyObject | undefined

/** One key for all that start in this process: making it takes longer than everything else at the start. */
function processKey(): KeyObject {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return made
}

/** Makes and checks the credentials of one App: JSON Web Tokens that the App signs, and installation tokens that we give. */
export class Tokens {
  /** PEM, for the App. */
  readonly privateKey: string
  readonly #publicKey: KeyObject
  readonly #world: World
  readonly #lifetimeMs: number
  readonly #tokens = new Map<string, Token>()

  constructor(world: World, lifetimeMs: number) {
    this.privateKey = processKey().export({ type: 'pkcs1', format: 'pem' }).toString()
    this.#publicKey = createPublicKey(this.privateKey)
    this.#world = world
    this.#lifetimeMs = lifetimeMs
  }

  mint(installation: Installation, repositories: ReadonlySet<RepositoryRecord> | undefined, permissions: Readonly<Record<string, string>>): Token {
    const token: Token = {
      token: `ghs_${randomBytes(27).toString('base64url')}`,
      expiresAt: this.#world.now() + this.#lifetimeMs,
      installation,
      repositories,
      permissions,
    }
    this.#tokens.set(token.token, token)
    return token
  }

  /** Makes every token given so far worthless, as time would. */
  expireAll(): void {
    this.#tokens.clear()
  }

  /** The caller behind an Authorization header: `bearer JWT`, `token TOKEN`, or Basic with the token as password. Raises BadCredentials. */
  identify(header: string | undefined): Caller {
    if (header === undefined) return { kind: 'anonymous' }
    const space = header.indexOf(' ')
    const scheme = header.slice(0, space).toLowerCase()
    const value = header.slice(space + 1).trim()
    if (scheme === 'basic') return this.#byToken(passwordOf(value))
    if (scheme !== 'bearer' && scheme !== 'token') throw new BadCredentials('Bad credentials')
    return value.split('.').length === 3 ? this.#byJwt(value) : this.#byToken(value)
  }

  #byToken(value: string): Caller {
    const token = this.#tokens.get(value)
    if (!token || token.expiresAt <= this.#world.now() || !this.#world.installations.has(token.installation.id)) throw new BadCredentials('Bad credentials')
    const allowed = token.installation.repositories
    const repositories = token.repositories ? new Set([...token.repositories].filter((repository) => allowed.has(repository))) : allowed
    return { kind: 'installation', installation: token.installation, repositories, permissions: token.permissions }
  }

  /** RFC 7519, RS256, with the claims that GitHub asks for: `iss` the App, `iat` past, `exp` at most ten minutes ahead. */
  #byJwt(value: string): Caller {
    const [header = '', claims = '', signature = ''] = value.split('.')
    if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), this.#publicKey, Buffer.from(signature, 'base64url'))) {
      throw new BadCredentials('A JSON web token could not be decoded')
    }
    const { iss, iat, exp } = readClaims(claims)
    const now = this.#world.now() / 1000
    if (String(iss) !== String(this.#world.app.id)) throw new BadCredentials("'Issuer' claim ('iss') must be the App's id")
    if (typeof exp !== 'number' || exp <= now)
      throw new BadCredentials("'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires")
    if (exp > now + MAX_JWT_SECONDS + CLOCK_SKEW_SECONDS) throw new BadCredentials("'Expiration time' claim ('exp') is too far in the future")
    if (typeof iat !== 'number' || iat > now + CLOCK_SKEW_SECONDS)
      throw new BadCredentials("'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
    return { kind: 'app' }
  }
}

function readClaims(part: string): { iss?: unknown; iat?: unknown; exp?: unknown } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof claims === 'object' && claims !== null ? claims : {}
  } catch {
    throw new BadCredentials('A JSON web token could not be decoded')
  }
}

function passwordOf(basic: string): string {
  const pair = Buffer.from(basic, 'base64').toString('utf8')
  return pair.slice(pair.indexOf(':') + 1)
}
