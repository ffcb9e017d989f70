import { readFile, stat } from 'node:fs/promises'
import type { Actor, Change } from '../../model/change.ts'
import { type Oid, oid } from '../../model/ids.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import { type Known, known, unknown } from '../../model/known.ts'
import type { Source } from '../../model/source.ts'
import type { Session } from '../session.ts'

/** What the event that started a workflow on GitHub Actions says about its pull request. */
export interface PullRequestEvent {
  readonly headSha: Oid
  /** Short names of branches. */
  readonly baseRef: string
  readonly defaultBranch: string | undefined
  /** What git does not know of the change. */
  readonly facts: Pick<Change, 'pulls' | 'title' | 'description' | 'author' | 'labels' | 'draft' | 'fromFork' | 'repo'>
}

/** GitHub's own bound on a payload. */
const MAX_EVENT_BYTES = 25 * 1024 * 1024
const MAX_TEXT = 262_144
const SOURCE: Source = { kind: 'github', what: "the workflow's event" }

/**
 * The event of a workflow that runs on a pull request; undefined anywhere else, and for a payload that is not what
 * GitHub documents (webhook `pull_request`), of which a person is told.
 */
export async function pullRequestEvent(session: Session): Promise<PullRequestEvent | undefined> {
  const { env, terminal } = session
  const path = env['GITHUB_EVENT_PATH']
  if (env['GITHUB_ACTIONS'] !== 'true' || !path || !/^pull_request(?:_target)?$/.test(env['GITHUB_EVENT_NAME'] ?? '')) return undefined
  const event = await readEvent(path)
  if (!event) terminal.err('maestro: the event in GITHUB_EVENT_PATH cannot be read; what only GitHub knows stays unknown\n')
  return event
}

async function readEvent(path: string): Promise<PullRequestEvent | undefined> {
  try {
    if ((await stat(path)).size > MAX_EVENT_BYTES) return undefined
    const payload: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isObject(payload) ? parseEvent(payload) : undefined
  } catch {
    return undefined
  }
}

type JsonObject = { readonly [key: string]: Json | undefined }

/** Exported for tests of hostile payloads. Undefined without a head and a base; everything else that is missing is unknown. */
export function parseEvent(payload: JsonObject): PullRequestEvent | undefined {
  const pull = objectIn(payload, 'pull_request')
  const head = objectIn(pull, 'head')
  const base = objectIn(pull, 'base')
  const sha = textIn(head, 'sha')
  const baseRef = textIn(base, 'ref')
  if (!sha || !baseRef || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) return undefined
  const repository = objectIn(payload, 'repository')
  const draft = pull?.['draft']
  const number = pull?.['number']
  return {
    headSha: oid(sha),
    baseRef,
    defaultBranch: textIn(repository, 'default_branch'),
    facts: {
      pulls: typeof number === 'number' && Number.isSafeInteger(number) ? known([number], SOURCE) : unsaid('its number'),
      title: textIn(pull, 'title') ?? '',
      description: known(textIn(pull, 'body') ?? '', SOURCE),
      author: authorOf(objectIn(pull, 'user')),
      labels: labelsOf(pull?.['labels']),
      draft: typeof draft === 'boolean' ? known(draft, SOURCE) : unsaid('whether it is a draft'),
      fromFork: forkOf(textIn(objectIn(head, 'repo'), 'full_name'), textIn(objectIn(base, 'repo'), 'full_name')),
      repo: { fullName: textIn(repository, 'full_name') ?? 'local/repository', visibility: visibilityOf(repository) },
    },
  }
}

function authorOf(user: JsonObject | undefined): Known<Actor> {
  const login = textIn(user, 'login')
  return login ? known({ login, kind: user?.['type'] === 'Bot' ? 'app' : 'person' }, SOURCE) : unsaid('who opened it')
}

function labelsOf(labels: Json | undefined): Known<readonly string[]> {
  if (!isArray(labels)) return unsaid('its labels')
  const names = labels.slice(0, 100).flatMap((label) => (isObject(label) ? (textIn(label, 'name') ?? []) : []))
  return known(names, SOURCE)
}

/** The repository of a head may be gone; then it was a fork's. */
function forkOf(head: string | undefined, base: string | undefined): Known<boolean> {
  return base === undefined ? unsaid('where it comes from') : known(head !== base, SOURCE)
}

function visibilityOf(repository: JsonObject | undefined): Change['repo']['visibility'] {
  const visibility = textIn(repository, 'visibility')
  if (visibility === 'public' || visibility === 'private' || visibility === 'internal') return known(visibility, SOURCE)
  return unsaid('who may see the repository')
}

function unsaid(what: string) {
  return unknown(`the workflow's event does not say ${what}`)
}

function objectIn(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const member = value?.[key]
  return isObject(member) ? member : undefined
}

function textIn(value: JsonObject | undefined, key: string): string | undefined {
  const member = value?.[key]
  return typeof member === 'string' ? member.slice(0, MAX_TEXT) : undefined
}
