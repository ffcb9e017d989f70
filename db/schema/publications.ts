import { bigint, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import { digestColumn, instantColumn, oidColumn, repo, tenant, wordsColumn } from '../columns.ts'

/**
 * The current check run of each name and head commit. The intent is written before GitHub is asked, so that after a crash one
 * knows to look (by name, commit and `external_id`) before creating another.
 */
export const checkRuns = pgTable(
  'check_runs',
  {
    tenant: tenant(),
    repo: repo(),
    headSha: oidColumn('head_sha').notNull(),
    name: wordsColumn().notNull(),
    externalId: wordsColumn('external_id').notNull(),
    githubId: bigint('github_id', { mode: 'number' }),
    status: wordsColumn(),
    conclusion: wordsColumn(),
    outputDigest: digestColumn('output_digest'),
    annotationsDigest: digestColumn('annotations_digest'),
    intendedAt: instantColumn('intended_at').notNull(),
    confirmedAt: instantColumn('confirmed_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.headSha, t.name] }), index('check_runs_by_github_id').on(t.tenant, t.githubId)],
)

/** Our one comment on each pull request. */
export const comments = pgTable(
  'comments',
  {
    tenant: tenant(),
    repo: repo(),
    number: integer().notNull(),
    githubId: bigint('github_id', { mode: 'number' }),
    bodyDigest: digestColumn('body_digest'),
    intendedAt: instantColumn('intended_at').notNull(),
    confirmedAt: instantColumn('confirmed_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.number] })],
)
