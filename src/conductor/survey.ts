import { describeRepository, type Repository, repositoryNamed } from '../../db/installations.ts'
import type { Job, WorkRequest } from '../../db/queue.ts'
import { observe, openOnto, type SubjectRow } from '../../db/subjects.ts'
import { attendedTo, markSurveyed, repositoriesToSurvey, tenantsToSurvey } from '../../db/surveys.ts'
import { HOLDERS, ORGANISATION_FILE } from '../config/organisation-file.ts'
import { subjectKey } from '../model/change.ts'
import type { RepoRef } from '../model/github.ts'
import { type Instant, later, type RepoId, repoId, type TenantId } from '../model/ids.ts'
import { SETTINGS_PATH } from '../model/settings.ts'
import type { OpenPull, Surveyed, Surveyor } from '../model/survey.ts'
import { Trouble } from '../model/trouble.ts'
import type { Parts } from './parts.ts'
import { mayCall } from './publish.ts'

/*
 * What no event tells of: pull requests that were open before the App was installed or before the repository had settings, and whatever
 * happened while a delivery was lost. Every repository is looked over when it becomes visible, when settings first appear on its trunk, and
 * once an hour; one call to GitHub for 25 of them. Only where settings govern is anything judged.
 */

/** The queue's key for it; the installation's, so its repository is 0. */
export const SURVEY_KEY = 'survey'
/** Why a pull request is judged that a survey found. */
const FOUND_REASON = 'found open'

const EVERY_MS = 3_600_000
const REPOSITORIES_A_CALL = 25
/** In one job, so that an installation with very many does not keep a worker from everything else. */
const REPOSITORIES_A_JOB = 20 * REPOSITORIES_A_CALL
/** Of one repository; what was updated last comes first, and whatever is beyond waits for its next event. */
const MAX_OPEN = 1000
/** To GitHub in one job; what is not looked over by then is left to the next one. */
const CALLS_A_JOB = 100
/** How much earlier than the last look a pull request has to be updated to be as it was then: the look took time, and clocks differ. */
const LOOK_SLACK_MS = EVERY_MS

export type SurveyParts = Pick<Parts, 'database' | 'queue' | 'clock' | 'log'> & { readonly surveyor: Surveyor }

/** Asks for a survey of whatever is due in an installation. Nobody waits for it, so everything else comes first. */
export function surveyRequest(tenant: TenantId, runAt?: Instant): WorkRequest {
  return { tenant, repo: repoId(0), key: SURVEY_KEY, reason: SURVEY_KEY, priority: -2, ...(runAt === undefined ? {} : { runAt }) }
}

/** Asks for the surveys whose hour has come. */
export async function askForSurveys({ database, queue, clock }: Pick<SurveyParts, 'database' | 'queue' | 'clock'>): Promise<void> {
  const tenants = await tenantsToSurvey(database.db, SURVEY_KEY, later(clock(), -EVERY_MS))
  const requests = tenants.map((tenant) => surveyRequest(tenant))
  if (requests.length > 0) await database.transaction((tx) => queue.enqueue(tx, requests))
}

/** Looks over the repositories of an installation that are due. */
export async function survey(given: SurveyParts, { tenant }: Pick<Job, 'tenant'>): Promise<void> {
  const { database, queue, clock } = given
  if (!(await mayCall(database.db, tenant))) return
  const due = await repositoriesToSurvey(database.db, tenant, later(clock(), -EVERY_MS), REPOSITORIES_A_JOB)
  const calls = { made: 0 }
  const parts: Looking = { ...given, calls, surveyor: counted(given.surveyor, calls) }
  const organisationGoverns = await hasOrganisationFile(parts, tenant, due)
  for (let start = 0; start < due.length && calls.made < CALLS_A_JOB; start += REPOSITORIES_A_CALL) {
    await lookOver(parts, tenant, due.slice(start, start + REPOSITORIES_A_CALL), organisationGoverns)
  }
  if (due.length === REPOSITORIES_A_JOB || calls.made >= CALLS_A_JOB) await database.transaction((tx) => queue.enqueue(tx, surveyRequest(tenant)))
}

/** What a survey works with, and how many calls it made. */
type Looking = SurveyParts & { readonly calls: { readonly made: number } }

function counted(surveyor: Surveyor, calls: { made: number }): Surveyor {
  return {
    survey(...about) {
      calls.made += 1
      return surveyor.survey(...about)
    },
    openPulls(...about) {
      calls.made += 1
      return surveyor.openPulls(...about)
    },
  }
}

/**
 * Looks over some repositories. Where GitHub does not answer for all of them together it may be for one of them, which must not keep the others
 * from being seen: that one is found by halves, and left until the next hour. When neither half is answered it is no repository's fault.
 */
async function lookOver(parts: Looking, tenant: TenantId, rows: readonly Repository[], organisationGoverns: boolean): Promise<void> {
  const look = (some: readonly Repository[]): Promise<void> => lookAt(parts, tenant, some, organisationGoverns)
  const trouble = await troubleOf(look(rows))
  if (trouble === undefined) return
  let failing = rows
  while (failing.length > 1) {
    const half = Math.ceil(failing.length / 2)
    const [first, second] = [failing.slice(0, half), failing.slice(half)]
    const [firstFails, secondFails] = [await troubleOf(look(first)), await troubleOf(look(second))]
    if (firstFails && secondFails) throw trouble
    if (!firstFails && !secondFails) return
    failing = firstFails ? first : second
  }
  if (rows.length === 1) throw trouble
  parts.log.warn({ err: trouble, tenant, repo: failing[0]?.repo }, 'a repository could not be looked over')
  await markSurveyed(parts.database.db, tenant, reposOf(failing), parts.clock())
}

/** The trouble that work ended in, if its end is not known; any other failure is thrown. */
async function troubleOf(work: Promise<void>): Promise<Trouble | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof Trouble && error.retryAt === undefined) return error
    throw error
  }
}

/** Looks at some repositories in one call and what their pages take; once the job's calls are made, no more of them than one. */
async function lookAt(parts: Looking, tenant: TenantId, rows: readonly Repository[], organisationGoverns: boolean): Promise<void> {
  const found = await parts.surveyor.survey(tenant, rows.map(refOf), [SETTINGS_PATH])
  const done: Repository[] = []
  for (const row of rows) {
    if (done.length > 0 && parts.calls.made >= CALLS_A_JOB) break
    const seen = found.get(row.repo)
    if (seen && (organisationGoverns || seen.files.has(SETTINGS_PATH))) await wantUnheard(parts, seen, await allOpen(parts, seen, row.surveyedAt))
    else if (seen) await note(parts.database.db, seen)
    done.push(row)
  }
  await markSurveyed(parts.database.db, tenant, reposOf(done), parts.clock())
}

function reposOf(rows: readonly Repository[]): readonly RepoId[] {
  return rows.map((row) => row.repo)
}

/** Whether the organisation's settings govern: then every repository is governed. One call where the App can see a repository that may hold them. */
async function hasOrganisationFile({ database, surveyor }: SurveyParts, tenant: TenantId, due: readonly Repository[]): Promise<boolean> {
  const owner = due[0]?.fullName.split('/')[0]
  if (owner === undefined) return false
  const holders = await Promise.all(HOLDERS.map((name) => repositoryNamed(database.db, tenant, `${owner}/${name}`)))
  const visible = holders.filter((holder) => holder !== undefined).map(refOf)
  if (visible.length === 0) return false
  const seen = await surveyor.survey(tenant, visible, [ORGANISATION_FILE])
  return [...seen.values()].some(({ files }) => files.has(ORGANISATION_FILE))
}

/** What is open, those updated last first, and what is to be thought of the others that are open as far as we know. */
interface Open {
  readonly pulls: readonly OpenPull[]
  /** They are closed, they are as they were when we looked last, or nobody knows. */
  readonly others: 'closed' | 'unchanged' | 'unknown'
}

/**
 * Goes through the pages of what is open. It stops where all that follows is as it was when we looked last: it was not updated since, and
 * with it we know of exactly as many as there are.
 */
async function allOpen({ surveyor, database }: Looking, seen: Surveyed, last: Instant | null): Promise<Open> {
  const pulls = [...seen.open]
  let { next } = seen
  const { tenant, id } = seen.repo
  const known = next === undefined || last === null ? [] : await openOnto(database.db, tenant, id, undefined, 2 * MAX_OPEN)
  const numbers = new Set(known.flatMap((row) => row.number ?? []))
  while (next !== undefined && pulls.length < MAX_OPEN) {
    const oldest = pulls.at(-1)?.updatedAt
    for (const { number } of pulls) numbers.add(number)
    const isOld = last !== null && oldest !== undefined && oldest < later(last, -LOOK_SLACK_MS)
    if (isOld && numbers.size === seen.openCount) return { pulls, others: 'unchanged' }
    const page = await surveyor.openPulls(seen.repo, next)
    pulls.push(...page.open)
    next = page.next
  }
  return { pulls, others: next === undefined ? 'closed' : 'unknown' }
}

/** Wants judged what was not heard of as it is now: a pull request that is new to us, or has another head or base, or is open here and no longer there. */
async function wantUnheard({ database, queue, log }: SurveyParts, seen: Surveyed, { pulls, others }: Open): Promise<void> {
  const { tenant, id: repo } = seen.repo
  await database.transaction(async (tx) => {
    await note(tx, seen)
    const attended = await attendedTo(tx, tenant, repo)
    const known = new Map((await openOnto(tx, tenant, repo, undefined, 2 * MAX_OPEN)).filter((row) => row.number !== null).map((row) => [row.key, row]))
    const wanted: string[] = []
    for (const { number, updatedAt: _, ...pull } of pulls) {
      const subject = { kind: 'pull_request', tenant, repo, number } as const
      const key = subjectKey(subject)
      const row = known.get(key)
      known.delete(key)
      if (attended.has(key) || (row !== undefined && isHeard(row, pull))) continue
      // Should an event have told more meanwhile: the job asks GitHub itself before it judges.
      await observe(tx, subject, { state: 'open', ...pull })
      wanted.push(key)
    }
    const left = [...known.values()].filter((row) => others === 'closed' || (others === 'unchanged' && row.evaluatedHead !== row.headSha))
    wanted.push(...left.flatMap(({ key }) => (attended.has(key) ? [] : key)))
    if (wanted.length === 0) return
    log.info({ tenant, repo, count: wanted.length }, 'pull requests that no event told of')
    await queue.enqueue(
      tx,
      wanted.map((key) => ({ tenant, repo, key, reason: FOUND_REASON, priority: -2 })),
    )
  })
}

function isHeard(row: SubjectRow, pull: Pick<OpenPull, 'headSha' | 'baseRef'>): boolean {
  return row.headSha === pull.headSha && row.baseRef === pull.baseRef && row.evaluatedHead === pull.headSha
}

function note(db: Parameters<typeof describeRepository>[0], { repo, defaultBranch, visibility, sizeKb, archived }: Surveyed): Promise<void> {
  return describeRepository(db, repo.tenant, { repo: repo.id, fullName: repo.fullName, defaultBranch, visibility, sizeKb, archived })
}

function refOf({ tenant, repo, fullName }: Repository): RepoRef {
  return { tenant, id: repo, fullName }
}
