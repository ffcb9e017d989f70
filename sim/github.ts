import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallLog } from './calls.ts'
import { Events } from './events.ts'
import { Faults } from './faults.ts'
import { makeRepository } from './founding.ts'
import { GraphQLApi } from './graphql/api.ts'
import { type Delivery, type DeliveryOptions, type Hook, Hooks } from './hooks.ts'
import { Repository } from './repository.ts'
import { RestApi } from './rest/api.ts'
import { createGitHubServer } from './server.ts'
import { repositoryName } from './shape/account.ts'
import { Tokens } from './tokens.ts'
import { type Violation, Violations } from './violations.ts'
import { type Installation, type RepositoryRecord, World } from './world.ts'

export interface GitHubOptions {
  /** 0, the default, takes any that is free. Always on 127.0.0.1. */
  readonly port?: number
  /** Where the folder of its repositories is made: the system's for temporary files unless given. */
  readonly folder?: string
  readonly webhook?: { readonly url: string; readonly secret?: string }
  /** The App that is registered here: `Maestro` unless named. */
  readonly appName?: string
  /** Milliseconds since 1970; the machine's clock unless given. */
  readonly now?: () => number
  /** How long installation tokens are good for: an hour unless said otherwise. */
  readonly tokenLifetimeMs?: number
  /** How many deliveries are on their way at once; 1, the default, keeps them in order. */
  readonly deliveryConcurrency?: number
  /** Calls an hour for each installation, REST and GraphQL each: 5000. */
  readonly hourlyLimit?: number
}

/** What Probot reads from its environment to find this GitHub and to be its App. */
export interface Environment {
  readonly APP_ID: string
  readonly PRIVATE_KEY: string
  readonly WEBHOOK_SECRET: string
  readonly GHE_HOST: string
  readonly GHE_PROTOCOL: 'http'
}

/** What the App asks for in app.yml unless an installation says otherwise. */
const PERMISSIONS = { actions: 'read', checks: 'write', contents: 'read', members: 'read', metadata: 'read', pull_requests: 'write', statuses: 'write' }
const EVENTS = ['check_run', 'check_suite', 'issue_comment', 'merge_group', 'pull_request', 'pull_request_review', 'push', 'repository', 'workflow_run']

/**
 * Starts a local GitHub on 127.0.0.1: REST below /api/v3, GraphQL at /api/graphql, git at /<owner>/<name>.git,
 * pages for people everywhere else. Its repositories are real, in a temporary folder that `stop` removes.
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const folder = await mkdtemp(join(options.folder ?? tmpdir(), 'local-github-'))
  const github = new GitHub(options, folder)
  try {
    await github.listen(options.port ?? 0)
    return github
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** One local GitHub, from the outside: what happens there, and what was seen of the App. */
export class GitHub {
  readonly calls = new CallLog()
  readonly faults = new Faults()
  readonly #world: World
  readonly #violations = new Violations()
  readonly #hooks: Hooks
  readonly #events: Events
  readonly #tokens: Tokens
  readonly #server: ReturnType<typeof createGitHubServer>
  readonly #folder: string
  readonly #secret: string

  constructor(options: GitHubOptions, folder: string) {
    this.#folder = folder
    this.#secret = options.webhook?.secret ?? randomBytes(24).toString('hex')
    this.#world = new World({ appName: options.appName ?? 'Maestro', now: options.now ?? Date.now })
    this.#hooks = new Hooks(this.#world, this.#violations, options.deliveryConcurrency ?? 1)
    if (options.webhook) this.connect(options.webhook.url)
    this.#events = new Events(this.#world, this.#hooks)
    this.#tokens = new Tokens(this.#world, options.tokenLifetimeMs ?? 3_600_000)
    this.#server = createGitHubServer({
      world: this.#world,
      rest: new RestApi(this.#world, this.#events, this.#tokens, this.#violations),
      graphql: new GraphQLApi(this.#world, this.#violations),
      tokens: this.#tokens,
      calls: this.calls,
      faults: this.faults,
      hourlyLimit: options.hourlyLimit ?? 5000,
    })
  }

  /** Used by startGitHub. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(port, '127.0.0.1', resolve)
    })
    this.#world.url = `http://127.0.0.1:${boundPort(this.#server.address())}`
  }

  /** Without a slash at the end. */
  get url(): string {
    return this.#world.url
  }

  get environment(): Environment {
    return {
      APP_ID: String(this.#world.app.id),
      PRIVATE_KEY: this.#tokens.privateKey,
      WEBHOOK_SECRET: this.#secret,
      GHE_HOST: new URL(this.url).host,
      GHE_PROTOCOL: 'http',
    }
  }

  /** The account that the App writes as: `maestro[bot]`. */
  get botLogin(): string {
    return this.#world.app.bot.login
  }

  /** Sends events to this address from now on, signed with the secret of `environment` unless another is given. */
  connect(url: string, secret = this.#secret): void {
    const hook: Hook = { url, secret }
    this.#hooks.hook = hook
  }

  /**
   * Makes a repository: empty, or with the branches and tags of one on disk. The owner is an organisation unless
   * it is known as something else.
   */
  async createRepository(wanted: { owner: string; name: string; private?: boolean; defaultBranch?: string; cloneFrom?: string }): Promise<Repository> {
    this.#world.account(wanted.owner, 'Organization')
    return this.#handle(await makeRepository(this.#world, this.#folder, wanted))
  }

  /** The repository that has this name, or had it. */
  repository(name: string): Repository | undefined {
    const found = this.#world.find(name)
    return found && this.#handle(found.repository)
  }

  /** Installs the App on an account, for some repositories or all that it has. Events: installation.created. */
  install(wanted: {
    account: string
    repositories?: readonly Repository[]
    permissions?: Readonly<Record<string, string>>
    events?: readonly string[]
  }): number {
    const world = this.#world
    const account = world.account(wanted.account, 'Organization')
    const records = wanted.repositories?.map((one) => one.record) ?? [...world.repositories.values()].filter((one) => one.owner === account)
    const made: Installation = {
      id: world.id('installation'),
      account,
      repositories: new Set(records),
      selection: wanted.repositories ? 'selected' : 'all',
      permissions: wanted.permissions ?? PERMISSIONS,
      events: wanted.events ?? EVENTS,
      createdAt: world.time(),
      suspendedAt: undefined,
      used: new Map(),
    }
    world.installations.set(made.id, made)
    this.#events.installation(made, 'installation', { action: 'created', repositories: records.map(repositoryName), requester: null })
    return made.id
  }

  /** Events: installation_repositories. */
  changeRepositories(installation: number, change: { added?: readonly Repository[]; removed?: readonly Repository[] }): void {
    const found = this.#installation(installation)
    const [added, removed] = [change.added ?? [], change.removed ?? []].map((list) => list.map((one) => one.record))
    for (const one of added ?? []) found.repositories.add(one)
    for (const one of removed ?? []) found.repositories.delete(one)
    const lists = { repositories_added: (added ?? []).map(repositoryName), repositories_removed: (removed ?? []).map(repositoryName) }
    const parts = { repository_selection: found.selection, ...lists, requester: null }
    if (added?.length) this.#events.installation(found, 'installation_repositories', { action: 'added', ...parts })
    if (removed?.length) this.#events.installation(found, 'installation_repositories', { action: 'removed', ...parts })
  }

  suspend(installation: number): void {
    const found = this.#installation(installation)
    found.suspendedAt = this.#world.time()
    this.#events.installation(found, 'installation', { action: 'suspend', repositories: [...found.repositories].map(repositoryName), requester: null })
  }

  unsuspend(installation: number): void {
    const found = this.#installation(installation)
    found.suspendedAt = undefined
    this.#events.installation(found, 'installation', { action: 'unsuspend', repositories: [...found.repositories].map(repositoryName), requester: null })
  }

  uninstall(installation: number): void {
    const found = this.#installation(installation)
    this.#world.installations.delete(installation)
    this.#events.installation(found, 'installation', { action: 'deleted', repositories: [...found.repositories].map(repositoryName), requester: null })
  }

  /** Sends any event with any payload, signed or not: what an attacker or an odd GitHub would send. */
  deliver(event: string, payload: unknown, options: DeliveryOptions = {}): Promise<Delivery> {
    return this.#hooks.deliver(event, payload, options)
  }

  /** Every delivery with what the App answered, oldest first. */
  get deliveries(): readonly Delivery[] {
    return this.#hooks.deliveries
  }

  redeliver(guid: string): Promise<Delivery> | undefined {
    return this.#hooks.redeliver(guid)
  }

  /** Resolves when every delivery has been answered and no test merge is being made. */
  async idle(): Promise<void> {
    await this.#world.settled()
    await this.#hooks.idle()
  }

  /** What did not fit GitHub's description. Tests assert that it is empty. */
  get violations(): readonly Violation[] {
    return this.#violations.all
  }

  resetViolations(): void {
    this.#violations.reset()
  }

  /** Makes every installation token given so far worthless. */
  expireTokens(): void {
    this.#tokens.expireAll()
  }

  /** Stops serving and removes the repositories. Deliveries that are queued are given up. */
  async stop(): Promise<void> {
    this.#hooks.close()
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
    await this.#world.settled()
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  #handle(record: RepositoryRecord): Repository {
    return new Repository(record, this.#events, async (of, owner) => {
      const known = this.#world.find(`${owner}/${of.name}`)
      if (known) return known.repository
      return makeRepository(this.#world, this.#folder, { owner, name: of.name, private: of.private, forkOf: of })
    })
  }

  #installation(id: number): Installation {
    const found = this.#world.installations.get(id)
    if (!found) throw new RangeError(`there is no installation ${id}`)
    return found
  }
}

function boundPort(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  return address.port
}
