import type { Change } from '../../model/change.ts'
import { digestOf, digestOfBytes } from '../../model/digest.ts'
import type { Digest } from '../../model/ids.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import { type Facts, type Need, needIdentity, needKey, UndeclaredNeed } from '../../model/need.ts'
import { type Answered, answerNeeds, type Gatherer } from './gather.ts'
import { pagesOf } from './pages.ts'

/** Facts that can still grow. */
export interface GrowingFacts extends Facts {
  has(need: Need): boolean
  /** Finds the answers that are not there yet. */
  answer(needs: readonly Need[], change: Change): Promise<void>
}

/** One answer as it is stored: canonical JSON under the digest of that text, with the pages that it names. */
export interface PackedAnswer {
  readonly key: Digest
  readonly digest: Digest
  readonly text: string
  readonly pages: ReadonlyMap<Digest, string>
}

/** Facts that grow round by round and remember the exact inputs they hold. */
export class GatheredFacts implements GrowingFacts {
  readonly #gatherer: Gatherer
  readonly #answers = new Map<Digest, { readonly need: Need; readonly answered: Answered }>()
  #packed: readonly PackedAnswer[] | undefined

  constructor(gatherer: Gatherer) {
    this.#gatherer = gatherer
  }

  /** Throws what the one who was asked threw, where it is in trouble. */
  get<T>(need: Need<T>): T {
    const found = this.#answers.get(needKey(need))
    if (!found) throw new UndeclaredNeed(need)
    if (found.answered.kind === 'failed') throw found.answered.error
    return found.answered.value as T // the key covers the kind that the type comes from
  }

  has(need: Need): boolean {
    return this.#answers.has(needKey(need))
  }

  async answer(needs: readonly Need[], change: Change): Promise<void> {
    const open = new Map(needs.filter((need) => !this.has(need)).map((need) => [needKey(need), need]))
    for (const [need, answered] of await answerNeeds([...open.values()], change, this.#gatherer)) this.#answers.set(needKey(need), { need, answered })
    this.#packed = undefined
  }

  /** Every answer that was given, sorted by the key of its need. */
  packed(): readonly PackedAnswer[] {
    this.#packed ??= [...this.#answers].flatMap(([key, { need, answered }]) => packedAnswer(key, need, answered) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1))
    return this.#packed
  }

  /** The file contents that were read, by digest. */
  contents(): ReadonlyMap<Digest, Uint8Array> {
    return new Map([...this.#answers.values()].flatMap(({ answered }) => (answered.kind === 'files' ? [...answered.contents] : [])))
  }
}

function packedAnswer(key: Digest, need: Need, answered: Answered): PackedAnswer | undefined {
  if (answered.kind === 'failed') return undefined
  const identity = canonicalJson(needIdentity(need))
  if (answered.kind === 'answer') {
    const text = `{"need":${identity},"value":${answered.text}}`
    return { key, digest: digestOfBytes(text), text, pages: NO_PAGES }
  }
  const { root, texts } = pagesOf(answered.files)
  const text = `{"need":${identity},"root":"${root}"}`
  return { key, digest: digestOfBytes(text), text, pages: texts }
}

const NO_PAGES: ReadonlyMap<Digest, string> = new Map()

/** One digest over everything a judgement rests on, `asOf` apart: a later look at the same facts has the same digest. */
export function digestOfAnswers(change: Change, answers: readonly Pick<PackedAnswer, 'key' | 'digest'>[]): Digest {
  const { asOf: _, ...timeless } = change
  return digestOf({ change: timeless as unknown as Json, answers: answers.map(({ key, digest }) => [key, digest]) })
}
