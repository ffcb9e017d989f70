import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import type { Oid } from '../../model/ids.ts'
import { GitFailed, GitOverBudget } from '../failures.ts'
import { gitEnvironment } from '../git-environment.ts'
import { stderrTail } from '../run-git.ts'
import { type ObjectStore, viewOf } from './object-view.ts'
import { type Expected, type ObjectAnswer, ResponseParser } from './response-parser.ts'

const ARGS = ['cat-file', '--batch-command', '--buffer']
/** Requests between two flushes: git answers nothing before one. */
const GROUP = 1000

export interface ObjectProcessOptions {
  /** Milliseconds without a byte while something is due, after which the process counts as stuck; 30 s unless told. */
  readonly stuckMs?: number
  /** Milliseconds without a request after which the process is let go; 60 s unless told. */
  readonly idleMs?: number
}

interface Batch {
  readonly expected: Expected
  readonly count: number
  readonly answers: ObjectAnswer[]
  readonly resolve: (answers: readonly ObjectAnswer[]) => void
  readonly reject: (error: Error) => void
}

/**
 * A `git cat-file` that stays, started on the first request and again after it ended. Requests are written
 * without waiting for earlier answers; a process that dies or gets stuck fails what was pending with
 * GitFailed, and the next request has a new one.
 */
export class ObjectProcess {
  readonly #store: ObjectStore
  readonly #stuckMs: number
  readonly #idleMs: number
  #running: Running | undefined
  #closed = false

  constructor(store: ObjectStore, options: ObjectProcessOptions = {}) {
    this.#store = store
    this.#stuckMs = options.stuckMs ?? 30_000
    this.#idleMs = options.idleMs ?? 60_000
  }

  /** Id, type and size of each object, in order; undefined for one that is not there. Names are full ids, with a peeling suffix (`^{tree}`) where wanted. */
  info(names: readonly string[]): Promise<readonly ObjectAnswer[]> {
    return this.#ask('info', names, { kind: 'info' })
  }

  /** The same with the contents; an object of more than `maxBytes` comes without. */
  contents(oids: readonly Oid[], maxBytes: number): Promise<readonly ObjectAnswer[]> {
    return this.#ask('contents', oids, { kind: 'contents', maxBytes })
  }

  /** The id of the process that runs now, if one does. */
  get pid(): number | undefined {
    return this.#running?.child.pid
  }

  /** Ends the process; what is pending fails. Nothing can be asked afterwards. */
  close(): void {
    this.#closed = true
    this.#running?.end(new GitFailed(ARGS, undefined, 'the reader was closed'))
  }

  #ask(command: string, names: readonly string[], expected: Expected): Promise<readonly ObjectAnswer[]> {
    if (this.#closed) return Promise.reject(new GitFailed(ARGS, undefined, 'the reader is closed'))
    if (names.length === 0) return Promise.resolve([])
    // A line break would smuggle in a second request, and every later answer would belong to the wrong one.
    if (!names.every((name) => /^[0-9a-f]{40,64}(?:\^\{[a-z]+\})?$/.test(name))) return Promise.reject(new TypeError('only full object ids can be asked for'))
    this.#running ??= new Running(this.#store, this.#stuckMs, this.#idleMs, () => {
      this.#running = undefined
    })
    return this.#running.ask(command, names, expected)
  }
}

/** One life of the process. */
class Running {
  readonly child: ChildProcessWithoutNullStreams
  readonly #batches: Batch[] = []
  readonly #unwritten: string[] = []
  readonly #stderr = stderrTail([])
  readonly #watch: { busy(): void; idle(): void; stop(): void }
  readonly #onEnd: () => void
  #blocked = false
  #ended = false

  constructor(store: ObjectStore, stuckMs: number, idleMs: number, onEnd: () => void) {
    this.#onEnd = onEnd
    this.child = spawn('git', ARGS, { env: gitEnvironment(viewOf(store)), stdio: ['pipe', 'pipe', 'pipe'] })
    const parser = new ResponseParser(
      () => this.#batches[0]?.expected ?? { kind: 'info' },
      (answer) => this.#deliver(answer),
    )
    this.#watch = watch(
      () => this.end(new GitOverBudget(ARGS, undefined, `no answer for ${stuckMs} ms`)),
      stuckMs,
      () => this.end(new GitFailed(ARGS, undefined, 'idle')),
      idleMs,
    )
    this.child.stdout.on('data', (chunk: Buffer) => {
      if (this.#ended) return
      if (this.#batches.length > 0) this.#watch.busy()
      try {
        parser.push(chunk)
      } catch (error) {
        this.end(new GitFailed(ARGS, undefined, `unexpected answer: ${error instanceof Error ? error.message : 'unknown'}`))
      }
    })
    this.child.stderr.on('data', this.#stderr.add)
    this.child.stdin.on('error', () => {}) // The process died; its end is reported by 'close'.
    this.child.stdin.on('drain', () => {
      this.#blocked = false
      this.#write()
    })
    this.child.on('error', (error) => this.end(new GitFailed(ARGS, undefined, `git could not be started: ${error.message}`)))
    this.child.on('close', (code) => this.end(new GitFailed(ARGS, code ?? undefined, this.#stderr.text())))
  }

  ask(command: string, names: readonly string[], expected: Expected): Promise<readonly ObjectAnswer[]> {
    return new Promise((resolve, reject) => {
      this.#batches.push({ expected, count: names.length, answers: [], resolve, reject })
      for (let at = 0; at < names.length; at += GROUP) {
        const group = names.slice(at, at + GROUP)
        this.#unwritten.push(`${group.map((name) => `${command} ${name}\n`).join('')}flush\n`)
      }
      this.#watch.busy()
      this.#write()
    })
  }

  /** Fails whatever is pending and lets the process go. */
  end(why: GitFailed): void {
    if (this.#ended) return
    this.#ended = true
    this.#watch.stop()
    this.#onEnd()
    this.child.kill('SIGKILL')
    for (const batch of this.#batches) batch.reject(why)
  }

  #write(): void {
    while (!this.#blocked) {
      const text = this.#unwritten.shift()
      if (text === undefined) return
      this.#blocked = !this.child.stdin.write(text)
    }
  }

  #deliver(answer: ObjectAnswer): void {
    const batch = this.#batches[0]
    if (!batch) {
      this.end(new GitFailed(ARGS, undefined, 'an answer that nobody asked for'))
      return
    }
    batch.answers.push(answer)
    if (batch.answers.length < batch.count) return
    this.#batches.shift()
    if (this.#batches.length === 0) this.#watch.idle()
    batch.resolve(batch.answers)
  }
}

/** Two timers, of which one runs: how long it may be silent while something is due, and how long unused. */
function watch(onStuck: () => void, stuckMs: number, onIdle: () => void, idleMs: number): { busy(): void; idle(): void; stop(): void } {
  let state: 'busy' | 'idle' | undefined
  let timer: NodeJS.Timeout | undefined
  const enter = (next: 'busy' | 'idle' | undefined): void => {
    if (state === next) {
      timer?.refresh()
      return
    }
    state = next
    clearTimeout(timer)
    timer = next === 'busy' ? setTimeout(onStuck, stuckMs) : next === 'idle' ? setTimeout(onIdle, idleMs).unref() : undefined
  }
  return { busy: () => enter('busy'), idle: () => enter('idle'), stop: () => enter(undefined) }
}
