import type { Change, Entry } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import { globSet } from '../../model/glob.ts'
import type { Digest } from '../../model/ids.ts'
import type { Json } from '../../model/json.ts'
import { type Blob, type Extracts, type Need, needKey, UndeclaredNeed } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { answerNeeds, type GatheredFacts, type Gatherer } from '../facts.ts'
import type { GrowingFacts } from '../judge.ts'
import type { Edited } from './apply-edit.ts'
import { overlaid } from './overlay.ts'

/**
 * The facts of an edited change. What an edit does not touch is taken over from the facts of the change itself; of
 * the rest only the edited files are read anew. So a trial costs little more than the gates' own judgement.
 */
export class TrialFacts implements GrowingFacts {
  readonly #values = new Map<Digest, unknown>()
  readonly #before: GatheredFacts
  readonly #edited: Edited
  readonly #gatherer: Gatherer

  constructor(before: GatheredFacts, edited: Edited, gatherer: Gatherer) {
    this.#before = before
    this.#edited = edited
    this.#gatherer = { ...gatherer, reader: edited.reader }
  }

  get<T>(need: Need<T>): T {
    const key = needKey(need)
    if (!this.#values.has(key)) throw new UndeclaredNeed(need)
    return this.#values.get(key) as T // as in GatheredFacts.get
  }

  has(need: Need): boolean {
    return this.#values.has(needKey(need))
  }

  async answer(needs: readonly Need[], change: Change): Promise<void> {
    const fresh = new Map<Digest, Need>()
    for (const need of needs) {
      const key = needKey(need)
      const supposed = this.#edited.answers.get(key)
      if (this.#values.has(key)) continue
      if (supposed) this.#values.set(key, supposed)
      else if (this.#before.has(need)) this.#values.set(key, await this.#patched(need, change))
      else fresh.set(key, need)
    }
    for (const [need, { value }] of await answerNeeds([...fresh.values()], change, this.#gatherer)) this.#values.set(needKey(need), value)
  }

  /** What was gathered for the change itself, with the edited files in place of the head's. */
  async #patched(need: Need, change: Change): Promise<unknown> {
    const before: unknown = this.#before.get(need)
    if (need.kind === 'answer' || need.side !== 'head') return before
    const match = globSet(need.globs)
    const touched = [...this.#edited.overlay.keys()].filter((path) => match.matches(path))
    if (touched.length === 0) return before
    if (need.kind === 'listing') return overlaid(before as readonly Entry[], this.#edited.overlay, match) // as in GatheredFacts.get
    const [answered] = await answerNeeds([{ ...need, globs: touched.flatMap(exactGlob) }], change, this.#gatherer)
    if (!answered) return before
    const now: unknown = answered[1].value
    if (need.kind === 'contents') return replaced(before as ReadonlyMap<Path, Blob>, now as ReadonlyMap<Path, Blob>, touched)
    const [was, is] = [before as Extracts<Json>, now as Extracts<Json>]
    return { found: replaced(was.found, is.found, touched), unread: replaced(was.unread, is.unread, touched) }
  }
}

/** A map with what stands at some paths replaced by what another has there, in path order. */
function replaced<T>(before: ReadonlyMap<Path, T>, now: ReadonlyMap<Path, T>, touched: readonly Path[]): ReadonlyMap<Path, T> {
  const all = new Map(before)
  for (const path of touched) all.delete(path)
  for (const [path, value] of now) all.set(path, value)
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}
