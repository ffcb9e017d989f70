/**
 * What was looked up lately: the last `most` things at least, twice as many at most. Cheaper than a list in the order of
 * use: two maps, of which the older one is dropped when the younger one is full.
 */
export class RecentlyUsed<Key, Thing extends object> {
  readonly #most: number
  #young = new Map<Key, Thing>()
  #old = new Map<Key, Thing>()

  constructor(most: number) {
    this.#most = most
  }

  get(key: Key): Thing | undefined {
    const found = this.#young.get(key)
    if (found !== undefined) return found
    const older = this.#old.get(key)
    if (older !== undefined) this.set(key, older)
    return older
  }

  set(key: Key, thing: Thing): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, thing)
  }
}
