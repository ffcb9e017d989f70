import { and, asc, desc, eq } from 'drizzle-orm'
import { subjectKey } from '../src/model/change.ts'
import type { Decision, Verdict } from '../src/model/decision.ts'
import { digestOfBytes } from '../src/model/digest.ts'
import type { Digest, Instant, Oid, RepoId, TenantId } from '../src/model/ids.ts'
import type { Json } from '../src/model/json.ts'
import { at, type Queries, type Tx } from './connect.ts'
import { type Input, putInputs } from './inputs.ts'
import { post } from './outbox.ts'
import { decisions, okrContributions, subjects } from './schema.ts'
import { SubjectUnknown } from './subjects.ts'
import type { SubjectRef } from './work.ts'

export type DecisionRow = typeof decisions.$inferSelect

/** What a change contributes to an objective. */
export interface Contribution {
  readonly okr: string
  /** 0 to 1. */
  readonly share: number
  /** How it was found: `path`, `label`, `issue`, `description`. */
  readonly ways: readonly string[]
}

export interface Recording {
  readonly decision: Decision
  /** The decision as canonical JSON: the bytes that its digest is of. */
  readonly body: string
  /** Of the document that lists the inputs; itself among them. */
  readonly inputsDigest: Digest
  readonly inputs: readonly Input[]
  /** Milliseconds that the inputs are kept; 0 keeps digests only. */
  readonly retentionMs: number
  readonly contributions: readonly Contribution[]
  /** What the publisher needs. Posted to the outbox as kind `publish`. */
  readonly publish: Json
  /** What made us judge, for the card. */
  readonly why: string
  readonly now?: Instant
}

export interface Recorded {
  readonly id: number
  readonly digest: Digest
  /** False when the very same decision was recorded before: a job that ran again. Its outbox row is posted again, and publishing it changes nothing. */
  readonly fresh: boolean
}

/**
 * Writes a decision with all that belongs to it: its inputs, its contributions, the subject's latest state and the outbox row. All in
 * the transaction given, so there is never one without the others. Raises SubjectUnknown for a subject no event named.
 */
export async function record(tx: Tx, recording: Recording): Promise<Recorded> {
  const { decision, now } = recording
  const { tenant, repo } = decision.subject
  const subject = { tenant, repo, key: subjectKey(decision.subject) }
  // The subject first: it is the lock under which two recordings of one subject take turns.
  await lockSubject(tx, subject)
  await putInputs(tx, tenant, recording.inputs, recording.retentionMs, now)
  const recorded = await insertOnce(tx, subject, recording)
  await replaceContributions(tx, subject, recorded.id, recording.contributions)
  await tx
    .update(subjects)
    .set({
      decisionId: recorded.id,
      evaluatedHead: decision.headSha,
      lastEvaluatedAt: at(now),
      why: recording.why,
      reviseAt: decision.reviseAt ?? null,
      listens: [...decision.listens],
    })
    .where(and(eq(subjects.tenant, tenant), eq(subjects.repo, repo), eq(subjects.key, subject.key)))
  await post(tx, subject, 'publish', recording.publish, recorded.id, now)
  return recorded
}

/** The subject was judged again and the same came out: its standing decision stays, and only when and why it was looked at is new. */
export async function renewDecision(tx: Tx, subject: SubjectRef, decision: Decision, why: string, now?: Instant): Promise<void> {
  await tx
    .update(subjects)
    .set({ evaluatedHead: decision.headSha, lastEvaluatedAt: at(now), why, reviseAt: decision.reviseAt ?? null, listens: [...decision.listens] })
    .where(and(eq(subjects.tenant, subject.tenant), eq(subjects.repo, subject.repo), eq(subjects.key, subject.key)))
}

/** The decision that stands for a subject: the one recorded last. */
export async function latestDecision(db: Queries, subject: SubjectRef): Promise<DecisionRow | undefined> {
  const [row] = await db
    .select({ decision: decisions })
    .from(subjects)
    .innerJoin(decisions, and(eq(decisions.tenant, subjects.tenant), eq(decisions.id, subjects.decisionId)))
    .where(and(eq(subjects.tenant, subject.tenant), eq(subjects.repo, subject.repo), eq(subjects.key, subject.key)))
  return row?.decision
}

/**
 * The standing decisions of all open subjects with this head, by key: pull requests that share a head commit share its check runs,
 * and the worse verdict is shown. One whose decision is about an earlier head is not among them.
 */
export async function decisionsForHead(db: Queries, tenant: TenantId, repo: RepoId, headSha: Oid): Promise<DecisionRow[]> {
  const rows = await db
    .select({ decision: decisions })
    .from(subjects)
    .innerJoin(decisions, and(eq(decisions.tenant, subjects.tenant), eq(decisions.id, subjects.decisionId)))
    .where(and(eq(subjects.tenant, tenant), eq(subjects.repo, repo), eq(subjects.headSha, headSha), eq(subjects.state, 'open'), eq(decisions.headSha, headSha)))
    .orderBy(asc(subjects.key))
  return rows.map((row) => row.decision)
}

/** One decision by its id or its digest; the newest when several subjects have the same. */
export async function findDecision(db: Queries, tenant: TenantId, which: { id: number } | { digest: Digest }): Promise<DecisionRow | undefined> {
  const match = 'id' in which ? eq(decisions.id, which.id) : eq(decisions.digest, which.digest)
  const [row] = await db
    .select()
    .from(decisions)
    .where(and(eq(decisions.tenant, tenant), match))
    .orderBy(desc(decisions.id))
    .limit(1)
  return row
}

/** What was decided about a subject, newest first. */
export function decisionHistory(db: Queries, { tenant, repo, key }: SubjectRef, limit = 50): Promise<DecisionRow[]> {
  return db
    .select()
    .from(decisions)
    .where(and(eq(decisions.tenant, tenant), eq(decisions.repo, repo), eq(decisions.subjectKey, key)))
    .orderBy(desc(decisions.id))
    .limit(limit)
}

/** What moved an objective: the contributions of an installation's subjects, as their latest decisions have them. */
export function contributionsTo(
  db: Queries,
  tenant: TenantId,
  okr: string,
): Promise<{ repo: RepoId; subjectKey: string; share: number; ways: string[]; verdict: Verdict }[]> {
  return db
    .select({
      repo: okrContributions.repo,
      subjectKey: okrContributions.subjectKey,
      share: okrContributions.share,
      ways: okrContributions.ways,
      verdict: decisions.verdict,
    })
    .from(okrContributions)
    .innerJoin(decisions, and(eq(decisions.tenant, okrContributions.tenant), eq(decisions.id, okrContributions.decisionId)))
    .where(and(eq(okrContributions.tenant, tenant), eq(okrContributions.okr, okr)))
    .orderBy(asc(okrContributions.repo), asc(okrContributions.subjectKey))
}

async function lockSubject(tx: Tx, subject: SubjectRef): Promise<void> {
  const rows = await tx
    .select({ key: subjects.key })
    .from(subjects)
    .where(and(eq(subjects.tenant, subject.tenant), eq(subjects.repo, subject.repo), eq(subjects.key, subject.key)))
    .for('update')
  if (rows.length === 0) throw new SubjectUnknown(subject)
}

async function insertOnce(tx: Tx, { tenant, repo, key }: SubjectRef, { decision, body, inputsDigest, now }: Recording): Promise<Recorded> {
  const digest = digestOfBytes(body)
  const inserted = await tx
    .insert(decisions)
    .values({
      tenant,
      repo,
      subjectKey: key,
      headSha: decision.headSha,
      baseSha: decision.baseSha,
      trunkSha: decision.trunkSha,
      verdict: decision.verdict,
      preview: decision.preview,
      digest,
      inputsDigest,
      settingsDigest: decision.digests.settings,
      gatesDigest: decision.digests.gates,
      factsDigest: decision.digests.facts,
      body,
      asOf: decision.asOf,
      createdAt: at(now),
    })
    .onConflictDoNothing()
    .returning({ id: decisions.id })
  if (inserted[0] !== undefined) return { id: inserted[0].id, digest, fresh: true }
  const [row] = await tx
    .select({ id: decisions.id })
    .from(decisions)
    .where(and(eq(decisions.tenant, tenant), eq(decisions.repo, repo), eq(decisions.subjectKey, key), eq(decisions.digest, digest)))
  if (row === undefined) throw new Error(`decision ${digest} was there and is gone`)
  return { id: row.id, digest, fresh: false }
}

async function replaceContributions(tx: Tx, { tenant, repo, key }: SubjectRef, decisionId: number, contributions: readonly Contribution[]): Promise<void> {
  await tx.delete(okrContributions).where(and(eq(okrContributions.tenant, tenant), eq(okrContributions.repo, repo), eq(okrContributions.subjectKey, key)))
  if (contributions.length === 0) return
  await tx
    .insert(okrContributions)
    .values(contributions.map(({ okr, share, ways }) => ({ tenant, repo, subjectKey: key, okr, share, ways: [...ways], decisionId })))
}
