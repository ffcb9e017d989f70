import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { JobEnd } from '../db/queue.ts'
import type { Verdict } from './model/decision.ts'

/** What Prometheus can ask of a process. Counters are of this process; queue gauges are read from the database at scrape time. */
export interface Metrics {
  readonly registry: Registry
  delivery(event: string, result: 'stored' | 'duplicate' | 'ignored' | 'refused' | 'failed'): void
  apiCall(operation: string, status: number | undefined, ms: number): void
  decided(verdict: Verdict, ms: number): void
  job(result: JobEnd, ms: number): void
  published(what: 'check_run' | 'comment', how: 'created' | 'updated' | 'unchanged'): void
}

/** How much is where at this moment. */
export interface QueueDepths {
  /** Deliveries not yet drained. */
  readonly inbox: number
  /** Deliveries that could not be understood, and are kept for a person. */
  readonly parked: number
  /** Subjects with work that is not done. */
  readonly queued: number
  /** Those of them that wait for trouble of GitHub's to pass. */
  readonly troubled: number
  /** Subjects given up: nothing happens by itself any more. */
  readonly dead: number
  /** What is decided and not yet published. */
  readonly unpublished: number
}

const STAGES = ['inbox', 'parked', 'queued', 'troubled', 'dead', 'unpublished'] as const

export function metrics(depths: () => Promise<QueueDepths>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const deliveries = new Counter({
    name: 'maestro_deliveries_total',
    help: 'Webhook deliveries by event and result',
    labelNames: ['event', 'result'],
    registers,
  })
  const calls = new Counter({
    name: 'maestro_github_calls_total',
    help: 'GitHub API calls by operation and status',
    labelNames: ['operation', 'status'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'maestro_github_call_seconds',
    help: 'Duration of GitHub API calls',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
    registers,
  })
  const decisions = new Counter({ name: 'maestro_decisions_total', help: 'Decisions recorded, by verdict', labelNames: ['verdict'], registers })
  const decisionSeconds = new Histogram({
    name: 'maestro_decision_seconds',
    help: 'From the start of a job to its recorded decision',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
    registers,
  })
  const jobs = new Counter({ name: 'maestro_jobs_total', help: 'Jobs by how they ended', labelNames: ['result'], registers })
  const jobSeconds = new Histogram({ name: 'maestro_job_seconds', help: 'Duration of jobs', buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60], registers })
  const writes = new Counter({ name: 'maestro_published_total', help: 'Check runs and comments published', labelNames: ['what', 'how'], registers })
  const depth = new Gauge({
    name: 'maestro_queue_depth',
    help: 'Deliveries not drained or parked, subjects waiting, in trouble or given up, decisions not published',
    labelNames: ['stage'],
    registers,
    async collect() {
      const now = await depths()
      for (const stage of STAGES) this.set({ stage }, now[stage])
    },
  })
  depth.set({ stage: 'inbox' }, 0)
  return {
    registry,
    delivery: (event, result) => deliveries.inc({ event, result }),
    apiCall(operation, status, ms) {
      calls.inc({ operation, status: String(status ?? 'none') })
      callSeconds.observe(ms / 1000)
    },
    decided(verdict, ms) {
      decisions.inc({ verdict })
      decisionSeconds.observe(ms / 1000)
    },
    job(result, ms) {
      jobs.inc({ result })
      jobSeconds.observe(ms / 1000)
    },
    published: (what, how) => writes.inc({ what, how }),
  }
}
