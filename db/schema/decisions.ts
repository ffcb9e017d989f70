import { sql } from 'drizzle-orm'
import { bigint, bigserial, boolean, doublePrecision, index, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core'
import type { Verdict } from '../../src/model/decision.ts'
import { bytesColumn, digestColumn, instantColumn, oidColumn, repo, tenant, wordsColumn } from '../columns.ts'

/** What was decided, once per content: a job that runs again records nothing new. */
export const decisions = pgTable(
  'decisions',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    tenant: tenant(),
    repo: repo(),
    subjectKey: wordsColumn('subject_key').notNull(),
    headSha: oidColumn('head_sha').notNull(),
    baseSha: oidColumn('base_sha').notNull(),
    trunkSha: oidColumn('trunk_sha').notNull(),
    verdict: wordsColumn().$type<Verdict>().notNull(),
    preview: boolean().notNull(),
    /** Of `body`. */
    digest: digestColumn().notNull(),
    inputsDigest: digestColumn('inputs_digest').notNull(),
    settingsDigest: digestColumn('settings_digest').notNull(),
    gatesDigest: digestColumn('gates_digest').notNull(),
    factsDigest: digestColumn('facts_digest').notNull(),
    /** Canonical JSON to the byte, which jsonb would reorder. */
    body: text().notNull(),
    asOf: instantColumn('as_of').notNull(),
    createdAt: instantColumn('created_at').notNull(),
  },
  (t) => [
    unique('decisions_once').on(t.tenant, t.repo, t.subjectKey, t.digest),
    index('decisions_by_subject').on(t.tenant, t.repo, t.subjectKey, t.id),
    index('decisions_by_digest').on(t.tenant, t.digest),
  ],
)

/** What decisions rest on, by content. A purge takes the bytes and leaves the digest, so that one can say which input is gone. */
export const inputs = pgTable(
  'inputs',
  {
    tenant: tenant(),
    digest: digestColumn().notNull(),
    media: wordsColumn().notNull(),
    size: integer().notNull(),
    /** Missing when purged, or when only digests are kept. */
    bytes: bytesColumn(),
    keepUntil: instantColumn('keep_until').notNull(),
    purgedAt: instantColumn('purged_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.digest] }), index('inputs_to_purge').on(t.keepUntil).where(sql`${t.bytes} is not null`)],
)

/** What is to be published. Written with the decision, in one transaction. */
export const outbox = pgTable(
  'outbox',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    tenant: tenant(),
    repo: repo(),
    subjectKey: wordsColumn('subject_key').notNull(),
    decisionId: bigint('decision_id', { mode: 'number' }),
    kind: wordsColumn().notNull(),
    /** JSON as text, like every document here. */
    payload: text().notNull(),
    createdAt: instantColumn('created_at').notNull(),
    doneAt: instantColumn('done_at'),
    outcome: wordsColumn().$type<'done' | 'superseded' | 'abandoned'>(),
    attempts: integer().notNull().default(0),
    /** When it may be taken: after a failed try, and while somebody's lease on it runs. Missing when done. */
    nextTryAt: instantColumn('next_try_at'),
    lease: wordsColumn(),
    lastError: wordsColumn('last_error'),
  },
  (t) => [
    index('outbox_due').on(t.nextTryAt).where(sql`${t.doneAt} is null`),
    index('outbox_by_subject').on(t.tenant, t.repo, t.subjectKey, t.kind).where(sql`${t.doneAt} is null`),
    index('outbox_done').on(t.doneAt).where(sql`${t.doneAt} is not null`),
  ],
)

/** What each pull request contributes to which objective, as its latest decision has it. */
export const okrContributions = pgTable(
  'okr_contributions',
  {
    tenant: tenant(),
    repo: repo(),
    subjectKey: wordsColumn('subject_key').notNull(),
    okr: wordsColumn().notNull(),
    share: doublePrecision().notNull(),
    /** How it was found: `path`, `label`, `issue`, `description`. */
    ways: text().array().notNull(),
    decisionId: bigint('decision_id', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.subjectKey, t.okr] }), index('okr_contributions_by_okr').on(t.tenant, t.okr)],
)
