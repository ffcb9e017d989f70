import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { digestColumn, instantColumn, repo, tenant, wordsColumn } from '../columns.ts'

/** Comments with slash commands, from when they were heard until they are answered. */
export const commands = pgTable(
  'commands',
  {
    tenant: tenant(),
    repo: repo(),
    subjectKey: wordsColumn('subject_key').notNull(),
    commentId: bigint('comment_id', { mode: 'number' }).notNull(),
    /** Of the comment's text, so that an edited comment is another one. */
    digest: digestColumn().notNull(),
    /** Emptied when answered: the text is on GitHub. */
    body: text().notNull(),
    by: wordsColumn().notNull(),
    heardAt: instantColumn('heard_at').notNull(),
    /** The reply is intended before it is written: its end may stay unknown. */
    replyIntendedAt: instantColumn('reply_intended_at'),
    answeredAt: instantColumn('answered_at'),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.subjectKey, t.commentId, t.digest] })],
)

/** Objectives that people named by `/maestro okr`. */
export const okrTags = pgTable(
  'okr_tags',
  {
    tenant: tenant(),
    repo: repo(),
    subjectKey: wordsColumn('subject_key').notNull(),
    okr: wordsColumn().notNull(),
    by: wordsColumn().notNull(),
    commentId: bigint('comment_id', { mode: 'number' }).notNull(),
    taggedAt: instantColumn('tagged_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.subjectKey, t.okr] })],
)

/** What of a branch governs others, as last seen: when it changes, what is open is judged again. */
export const trunks = pgTable(
  'trunks',
  {
    tenant: tenant(),
    repo: repo(),
    ref: wordsColumn().notNull(),
    governing: digestColumn().notNull(),
    judgedAgain: integer('judged_again').notNull().default(0),
    seenAt: instantColumn('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenant, t.repo, t.ref] })],
)
