import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Actor, Change } from '../../model/change.ts'
import { type Oid, oid } from '../../model/ids.ts'
import { isArray, isObject, type Json } from '../../model/json.ts'
import { type Known, known, unknown } from '../../model/known.ts'
import type { Source } from '../../model/source.ts'
import { BadUsage } from '../failures.ts'
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
/** Where what is said of a pull request comes from, for facts and for what it does not say. */
interface Teller {
  readonly source: Source
  readonly name: string
}
const EVENT: Teller = { source: { kind: 'github', what: "the workflow's event" }, name: "the workflow's event" }
const FILE: Teller = { source: { kind: 'given', by: '--pull-request' }, name: 'the file of --pull-request' }

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

/**
 * A pull request from a file: as GitHub's API gives it (`gh api repos/OWNER/NAME/pulls/12`) or as a workflow's event has it. Throws
 * BadUsage for anything else.
 */
export async function pullRequestFile({ cwd }: Session, file: string): Promise<PullRequestEvent> {
  const payload = await readPayload(resolve(cwd, file))
  const event = payload && parseEvent('pull_request' in payload ? payload : asEvent(payload), FILE)
  if (!event) throw new BadUsage(`${file} is no pull request: it has to be what \`gh api repos/OWNER/NAME/pulls/NUMBER\` prints, or a workflow's event`)
  return event
}

/** GitHub's API names the repository inside the pull request. */
function asEvent(pull: JsonObject): JsonObject {
  return { pull_request: pull, repository: objectIn(objectIn(pull, 'base'), 'repo') }
}

async function readEvent(path: string): Promise<PullRequestEvent | undefined> {
  const payload = await readPayload(path)
  return payload && parseEvent(payload)
}

async function readPayload(path: string): Promise<JsonObject | undefined> {
  try {
    if ((await stat(path)).size > MAX_EVENT_BYTES) return undefined
    const payload: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isObject(payload) ? payload : undefined
  } catch {
    return undefined
  }
}

type JsonObject = { readonly [key: string]: Json | undefined }

/** Exported for tests of hostile payloads. Undefined without a head and a base; everything else that is missing is unknown. */
export function parseEvent(payload: JsonObject, teller = EVENT): PullRequestEvent | undefined {
  const pull = objectIn(payload, 'pull_request')
  const head = objectIn(pull, 'head')
  const base = objectIn(pull, 'base')
  const sha = textIn(head, 'sha')
  const baseRef = textIn(base, 'ref')
  if (!sha || !baseRef || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(sha)) return undefined
  const repository = objectIn(payload, 'repository')
  const { source } = teller
  const unsaid = (what: string) => unknown(`${teller.name} does not say ${what}`)
  const draft = pull?.['draft']
  const number = pull?.['number']
  return {
    headSha: oid(sha),
    baseRef,
    defaultBranch: textIn(repository, 'default_branch'),
    facts: {
      pulls: typeof number === 'number' && Number.isSafeInteger(number) ? known([number], source) : unsaid('its number'),
      title: textIn(pull, 'title') ?? '',
      description: known(textIn(pull, 'body') ?? '', source),
      author: authorOf(objectIn(pull, 'user'), source) ?? unsaid('who opened it'),
      labels: labelsOf(pull?.['labels'], source) ?? unsaid('its labels'),
      draft: typeof draft === 'boolean' ? known(draft, source) : unsaid('whether it is a draft'),
      fromFork: forkOf(textIn(objectIn(head, 'repo'), 'full_name'), textIn(objectIn(base, 'repo'), 'full_name'), source) ?? unsaid('where it comes from'),
      repo: {
        fullName: textIn(repository, 'full_name') ?? 'local/repository',
        visibility: visibilityOf(repository, source) ?? unsaid('who may see the repository'),
      },
    },
  }
}

function authorOf(user: JsonObject | undefined, source: Source): Known<Actor> | undefined {
  const login = textIn(user, 'login')
  return login ? known({ login, kind: user?.['type'] === 'Bot' ? 'app' : 'person' }, source) : undefined
}

function labelsOf(labels: Json | undefined, source: Source): Known<readonly string[]> | undefined {
  if (!isArray(labels)) return undefined
  const names = labels.slice(0, 100).flatMap((label) => (isObject(label) ? (textIn(label, 'name') ?? []) : []))
  return known(names, source)
}

/** The repository of a head may be gone; then it was a fork's. */
function forkOf(head: string | undefined, base: string | undefined, source: Source): Known<boolean> | undefined {
  return base === undefined ? undefined : known(head !== base, source)
}

function visibilityOf(repository: JsonObject | undefined, source: Source): Change['repo']['visibility'] | undefined {
  const visibility = textIn(repository, 'visibility')
  return visibility === 'public' || visibility === 'private' || visibility === 'internal' ? known(visibility, source) : undefined
}

function objectIn(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const member = value?.[key]
  return isObject(member) ? member : undefined
}

function textIn(value: JsonObject | undefined, key: string): string | undefined {
  const member = value?.[key]
  return typeof member === 'string' ? member.slice(0, MAX_TEXT) : undefined
}
