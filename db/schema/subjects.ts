import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Topic } from '../../src/model/gate.ts'
import { instantColumn, oidColumn, repo, tenant, wordsColumn } from '../columns.ts'

/** What is judged: pull requests and merge groups, as last heard of, and when they were last judged. */
export const subjects = pgTable(
  'subjects',
  {
    tenant: tenant(),
    repo: repo(),
    key: wordsColumn().notNull(),
    kind: wordsColumn().$type<'pull_request' | 'merge_group'>().notNull(),
    number: integer(),
    state: wordsColumn().$type<'open' | 'closed' | 'merged'>().notNull(),
    draft: boolean().notNull().default(false),
    title: wordsColumn(),
    headSha: oidColumn('head_sha').notNull(),
    headRef: wordsColumn('head_ref').notNull(),
    baseRef: wordsColumn('base_ref').notNull(),
    baseSha: oidColumn('base_sha'),
    /** The latest decision, the head it is about, and when it was made. */
    decisionId: bigint('decision_id', { mode: 'number' }),
    evaluatedHead: oidColumn('evaluated_head'),
    lastEvaluatedAt: instantColumn('last_evaluated_at'),
    /** What made us judge it last, for the card. */
    why: wordsColumn(),
    /** When something in the last decision ends by itself. */
    reviseAt: instantColumn('revise_at'),
    /** What events, besides those of its own, the last decision may change by. */
    listens: text().array().$type<Topic[]>().notNull().default([]),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.repo, t.key] }),
    // Our own index of head commits: the events of forks carry no pull requests.
    index('subjects_by_head').on(t.tenant, t.repo, t.headSha),
    index('subjects_by_base').on(t.tenant, t.repo, t.baseRef).where(sql`${t.state} = 'open'`),
    index('subjects_to_revise').on(t.reviseAt).where(sql`${t.reviseAt} is not null`),
    index('subjects_unevaluated').on(t.updatedAt).where(sql`${t.state} = 'open' and ${t.evaluatedHead} is distinct from ${t.headSha}`),
  ],
)

/**
 * The queue's truth, one row a subject: how often work was wanted and up to which of these it is done. A job in
 * pg-boss is only the doorbell for it (see queue.ts).
 */
export const work = pgTable(
  'work',
  {
    tenant: tenant(),
    repo: repo(),
    key: wordsColumn().notNull(),
    wantedSeq: integer('wanted_seq').notNull(),
    doneSeq: integer('done_seq').notNull().default(0),
    priority: integer().notNull().default(0),
    wantedAt: instantColumn('wanted_at'),
    /** Why it is wanted, oldest first; `taken` are those that the holder of the claim was given. */
    reasons: text().array().notNull(),
    taken: text().array().notNull().default([]),
    claimedJob: uuid('claimed_job'),
    claimedAttempt: integer('claimed_attempt'),
    claimedSeq: integer('claimed_seq'),
    claimUntil: instantColumn('claim_until'),
    /** Tries since the last success or the last event that were our own to fail; counted when one starts, so a crash counts. */
    attempts: integer().notNull().default(0),
    /** Tries since then that ended in GitHub's trouble. */
    waits: integer().notNull().default(0),
    notBefore: instantColumn('not_before'),
    lastError: wordsColumn('last_error'),
    troubleSince: instantColumn('trouble_since'),
    diedAt: instantColumn('died_at'),
    /** The version of our code that it died under: another one may do better. */
    diedUnder: wordsColumn('died_under'),
    /** When the sweep rings again; set exactly while work is wanted and not done. */
    ringAt: instantColumn('ring_at'),
    /** When work will be wanted without an event. */
    wakeAt: instantColumn('wake_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.repo, t.key] }),
    index('work_to_ring').on(t.ringAt).where(sql`${t.ringAt} is not null`),
    index('work_to_wake').on(t.wakeAt).where(sql`${t.wakeAt} is not null`),
    index('work_dead').on(t.diedAt).where(sql`${t.diedAt} is not null`),
  ],
)
