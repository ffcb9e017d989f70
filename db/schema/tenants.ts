import { sql } from 'drizzle-orm'
import { bigint, boolean, doublePrecision, index, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instantColumn, repo, tenant, wordsColumn } from '../columns.ts'

/** Who installed the App. `tenant` is GitHub's installation id. */
export const installations = pgTable('installations', {
  tenant: tenant().primaryKey(),
  account: wordsColumn().notNull(),
  /** GitHub's id of the account: logins are renamed, and taken by others. Missing when it was last heard of before this was kept. */
  accountId: bigint('account_id', { mode: 'number' }),
  state: wordsColumn().$type<'active' | 'suspended' | 'deleted'>().notNull(),
  /** The account had the App before, as another installation: what we wrote then is still there. */
  returned: boolean().notNull().default(false),
  updatedAt: instantColumn('updated_at').notNull(),
})

/** Repositories as last heard of: names and default branches change, ids do not. */
export const repositories = pgTable(
  'repositories',
  {
    tenant: tenant(),
    repo: repo(),
    fullName: wordsColumn('full_name').notNull(),
    defaultBranch: wordsColumn('default_branch'),
    visibility: wordsColumn().$type<'public' | 'private' | 'internal'>(),
    sizeKb: bigint('size_kb', { mode: 'number' }),
    archived: boolean().notNull().default(false),
    removed: boolean().notNull().default(false),
    updatedAt: instantColumn('updated_at').notNull(),
    /** When its open pull requests were last looked over (conductor/survey.ts). Missing when that is due at once. */
    surveyedAt: instantColumn('surveyed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenant, t.repo] }),
    // A holder of the organisation's settings is looked up by name for each judgement.
    index('repositories_by_name').on(t.tenant, t.fullName),
    index('repositories_by_survey').on(t.tenant, t.surveyedAt).where(sql`not ${t.removed} and not ${t.archived}`),
  ],
)

/**
 * What an installation may still ask of GitHub: one row, four token buckets. Fractions of tokens count, or the
 * refill of a few milliseconds would be rounded away each time.
 */
export const writeBudgets = pgTable('write_budgets', {
  tenant: tenant().primaryKey(),
  minute: doublePrecision().notNull(),
  hour: doublePrecision().notNull(),
  points: doublePrecision().notNull(),
  /** GitHub counts GraphQL by itself. Rows from before this was counted start empty and are full within half a minute. */
  graphql: doublePrecision().notNull().default(0),
  refilledAt: instantColumn('refilled_at').notNull(),
  blockedUntil: instantColumn('blocked_until'),
})

/** What a repository may take of its installation's budget before it has to leave something for the others. Limits nothing by itself. */
export const budgetShares = pgTable(
  'budget_shares',
  {
    tenant: tenant(),
    repo: repo(),
    content: doublePrecision().notNull(),
    points: doublePrecision().notNull(),
    refilledAt: instantColumn('refilled_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo] })],
)
