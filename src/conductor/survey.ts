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
export async function survey(parts: SurveyParts, { tenant }: Pick<Job, 'tenant'>): Promise<void> {
  const { database, queue, clock } = parts
  if (!(await mayCall(database.db, tenant))) return
  const due = await repositoriesToSurvey(database.db, tenant, later(clock(), -EVERY_MS), REPOSITORIES_A_JOB)
  const organisationGoverns = await hasOrganisationFile(parts, tenant, due)
  for (let start = 0; start < due.length; start += REPOSITORIES_A_CALL) {
    await lookOver(parts, tenant, due.slice(start, start + REPOSITORIES_A_CALL), organisationGoverns)
  }
  if (due.length === REPOSITORIES_A_JOB) await database.transaction((tx) => queue.enqueue(tx, surveyRequest(tenant)))
}

/**
 * Looks over some repositories. Where GitHub does not answer for all of them together it may be for one of them, which must not keep the others
 * from being seen: that one is found by halves, and left until the next hour. When neither half is answered it is no repository's fault.
 */
async function lookOver(parts: SurveyParts, tenant: TenantId, rows: readonly Repository[], organisationGoverns: boolean): Promise<void> {
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

async function lookAt(parts: SurveyParts, tenant: TenantId, rows: readonly Repository[], organisationGoverns: boolean): Promise<void> {
  const found = await parts.surveyor.survey(tenant, rows.map(refOf), [SETTINGS_PATH])
  for (const row of rows) {
    const seen = found.get(row.repo)
    if (seen && (organisationGoverns || seen.files.has(SETTINGS_PATH))) await wantUnheard(parts, seen, await allOpen(parts, seen))
    else if (seen) await note(parts.database.db, seen)
  }
  await markSurveyed(parts.database.db, tenant, reposOf(rows), parts.clock())
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

async function allOpen({ surveyor }: SurveyParts, seen: Surveyed): Promise<{ readonly pulls: readonly OpenPull[]; readonly complete: boolean }> {
  const pulls = [...seen.open]
  let { next } = seen
  while (next !== undefined && pulls.length < MAX_OPEN) {
    const page = await surveyor.openPulls(seen.repo, next)
    pulls.push(...page.open)
    next = page.next
  }
  return { pulls, complete: next === undefined }
}

/** Wants judged what was not heard of as it is now: a pull request that is new to us, or has another head or base, or is open here and no longer there. */
async function wantUnheard(
  { database, queue, log }: SurveyParts,
  seen: Surveyed,
  { pulls, complete }: { pulls: readonly OpenPull[]; complete: boolean },
): Promise<void> {
  const { tenant, id: repo } = seen.repo
  await database.transaction(async (tx) => {
    await note(tx, seen)
    const attended = await attendedTo(tx, tenant, repo)
    const known = new Map((await openOnto(tx, tenant, repo, undefined, 2 * MAX_OPEN)).filter((row) => row.number !== null).map((row) => [row.key, row]))
    const wanted: string[] = []
    for (const { number, ...pull } of pulls) {
      const subject = { kind: 'pull_request', tenant, repo, number } as const
      const key = subjectKey(subject)
      const row = known.get(key)
      known.delete(key)
      if (attended.has(key) || (row !== undefined && isHeard(row, pull))) continue
      // Should an event have told more meanwhile: the job asks GitHub itself before it judges.
      await observe(tx, subject, { state: 'open', ...pull })
      wanted.push(key)
    }
    if (complete) wanted.push(...[...known.keys()].filter((key) => !attended.has(key)))
    if (wanted.length === 0) return
    log.info({ tenant, repo, count: wanted.length }, 'pull requests that no event told of')
    await queue.enqueue(
      tx,
      wanted.map((key) => ({ tenant, repo, key, reason: FOUND_REASON, priority: -2 })),
    )
  })
}

function isHeard(row: SubjectRow, pull: Omit<OpenPull, 'number'>): boolean {
  return row.headSha === pull.headSha && row.baseRef === pull.baseRef && row.evaluatedHead === pull.headSha
}

function note(db: Parameters<typeof describeRepository>[0], { repo, defaultBranch, visibility, sizeKb, archived }: Surveyed): Promise<void> {
  return describeRepository(db, repo.tenant, { repo: repo.id, fullName: repo.fullName, defaultBranch, visibility, sizeKb, archived })
}

function refOf({ tenant, repo, fullName }: Repository): RepoRef {
  return { tenant, id: repo, fullName }
}
