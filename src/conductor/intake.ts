import { savePendingCommand } from '../../db/commands.ts'
import type { Tx } from '../../db/connect.ts'
import type { Drained } from '../../db/drain.ts'
import { stopTenant } from '../../db/forget.ts'
import { addRepositories, removeRepositories, saveInstallation, saveRepository } from '../../db/installations.ts'
import type { Queue, WorkRequest } from '../../db/queue.ts'
import { listening, observe, openIn, openWithHead, type SubjectRow } from '../../db/subjects.ts'
import { surveyAgain } from '../../db/surveys.ts'
import { isHolder, ORGANISATION_FILE } from '../config/organisation-file.ts'
import type { CommandSignal, PullSignal, RepoFacts, Signal } from '../handlers/signal.ts'
import { subjectKey } from '../model/change.ts'
import { instant, later, repoId, type TenantId, tenantId } from '../model/ids.ts'
import { isObject, type Json } from '../model/json.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import { keepingHead } from './shared-head.ts'
import { surveyRequest } from './survey.ts'
import { trunkKey } from './trunk-moved.ts'

/** How long a survey waits for more to come: an installation is told of in several events, and what is opened meanwhile tells of itself. */
const SURVEY_AFTER_MS = 10_000

export interface IntakeOptions {
  /** The id of our own App. */
  readonly ownApp?: number
  readonly surveyAfterMs?: number
}

/**
 * Turns drained deliveries into rows and jobs, in the transaction that marks them as drained. Nothing here calls
 * GitHub; an event that cannot change a decision ends here.
 */
export async function intake(tx: Tx, batch: readonly Drained[], queue: Queue, options: IntakeOptions = {}): Promise<void> {
  const { surveyAfterMs = SURVEY_AFTER_MS, ownApp } = options
  const signals = batch.flatMap((delivery) => delivery.signals.map(signalOf)).filter((signal) => !isEcho(signal, ownApp))
  const wanted: WorkRequest[] = []
  const seen: Seen = { noted: new Set(), toSurvey: new Set() }
  for (const signal of worthWriting(signals)) wanted.push(...(await take(tx, signal, seen)))
  const surveyAt = surveyAfterMs > 0 ? later(instant(new Date()), surveyAfterMs) : undefined
  for (const tenant of seen.toSurvey) wanted.push(surveyRequest(tenant, surveyAt))
  wanted.push(...signals.flatMap(wantedByPull))
  if (wanted.length > 0) await queue.enqueue(tx, wanted)
}

/** Our own check runs complete a suite, and GitHub tells us so: heard, each judgement would ask for the next. */
function isEcho(signal: Signal, ownApp: number | undefined): boolean {
  return signal.kind === 'head' && signal.topic !== 'asked' && signal.app !== undefined && signal.app === ownApp
}

/** Without what a later signal of the batch says anew of the same pull request: a burst of events is one row written. */
function worthWriting(signals: readonly Signal[]): readonly Signal[] {
  const newest = new Map(signals.flatMap((signal, index) => (signal.kind === 'pull' ? [[pullKey(signal), index] as const] : [])))
  // A check event looks subjects up by their head as of its own time, so nothing is left out around one.
  if (signals.some((signal) => signal.kind === 'head')) return signals
  return signals.filter((signal, index) => signal.kind !== 'pull' || newest.get(pullKey(signal)) === index)
}

function pullKey(signal: PullSignal): string {
  return `${signal.tenant}/${signal.repo.id}/${signal.number}`
}

/** Every event of a pull request that is still open is a reason to judge it, also those that were not written, but for those that only some decisions listen to. */
function wantedByPull(signal: Signal): readonly WorkRequest[] {
  if (signal.kind !== 'pull' || signal.state !== 'open' || signal.topic !== undefined) return []
  const subject = { kind: 'pull_request', tenant: tenantId(signal.tenant), repo: repoId(signal.repo.id), number: signal.number } as const
  return [{ tenant: subject.tenant, repo: subject.repo, key: subjectKey(subject), reason: signal.why }]
}

/** Signals are our own writing, read back from the inbox. */
function signalOf(stored: Json): Signal {
  if (!isObject(stored) || typeof stored['kind'] !== 'string') throw new TypeError('the inbox holds something that is no signal')
  return stored as unknown as Signal
}

/** What a batch has brought so far. */
interface Seen {
  /** What was said of repositories, so that saying it again costs nothing. */
  readonly noted: Set<string>
  /** Installations with repositories to be looked over. */
  readonly toSurvey: Set<TenantId>
}

async function take(tx: Tx, signal: Signal, seen: Seen): Promise<readonly WorkRequest[]> {
  const tenant = tenantId(signal.tenant)
  if (signal.kind === 'installation') return takeInstallation(tx, tenant, signal, seen)
  if (signal.kind === 'repositories') return takeRepositories(tx, tenant, signal, seen)
  if (signal.kind === 'repository' && signal.gone) {
    seen.noted.clear()
    await removeRepositories(tx, tenant, [repoId(signal.repo.id)])
    return []
  }
  const facts = `${tenant} ${JSON.stringify(signal.repo)}`
  if (!seen.noted.has(facts)) await note(tx, tenant, signal.repo)
  seen.noted.add(facts)
  const repo = repoId(signal.repo.id)
  if (signal.kind === 'pull') return takePull(tx, tenant, signal)
  if (signal.kind === 'command') return takeCommand(tx, tenant, signal)
  if (signal.kind === 'push') return takePush(tx, tenant, signal, seen)
  if (signal.kind === 'head') {
    const { sha, topic, why } = signal
    const subjects = await (topic === 'asked' ? openWithHead(tx, tenant, repo, sha) : listening(tx, { tenant, repo, headSha: sha }, topic))
    return subjects.map(({ key }) => ({ tenant, repo, key, reason: why, priority: topic === 'asked' ? 1 : 0 }))
  }
  if (signal.kind === 'group') {
    const subject = { kind: 'merge_group', tenant, repo, headRef: signal.headRef } as const
    await observe(tx, subject, {
      state: signal.over ? 'closed' : 'open',
      headSha: signal.headSha,
      headRef: signal.headRef,
      baseRef: signal.baseRef.replace(/^refs\/heads\//, ''),
      baseSha: signal.baseSha,
    })
    return signal.over ? [] : [{ tenant, repo, key: subjectKey(subject), reason: signal.why, priority: 1 }]
  }
  return []
}

async function takeInstallation(tx: Tx, tenant: TenantId, { account, accountId, state }: Of<'installation'>, seen: Seen): Promise<readonly WorkRequest[]> {
  await saveInstallation(tx, tenant, { account, accountId, state })
  if (state === 'deleted') await stopTenant(tx, tenant)
  if (state !== 'active') return []
  await surveyAgain(tx, tenant)
  seen.toSurvey.add(tenant)
  return wantedAgain(await openIn(tx, tenant))
}

async function takeRepositories(tx: Tx, tenant: TenantId, { added, removed }: Of<'repositories'>, seen: Seen): Promise<readonly WorkRequest[]> {
  seen.noted.clear()
  await addRepositories(
    tx,
    tenant,
    added.map(({ id, ...facts }) => ({ repo: repoId(id), ...facts })),
  )
  await removeRepositories(tx, tenant, removed.map(repoId))
  if (added.length === 0) return []
  seen.toSurvey.add(tenant)
  const ids = added.map(({ id }) => repoId(id))
  return wantedAgain(await openIn(tx, tenant, ids))
}

/** A branch moved. Where settings appeared or went on a default branch, it is also looked for what was open before anybody governed. */
async function takePush(tx: Tx, tenant: TenantId, { repo: facts, ref, settings, why }: Of<'push'>, seen: Seen): Promise<readonly WorkRequest[]> {
  const repo = repoId(facts.id)
  if (ref === facts.defaultBranch) {
    const everywhere = isHolder(facts) && settings.includes(ORGANISATION_FILE)
    if (everywhere || settings.includes(SETTINGS_PATH)) {
      await surveyAgain(tx, tenant, everywhere ? undefined : [repo])
      seen.toSurvey.add(tenant)
    }
  }
  return [{ tenant, repo, key: trunkKey(ref), reason: why, priority: -1 }]
}

type Of<Kind extends Signal['kind']> = Extract<Signal, { kind: Kind }>

/** What went on while we were not allowed to look is not known, so everything that was open is judged again. */
function wantedAgain(open: readonly SubjectRow[]): readonly WorkRequest[] {
  return open.map(({ tenant, repo, key }) => ({ tenant, repo, key, reason: 'access was given again', priority: -1 }))
}

async function takePull(tx: Tx, tenant: TenantId, signal: PullSignal): Promise<readonly WorkRequest[]> {
  const subject = { kind: 'pull_request', tenant, repo: repoId(signal.repo.id), number: signal.number } as const
  const { state, headSha, headRef, baseRef, draft, topic, why } = signal
  await observe(tx, subject, { state, headSha, headRef, baseRef, draft })
  if (topic !== undefined) {
    const { tenant, repo } = subject
    return (await listening(tx, { tenant, repo, key: subjectKey(subject) }, topic)).map(({ key }) => ({ tenant, repo, key, reason: why }))
  }
  return state === 'open' ? [] : keepingHead(tx, subject, headSha)
}

async function takeCommand(tx: Tx, tenant: TenantId, signal: CommandSignal): Promise<readonly WorkRequest[]> {
  const subject = { kind: 'pull_request', tenant, repo: repoId(signal.repo.id), number: signal.number } as const
  const key = subjectKey(subject)
  const saved = await savePendingCommand(tx, { tenant, repo: subject.repo, key, commentId: signal.commentId, body: signal.body, by: signal.by })
  return saved ? [{ tenant, repo: subject.repo, key, reason: COMMAND_REASON, priority: 1 }] : []
}

/** A job that is wanted for nothing else than a command does not judge unless the command says so. */
export const COMMAND_REASON = 'issue_comment'

function note(tx: Tx, tenant: TenantId, { id, ...facts }: RepoFacts): Promise<void> {
  return saveRepository(tx, tenant, { repo: repoId(id), ...facts })
}
