import { randomBytes } from 'node:crypto'
import { isoSeconds } from './clock.ts'

/** What the local GitHub knows. Plain records; who changes them is in repository.ts (people) and rest/ (the App). */

export interface Account {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Organization' | 'Bot'
}

export const ROLES = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const
export type Role = (typeof ROLES)[number]

export interface RepositoryRecord {
  readonly id: number
  owner: Account
  name: string
  private: boolean
  defaultBranch: string
  /** The bare repository on disk. */
  readonly gitDir: string
  readonly forkOf: RepositoryRecord | undefined
  readonly createdAt: string
  pushedAt: string
  sizeKb: number
  /** Branches and tags as last announced: full ref name to commit id. */
  readonly refs: Map<string, string>
  readonly issues: Map<number, Issue>
  readonly pulls: Map<number, PullRequest>
  readonly comments: Map<number, Comment>
  readonly runs: Map<number, CheckRun>
  readonly suites: Map<number, CheckSuite>
  readonly collaborators: Map<string, Role>
  /** Commits that are known to exist, so that a check run need not ask git. */
  readonly commits: Set<string>
  nextNumber: number
}

export interface Issue {
  readonly id: number
  readonly number: number
  title: string
  body: string
  author: Account
  state: 'open' | 'closed'
  readonly createdAt: string
}

export interface PullRequest {
  readonly id: number
  readonly number: number
  title: string
  body: string
  author: Account
  state: 'open' | 'closed'
  draft: boolean
  labels: string[]
  /** The repository that the head branch lives in: the base repository or a fork; undefined once that is deleted. */
  headRepo: RepositoryRecord | undefined
  headRef: string
  headSha: string
  baseRef: string
  /** The base branch's tip when head or base was last set, as GitHub reports it. */
  baseSha: string
  closes: Issue[]
  reviews: Review[]
  readonly createdAt: string
  updatedAt: string
  closedAt: string | undefined
  mergedAt: string | undefined
  mergedBy: Account | undefined
  mergeCommit: string | undefined
  /** Base and head that refs/pull/N/merge was last made from; undefined when it has to be made again. */
  testMerge: { key: string; mergeable: boolean; sha: string | undefined } | undefined
}

export interface Review {
  readonly id: number
  readonly author: Account
  state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
  readonly body: string
  readonly commit: string
  readonly submittedAt: string
}

export interface Comment {
  readonly id: number
  readonly number: number
  readonly author: Account
  body: string
  readonly viaApp: boolean
  readonly createdAt: string
  updatedAt: string
  readonly reactions: Reaction[]
}

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const
export interface Reaction {
  readonly id: number
  readonly author: Account
  readonly content: (typeof REACTIONS)[number]
  readonly createdAt: string
}

export interface CheckRun {
  readonly id: number
  readonly app: AppRecord
  readonly suite: CheckSuite
  readonly headSha: string
  name: string
  externalId: string
  detailsUrl: string | undefined
  status: string
  conclusion: string | undefined
  startedAt: string
  completedAt: string | undefined
  title: string | undefined
  summary: string | undefined
  text: string | undefined
  readonly annotations: Annotation[]
}

export interface Annotation {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  readonly startColumn: number | undefined
  readonly endColumn: number | undefined
  readonly level: 'notice' | 'warning' | 'failure'
  readonly title: string | undefined
  readonly message: string
  readonly rawDetails: string | undefined
}

export interface CheckSuite {
  readonly id: number
  readonly app: AppRecord
  readonly headSha: string
  readonly headBranch: string | undefined
  readonly before: string | undefined
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: string | undefined
  readonly createdAt: string
  updatedAt: string
}

export interface AppRecord {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly bot: Account
  readonly owner: Account
}

export interface Installation {
  readonly id: number
  readonly account: Account
  readonly repositories: Set<RepositoryRecord>
  readonly selection: 'all' | 'selected'
  readonly permissions: Readonly<Record<string, string>>
  readonly events: readonly string[]
  readonly createdAt: string
  suspendedAt: string | undefined
  /** Calls counted against the hourly limits of this installation. */
  readonly used: Map<'core' | 'graphql', { window: number; calls: number }>
}

/** First ids by kind: of the size that GitHub's have, so that a column or a parser made for 32 bits shows. */
const FIRST_ID = {
  account: 180_000_000,
  app: 1_200_000,
  installation: 68_000_000,
  repository: 1_100_000_000,
  issue: 2_500_000_000,
  pull: 2_600_000_000,
  review: 2_700_000_000,
  comment: 3_400_000_000,
  reaction: 310_000_000,
  suite: 45_000_000_000,
  run: 52_000_000_000,
  workflowRun: 15_000_000_000,
  hook: 520_000_000,
} as const

/** All state of one local GitHub, with the look-ups that everything shares. */
export class World {
  /** Where this GitHub answers, without a slash at the end. Set once the port is known. */
  url = ''
  readonly now: () => number
  readonly app: AppRecord
  readonly installations = new Map<number, Installation>()
  readonly repositories = new Map<number, RepositoryRecord>()
  readonly #accounts = new Map<string, Account>()
  readonly #names = new Map<string, RepositoryRecord>()
  readonly #ids = new Map<string, number>()
  #background: Promise<unknown> = Promise.resolve()

  constructor(options: { appName: string; now: () => number }) {
    this.now = options.now
    const slug = options.appName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    const bot = this.account(`${slug}[bot]`, 'Bot')
    this.app = { id: this.id('app'), slug, name: options.appName, bot, owner: this.account('acme', 'Organization') }
  }

  id(kind: keyof typeof FIRST_ID): number {
    const next = (this.#ids.get(kind) ?? FIRST_ID[kind]) + 1
    this.#ids.set(kind, next)
    return next
  }

  /** Does something after what was handed in before, as GitHub's own background jobs do. Failures are its own affair. */
  inBackground(task: () => Promise<unknown>): void {
    this.#background = this.#background.then(task).catch(() => undefined)
  }

  /** Resolves when all background work is done. */
  async settled(): Promise<void> {
    for (let seen: unknown; seen !== this.#background; ) {
      seen = this.#background
      await this.#background
    }
  }

  /** Now, as GitHub writes times: UTC, whole seconds. */
  time(): string {
    return isoSeconds(this.now())
  }

  /** The account of that login, made when it is new. `name[bot]` is a Bot. */
  account(login: string, type?: Account['type']): Account {
    const key = login.toLowerCase()
    const found = this.#accounts.get(key)
    if (found) return found
    const made: Account = { id: this.id('account'), login, type: type ?? (login.endsWith('[bot]') ? 'Bot' : 'User') }
    this.#accounts.set(key, made)
    return made
  }

  findAccount(login: string): Account | undefined {
    return this.#accounts.get(login.toLowerCase())
  }

  /** Another App than ours, for check runs that are not ours (`github-actions`). */
  foreignApp(slug: string): AppRecord {
    return { id: this.account(`${slug}[bot]`).id, slug, name: slug, bot: this.account(`${slug}[bot]`), owner: this.account('github', 'Organization') }
  }

  /** Files a repository under its name; earlier names keep leading to it until something else takes them. */
  name(repository: RepositoryRecord): void {
    this.repositories.set(repository.id, repository)
    this.#names.set(fullName(repository).toLowerCase(), repository)
  }

  /** By `owner/name`, whatever the case; `moved` when the repository has another name by now. */
  find(name: string): { repository: RepositoryRecord; moved: boolean } | undefined {
    const repository = this.#names.get(name.toLowerCase())
    if (!repository || !this.repositories.has(repository.id)) return undefined
    return { repository, moved: fullName(repository).toLowerCase() !== name.toLowerCase() }
  }

  forget(repository: RepositoryRecord): void {
    this.repositories.delete(repository.id)
    for (const installation of this.installations.values()) installation.repositories.delete(repository)
  }

  installationOf(repository: RepositoryRecord): Installation | undefined {
    for (const installation of this.installations.values()) if (installation.repositories.has(repository)) return installation
    return undefined
  }
}

export function fullName(repository: RepositoryRecord): string {
  return `${repository.owner.login}/${repository.name}`
}

/** A node id as GitHub makes them: a prefix for the type, then something opaque. `kindOfNode` reads it back. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(String(id)).toString('base64url')}`
}

export function readNodeId(node: string): { prefix: string; id: string } | undefined {
  const at = node.indexOf('_')
  if (at <= 0) return undefined
  return { prefix: node.slice(0, at), id: Buffer.from(node.slice(at + 1), 'base64url').toString('utf8') }
}

export function newGuid(): string {
  const hex = randomBytes(16).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-11ef-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
