import type { Change, Entry } from '../../model/change.ts'
import { exactGlob } from '../../model/exact-glob.ts'
import { globSet } from '../../model/glob.ts'
import type { Digest } from '../../model/ids.ts'
import type { Json } from '../../model/json.ts'
import { type Blob, type Extracts, type Need, needKey, UndeclaredNeed } from '../../model/need.ts'
import type { Path } from '../../model/path.ts'
import { type Answered, answerNeeds, type Gatherer } from '../facts/gather.ts'
import type { GatheredFacts, GrowingFacts } from '../facts/gathered-facts.ts'
import type { Edited } from './apply-edit.ts'
import { overlaid } from './overlay.ts'

/** An answer, or what the one who was asked failed with. */
type Found = { readonly value: unknown } | { readonly error: unknown }

/**
 * The facts of an edited change. What an edit does not touch is taken over from the facts of the change itself; of
 * the rest only the edited files are read anew. So a trial costs little more than the gates' own judgement.
 */
export class TrialFacts implements GrowingFacts {
  readonly #values = new Map<Digest, Found>()
  readonly #before: GatheredFacts
  readonly #edited: Edited
  readonly #gatherer: Gatherer

  constructor(before: GatheredFacts, edited: Edited, gatherer: Gatherer) {
    this.#before = before
    this.#edited = edited
    this.#gatherer = { ...gatherer, reader: edited.reader }
  }

  get<T>(need: Need<T>): T {
    const found = this.#values.get(needKey(need))
    if (!found) throw new UndeclaredNeed(need)
    if ('error' in found) throw found.error
    return found.value as T // as in GatheredFacts.get
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
      if (supposed) this.#values.set(key, { value: supposed })
      else if (this.#before.has(need)) this.#values.set(key, await this.#takenOver(need, change))
      else fresh.set(key, need)
    }
    for (const [need, answered] of await answerNeeds([...fresh.values()], change, this.#gatherer)) this.#values.set(needKey(need), foundIn(answered))
  }

  async #takenOver(need: Need, change: Change): Promise<Found> {
    let before: unknown
    try {
      before = this.#before.get(need)
    } catch (error) {
      return { error }
    }
    return { value: await this.#patched(need, before, change) }
  }

  /** What was gathered for the change itself, with the edited files in place of the head's. */
  async #patched(need: Need, before: unknown, change: Change): Promise<unknown> {
    if (need.kind === 'answer' || need.side !== 'head') return before
    const match = globSet(need.globs)
    const touched = [...this.#edited.overlay.keys()].filter((path) => match.matches(path))
    if (touched.length === 0) return before
    if (need.kind === 'listing') return overlaid(before as readonly Entry[], this.#edited.overlay, match) // as in GatheredFacts.get
    const [answered] = await answerNeeds([{ ...need, globs: touched.flatMap(exactGlob) }], change, this.#gatherer)
    if (answered?.[1].kind !== 'files') return before
    const now = answered[1].value
    if (need.kind === 'contents') return replaced(before as ReadonlyMap<Path, Blob>, now as ReadonlyMap<Path, Blob>, touched)
    const [was, is] = [before as Extracts<Json>, now as Extracts<Json>]
    return { found: replaced(was.found, is.found, touched), unread: replaced(was.unread, is.unread, touched) }
  }
}

function foundIn(answered: Answered): Found {
  return answered.kind === 'failed' ? { error: answered.error } : { value: answered.value }
}

/** A map with what stands at some paths replaced by what another has there, in path order. */
function replaced<T>(before: ReadonlyMap<Path, T>, now: ReadonlyMap<Path, T>, touched: readonly Path[]): ReadonlyMap<Path, T> {
  const all = new Map(before)
  for (const path of touched) all.delete(path)
  for (const [path, value] of now) all.set(path, value)
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}
