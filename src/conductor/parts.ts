import type { Logger } from 'pino'
import type { Database } from '../../db/connect.ts'
import type { Queue } from '../../db/queue.ts'
import type { Links } from '../cards/view.ts'
import type { Decision } from '../model/decision.ts'
import type { Gate } from '../model/gate.ts'
import type { GitHub, RepoRef } from '../model/github.ts'
import type { Instant } from '../model/ids.ts'
import type { ProposalSource } from '../model/reading.ts'
import type { ExtractMemo } from './facts/extract-memo.ts'
import type { Governor } from './govern.ts'
import type { KeptLately } from './inputs/kept-lately.ts'

/** The steps of the pipeline, in order. A test may end the process at any of them. */
export type Stage =
  | 'claimed'
  | 'asked-github'
  | 'announced'
  | 'gathered'
  | 'judged'
  | 'recorded'
  | 'outbox-claimed'
  | 'check-intended'
  | 'check-created'
  | 'check-confirmed'
  | 'comment-intended'
  | 'comment-created'
  | 'comment-confirmed'
  | 'published'

/** What the pipeline is made of; put together in src/worker.ts. */
export interface Parts {
  readonly database: Database
  readonly queue: Queue
  readonly github: GitHub
  readonly source: ProposalSource
  readonly gates: readonly Gate[]
  readonly governor: Governor
  readonly memo: ExtractMemo
  readonly kept: KeptLately
  readonly links: (repo: RepoRef, subjectKey: string) => Links
  readonly clock: () => Instant
  /** The first wait before publishing is tried again, in milliseconds; doubled after each. */
  readonly republishMs: number
  /** How long one who publishes may take before another may try, in milliseconds. */
  readonly leaseMs: number
  readonly log: Logger
  readonly watch: Watch
}

/** Who is told how it goes: metrics, and tests that interrupt it. */
interface Watch {
  /** Awaited, so that a test can hold the work there. */
  stage(stage: Stage): Promise<void>
  decided(decision: Decision, ms: number): void
  published(what: 'check_run' | 'comment', how: 'created' | 'updated' | 'unchanged'): void
}
