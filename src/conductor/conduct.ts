import { getRepository, type Repository, saveRepository } from '../../db/installations.ts'
import { okrTagsOf } from '../../db/okr-tags.ts'
import { post } from '../../db/outbox.ts'
import type { Job } from '../../db/queue.ts'
import { getSubject, markEvaluated, observe, type SubjectRow } from '../../db/subjects.ts'
import { CHECKS_ASKED_AGAIN } from '../handlers/signal.ts'
import { subjectKey } from '../model/change.ts'
import type { PullRequest, RepoRef } from '../model/github.ts'
import type { Json } from '../model/json.ts'
import { known, valueOr } from '../model/known.ts'
import type { Opened } from '../model/reading.ts'
import { Superseded } from '../model/trouble.ts'
import { announce } from './announce.ts'
import { answerCommands } from './answer-commands.ts'
import { evaluate, NO_INTERVENTIONS } from './evaluate.ts'
import { MAX_FILE_BYTES, type Provider } from './facts/gather.ts'
import { COMMAND_REASON } from './intake.ts'
import { organisationFiles } from './organisation.ts'
import type { Parts } from './parts.ts'
import { presentationOf } from './presentation.ts'
import { mayCall, publishDue } from './publish.ts'
import { recordDecision } from './record.ts'
import { keepingHead } from './shared-head.ts'
import { describeTrouble, type TroubleNotice } from './trouble-notice.ts'
import { noteFirst, trunkMoved, trunkOf } from './trunk-moved.ts'

/** From this try on a check run tells that we are in trouble; a first failure is over before anybody looks. */
const TELL_FROM_ATTEMPT = 2
/** Pull requests of one merge group that GitHub is asked about: as many as its settings allow in one. */
const MAX_GROUP = 100
/** Of them at a time, so that no group meets GitHub's limit on requests at once. */
const GROUP_AT_A_TIME = 5

const ASKED_AGAIN: ReadonlySet<string> = new Set(Object.values(CHECKS_ASKED_AGAIN))

/** Does one subject's work: the pipeline in order. What it throws is tried again by the queue. */
export async function conduct(parts: Parts, job: Job): Promise<void> {
  await parts.watch.stage('claimed')
  const repository = await getRepository(parts.database.db, job.tenant, job.repo)
  if (!repository || repository.removed || !(await mayCall(parts.database.db, job.tenant))) return
  const repo: RepoRef = { tenant: job.tenant, id: job.repo, fullName: repository.fullName }
  const trunk = trunkOf(job.key)
  if (trunk !== undefined) return trunkMoved(parts, repo, trunk)
  const subject = (await getSubject(parts.database.db, job)) ?? (await firstSeen(parts, repo, job.key))
  if (!subject) return
  try {
    if (subject.number !== null) await conductPullRequest(parts, job, repo, subject, subject.number)
    else if (subject.state === 'open') await conductMergeGroup(parts, job, repo, repository, subject)
  } catch (error) {
    // What a job is about moved on: the event that says so is on its way or here already, and wants its own job.
    if (error instanceof Superseded) {
      parts.log.info({ subject: job.key, repo: job.repo, reason: error.message }, 'superseded')
      return
    }
    await tellTrouble(parts, job, repo, subject, error, false)
    throw error
  }
}

/** A pull request from before we were installed: nothing was ever heard of it but a command. */
async function firstSeen(parts: Parts, repo: RepoRef, key: string): Promise<SubjectRow | undefined> {
  const number = /^pr:([0-9]{1,9})$/.exec(key)?.[1]
  const pull = number === undefined ? undefined : await parts.github.pullRequest(repo, Number(number))
  return pull && observePull(parts, pull)
}

async function conductPullRequest(parts: Parts, job: Job, repo: RepoRef, subject: SubjectRow, number: number): Promise<void> {
  const commanded = await answerCommands(parts, repo, number, job, subject.baseRef)
  if (!commanded.judgeAgain && job.reasons.every((reason) => reason === COMMAND_REASON)) return
  const pull = await parts.github.pullRequest(repo, number)
  await parts.watch.stage('asked-github')
  if (!pull) return leave(parts, job, subject)
  await noteSeen(parts, pull, subject)
  if (pull.state !== 'open') return leave(parts, job, subject)

  const isDefault = pull.baseRef === pull.defaultBranch
  // The names of the check runs are known at once where the target is the default branch; the mirror is fetched meanwhile.
  const announcing = isDefault ? announce(parts, pull.repo, pull.headSha, false) : Promise.resolve()
  const opening = parts.source.pullRequest(pull, parts.clock())
  const [announced, opened] = await Promise.allSettled([announcing, opening])
  try {
    if (announced.status === 'rejected') throw announced.reason
    if (opened.status === 'rejected') throw opened.reason
    await judgeOpened(parts, job, pull.repo, opened.value, commanded.anew)
  } finally {
    if (opened.status === 'fulfilled') opened.value.release()
  }
  await publishDue(parts, job)
  const old = subject.evaluatedHead
  if (old !== null && old !== pull.headSha) await parts.database.transaction(async (tx) => parts.queue.enqueue(tx, await keepingHead(tx, job, old)))
}

async function conductMergeGroup(parts: Parts, job: Job, repo: RepoRef, repository: Repository, subject: SubjectRow): Promise<void> {
  if (!subject.baseSha) return
  await announce(parts, repo, subject.headSha, false)
  const { headRef, headSha, baseRef, baseSha } = subject
  const group = { repo, headRef, headSha, baseRef, baseSha, sizeKb: repository.sizeKb ?? 0 }
  const opened = await parts.source.mergeGroup(group, (numbers) => pullsOf(parts, repo, numbers), parts.clock())
  await parts.watch.stage('asked-github')
  try {
    await judgeOpened(parts, job, repo, opened, false)
  } finally {
    opened.release()
  }
  await publishDue(parts, job)
}

/** Pull requests by their numbers; one that GitHub does not know is left out. */
async function pullsOf(parts: Parts, repo: RepoRef, numbers: readonly number[]): Promise<readonly PullRequest[]> {
  const asked = numbers.slice(0, MAX_GROUP)
  const pulls: PullRequest[] = []
  for (let start = 0; start < asked.length; start += GROUP_AT_A_TIME) {
    const some = await Promise.all(asked.slice(start, start + GROUP_AT_A_TIME).map((number) => parts.github.pullRequest(repo, number)))
    pulls.push(...some.filter((pull) => pull !== undefined))
  }
  return pulls
}

async function judgeOpened(parts: Parts, job: Job, repo: RepoRef, { proposal, reader }: Opened, commanded: boolean): Promise<void> {
  const started = performance.now()
  const organisation = await organisationFiles(parts, repo)
  const change = await parts.governor.settle(proposal, reader, organisation)
  if (!change.target.isTrunk || proposal.into.ref !== proposal.defaultBranch.ref) await announce(parts, repo, change.head.commit, !change.target.isTrunk)
  const governing = await parts.governor.govern(change, reader, organisation)
  await noteFirst(parts, repo, change.trunk, governing, reader)
  await parts.watch.stage('gathered')
  const evaluation = await evaluate(change, governing, parts.gates, {
    reader,
    memo: parts.memo,
    providers: { 'okr-tags': okrTags(parts) },
    maxFileBytes: MAX_FILE_BYTES,
  })
  await parts.watch.stage('judged')
  for (const [gate, error] of evaluation.failures) parts.log.error({ err: error, gate, subject: job.key, repo: job.repo }, 'a gate is undecided')
  const anew = commanded || job.reasons.some((reason) => ASKED_AGAIN.has(reason))
  const recorded = await recordDecision(parts, job, evaluation, NO_INTERVENTIONS, presentationOf(repo, evaluation, job.reasons), anew)
  await parts.watch.stage('recorded')
  parts.watch.decided(evaluation.decision, performance.now() - started)
  parts.log.info({ subject: job.key, repo: job.repo, verdict: evaluation.decision.verdict, recorded, reasons: job.reasons }, 'decided')
}

/** What people said by `/maestro okr`. In the merge queue, what they said of its pull requests still holds. */
function okrTags(parts: Parts): Provider {
  return async (_question, { subject, pulls }) => {
    const { tenant, repo } = subject
    const keys =
      subject.kind === 'pull_request' ? [subjectKey(subject)] : valueOr(pulls, []).map((number) => subjectKey({ kind: 'pull_request', tenant, repo, number }))
    const tags = await Promise.all(keys.map((key) => okrTagsOf(parts.database.db, { tenant, repo, key })))
    return known<Json>(
      tags.flat().map(({ okr, by }) => ({ okr, by })),
      { kind: 'given', by: '/maestro okr' },
    )
  }
}

/** What GitHub says now is newer than any event. */
async function noteSeen(parts: Parts, pull: PullRequest, subject: SubjectRow): Promise<void> {
  await observePull(parts, pull)
  if (subject.evaluatedHead === null) {
    const { defaultBranch, visibility, sizeKb } = pull
    await saveRepository(parts.database.db, pull.repo.tenant, { repo: pull.repo.id, fullName: pull.repo.fullName, defaultBranch, visibility, sizeKb })
  }
}

function observePull(parts: Parts, { repo, number, headSha, headRef, baseRef, draft, state, title }: PullRequest): Promise<SubjectRow> {
  const subject = { kind: 'pull_request', tenant: repo.tenant, repo: repo.id, number } as const
  return observe(parts.database.db, subject, { state, headSha, headRef, baseRef, draft, title })
}

/** Closed, merged or gone: nothing is decided any more. */
async function leave(parts: Parts, job: Job, subject: SubjectRow): Promise<void> {
  await markEvaluated(parts.database.db, job, subject.headSha, job.reasons.join(', '))
}

/** Tells on the pull request that we or GitHub are in trouble. Posted to the outbox: what tells of trouble may meet the same. */
export async function tellTrouble(
  parts: Parts,
  job: Pick<Job, 'tenant' | 'repo' | 'key' | 'attempt' | 'troubleSince'> & Partial<Pick<Job, 'nextTry'>>,
  repo: RepoRef,
  subject: SubjectRow,
  error: unknown,
  final: boolean,
): Promise<void> {
  parts.log.error({ err: error, subject: job.key, repo: job.repo, attempt: job.attempt, final }, 'a job failed')
  if (!final && job.attempt < TELL_FROM_ATTEMPT) return
  const repository = await getRepository(parts.database.db, job.tenant, job.repo)
  const notice: TroubleNotice = {
    kind: 'trouble',
    repo,
    headSha: subject.headSha,
    ...describeTrouble(error),
    since: job.troubleSince ?? parts.clock(),
    nextTry: final ? undefined : job.nextTry?.(error),
    final,
    preview: subject.number !== null && repository?.defaultBranch !== null && repository?.defaultBranch !== subject.baseRef,
  }
  await parts.database.transaction((tx) => post(tx, job, 'publish', notice as unknown as Json, undefined))
}
