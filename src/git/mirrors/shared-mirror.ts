import { LRUCache } from 'lru-cache'
import type { Oid } from '../../model/ids.ts'
import { ObjectMissing } from '../../model/reading.ts'
import { RefGone } from '../failures.ts'
import { openRepository, type ReaderOptions, type RepositoryReader } from '../repository-reader.ts'
import { type FetchWants, fetchWants, joinWants } from './fetch-wants.ts'
import { discardMirror, ensureMirror, makingOf, touchMirror } from './mirror-folder.ts'
import { type MirrorLimits, type MirrorRepository, mirrorRepository } from './mirror-repository.ts'
import type { Remote } from './remote.ts'
import { isDamage } from './remote-failure.ts'

/** How a mirror is read. Reading never reaches for the network, with one exception that is said at `blobs`. */
export type MirrorReader = Pick<RepositoryReader, 'list' | 'diff' | 'resolve' | 'mergeBase' | 'versions' | 'commit' | 'isAncestor' | 'missing'> & {
  /** As ObjectReader says. In a mirror without blobs those that are missing are fetched first, all together in one fetch. */
  readonly blobs: RepositoryReader['blobs']
}

/**
 * One mirror as this process shares it: one reader, and one writer at a time. A mirror found damaged is thrown
 * away and filled again with what this process had fetched lately, once for each time that it is noticed.
 */
export class SharedMirror {
  /** Handles that are open. */
  users = 0
  remote: Remote
  readonly reader: MirrorReader
  readonly #repository: MirrorRepository
  readonly #readerOptions: ReaderOptions
  #opened: Promise<RepositoryReader> | undefined
  #wantsBlobsLeftOut = false
  /** Which making of the mirror is open: another process may have replaced it. */
  #making: string | undefined
  readonly #fetched = new LRUCache<string, FetchWants>({ max: 100 })
  #writing: Promise<unknown> = Promise.resolve()
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(path: string, remote: Remote, limits: MirrorLimits, readerOptions: ReaderOptions) {
    this.#repository = mirrorRepository(path, limits)
    this.#readerOptions = readerOptions
    this.remote = remote
    const ask = this.#ask.bind(this)
    this.reader = {
      list: (...args) => ask((reader) => reader.list(...args)),
      diff: (...args) => ask((reader) => reader.diff(...args)),
      resolve: (...args) => ask((reader) => reader.resolve(...args)),
      mergeBase: (...args) => ask((reader) => reader.mergeBase(...args)),
      versions: (...args) => ask((reader) => reader.versions(...args)),
      commit: (...args) => ask((reader) => reader.commit(...args)),
      isAncestor: (...args) => ask((reader) => reader.isAncestor(...args)),
      missing: (...args) => ask((reader) => reader.missing(...args)),
      blobs: (oids, maxBytes) => this.#blobs([...oids], maxBytes),
    }
  }

  /** Makes sure that the mirror is there, marks it as used, and says where it is filled from now on. */
  async use(remote: Remote, filter: 'blob:none' | undefined): Promise<void> {
    this.remote = remote
    this.#wantsBlobsLeftOut = filter === 'blob:none'
    await ensureMirror(this.#repository.path)
  }

  /** See Mirror.fetch. A fetch that waits serves everyone who wants the same; one that runs serves only ids, as a branch may have moved since it began. */
  fetch(texts: readonly string[]): Promise<void> {
    const wants = fetchWants(texts)
    const key = JSON.stringify(wants)
    const running = this.#underWay.get(key)
    if (running) return running
    const forget = (): unknown => this.#underWay.get(key) === fetching && this.#underWay.delete(key)
    const fetching: Promise<void> = this.#inTurn(async () => {
      if (wants.refspecs.length > 0) forget()
      await this.#bring(wants)
    }).finally(forget)
    this.#underWay.set(key, fetching)
    return fetching
  }

  /** See Mirror.prefetch. */
  prefetch(oids: Iterable<Oid>): Promise<number> {
    const wanted = [...oids]
    return this.#inTurn(async () => {
      const missing = await (await this.#open()).missing(wanted)
      if (missing.length > 0) await this.#repository.fetchObjects(this.remote, missing)
      return missing.length
    })
  }

  maintain(): Promise<void> {
    return this.#inTurn(() => this.#repository.maintain())
  }

  close(): void {
    const opened = this.#opened
    this.#opened = undefined
    opened?.then(
      (reader) => reader.close(),
      () => {},
    )
  }

  async #bring(wants: FetchWants): Promise<void> {
    const opened = this.#open()
    try {
      const oids = await (await opened).missing(wants.oids)
      if (oids.length + wants.refspecs.length === 0) await touchMirror(this.#repository.path)
      else await this.#fetchNow({ oids, refspecs: wants.refspecs })
    } catch (error) {
      if (!isDamage(error)) throw error
      await this.#startAgain(opened)
      await this.#fetchNow(wants)
    }
    this.#fetched.set(JSON.stringify(wants), wants)
  }

  async #fetchNow(wants: FetchWants): Promise<void> {
    await this.#repository.fetch(this.remote, wants, this.#wantsBlobsLeftOut || (await this.#repository.isPartial()))
  }

  async #blobs(oids: readonly Oid[], maxBytes: number): Promise<Awaited<ReturnType<RepositoryReader['blobs']>>> {
    const read = (): ReturnType<RepositoryReader['blobs']> => this.#ask((reader) => reader.blobs(oids, maxBytes))
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof ObjectMissing) || !(await this.#repository.isPartial())) throw error
      await this.prefetch(oids)
      return read()
    }
  }

  async #ask<T>(question: (reader: RepositoryReader) => Promise<T>): Promise<T> {
    const opened = this.#open()
    try {
      return await question(await opened)
    } catch (error) {
      if (!(await this.#isDamage(error, opened))) throw error
      await this.#inTurn(() => this.#startAgain(opened))
      return question(await this.#open())
    }
  }

  async #isDamage(error: unknown, opened: Promise<RepositoryReader>): Promise<boolean> {
    if (!(error instanceof ObjectMissing)) return isDamage(error)
    // In this order: a mirror that is replaced while we look stays replaced.
    return (await (await opened).damageOf(error.oid)) !== undefined || (await this.#isReplaced())
  }

  #open(): Promise<RepositoryReader> {
    this.#opened ??= this.#openNow()
    return this.#opened
  }

  /** Whether another process has given up the mirror that is open here. */
  async #isReplaced(): Promise<boolean> {
    return this.#making !== (await makingOf(this.#repository.path))
  }

  async #openNow(): Promise<RepositoryReader> {
    this.#making = await makingOf(this.#repository.path)
    return openRepository(this.#repository.path, this.#readerOptions)
  }

  /** Makes the mirror again, unless it is another one already than the one found damaged. */
  async #startAgain(damaged: Promise<RepositoryReader>): Promise<void> {
    if (this.#opened !== damaged) return
    this.close()
    if (!(await this.#isReplaced())) await discardMirror(this.#repository.path, this.#making)
    await ensureMirror(this.#repository.path)
    await this.#fetchAgain([...this.#fetched.values()])
  }

  /** Together where that works; else one by one, without what the remote no longer has. */
  async #fetchAgain(before: readonly FetchWants[]): Promise<void> {
    if (before.length === 0) return
    try {
      await this.#fetchNow(before.reduce(joinWants))
    } catch (error) {
      if (!(error instanceof RefGone)) throw error
      if (before.length > 1) for (const wants of before) await this.#fetchAgain([wants])
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#writing.then(work)
    this.#writing = turn.catch(() => {})
    return turn
  }
}
