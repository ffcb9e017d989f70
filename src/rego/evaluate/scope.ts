import type { Value } from '../values/value.ts'
import type { Overlay } from './overlay.ts'

/** What a function is replaced by. */
export type Mock =
  | { readonly kind: 'call'; readonly call: (args: readonly Value[]) => Value | undefined }
  | { readonly kind: 'value'; readonly value: () => Value | undefined }

/** Replaced functions and builtins: the innermost `with` first. */
export interface Mocks {
  readonly functions: ReadonlyMap<unknown, Mock>
  readonly outer: Mocks | undefined
}

/**
 * What evaluation takes place in: the input, what `with` replaces, and the documents that are known already. A document
 * is known while its stamp is the scope's epoch, so that a scope can be used again without being cleared.
 */
export class Scope {
  input: Value | undefined
  overlay: Overlay | undefined
  mocks: Mocks | undefined
  epoch = 0
  readonly known: (Value | undefined)[]
  readonly stamps: number[]

  constructor(documents: number) {
    this.known = new Array(documents).fill(undefined)
    this.stamps = new Array(documents).fill(0)
  }

  isKnown(document: number): boolean {
    return this.stamps[document] === this.epoch
  }

  remember(document: number, value: Value | undefined): void {
    this.known[document] = value
    this.stamps[document] = this.epoch
  }
}

export function mockOf(mocks: Mocks | undefined, target: unknown): Mock | undefined {
  for (let layer = mocks; layer !== undefined; layer = layer.outer) {
    const mock = layer.functions.get(target)
    if (mock !== undefined) return mock
  }
  return undefined
}
