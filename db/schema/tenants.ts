import { bigint, boolean, doublePrecision, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { instantColumn, repo, tenant, wordsColumn } from '../columns.ts'

/** Who installed the App. `tenant` is GitHub's installation id. */
export const installations = pgTable('installations', {
  tenant: tenant().primaryKey(),
  account: wordsColumn().notNull(),
  state: wordsColumn().$type<'active' | 'suspended' | 'deleted'>().notNull(),
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
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo] })],
)

/**
 * What an installation may still write to GitHub: one row, three token buckets. Fractions of tokens count, or the
 * refill of a few milliseconds would be rounded away each time.
 */
export const writeBudgets = pgTable('write_budgets', {
  tenant: tenant().primaryKey(),
  minute: doublePrecision().notNull(),
  hour: doublePrecision().notNull(),
  points: doublePrecision().notNull(),
  refilledAt: instantColumn('refilled_at').notNull(),
  blockedUntil: instantColumn('blocked_until'),
})
