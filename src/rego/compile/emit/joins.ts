import type { Machine } from '../../evaluate/machine.ts'
import { type HashKey, hashKey } from '../../values/hash-key.ts'
import { isObject } from '../../values/kinds.ts'
import { getKey, keysOf } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { EqualOp, Op, ScanOp, Source } from '../plan/plan.ts'
import { isCheap } from '../plan/share.ts'
import { isDisjoint, slotsRead, slotsWritten } from '../plan/slots.ts'
import type { Emitter } from './emitter.ts'
import { isSimple, type Scan, slotOf } from './scans.ts'
import { emitSource } from './sources.ts'
import type { Evaluator, Frame, Step } from './step.ts'

/**
 * `some x in xs; x.a == y`, where `y` is known: the second time that the same collection is gone through, its items are
 * looked up by what the comparison wants.
 */
export interface Join {
  /** Of each item. */
  readonly inner: Source
  /** What it must be. */
  readonly outer: Source
  readonly otherTests: readonly Op[]
}

/** Shorter collections are gone through as fast. */
const ENOUGH = 8

export function joinOf(op: ScanOp, tests: readonly Op[]): Join | undefined {
  if (!isSimple(op.key) || !isSimple(op.value)) return undefined
  const written = new Set<number>()
  slotsWritten(op, written)
  for (let index = 0; index < tests.length; index++) {
    const test = tests[index]
    if (test === undefined) break
    if (test.op === 'equal') {
      const sides = sidesOf(op, test, written)
      if (sides !== undefined) return { ...sides, otherTests: tests.toSpliced(index, 1) }
    }
    slotsWritten(test, written)
  }
  return undefined
}

function sidesOf(op: ScanOp, test: EqualOp, written: ReadonlySet<number>): { inner: Source; outer: Source } | undefined {
  if (isOfItem(op, test.left) && isKnown(test.right, written)) return { inner: test.left, outer: test.right }
  if (isOfItem(op, test.right) && isKnown(test.left, written)) return { inner: test.right, outer: test.left }
  return undefined
}

/** The item, or what stands at a fixed place in it. */
function isOfItem(op: ScanOp, source: Source): boolean {
  if (op.value.kind !== 'bind') return false
  const { slot } = op.value
  if (source.kind === 'slot') return source.slot === slot
  return source.kind === 'lookup' && source.of.kind === 'slot' && source.of.slot === slot && source.path.every((part) => part.kind === 'const')
}

function isKnown(source: Source, written: ReadonlySet<number>): boolean {
  if (!isCheap(source)) return false
  const read = new Set<number>()
  slotsRead(source, read)
  return isDisjoint(read, written)
}

/** What stands at each place of a collection, and where items with a certain key stand. */
class ItemIndex {
  readonly #places = new Map<HashKey, number[]>()
  readonly #items: readonly (Value | undefined)[]
  /** Of an object or set; an array's are numbers. */
  readonly #keys: readonly Value[] | undefined

  constructor(m: Machine, f: Frame, collection: Value, value: number, inner: Evaluator) {
    if (Array.isArray(collection)) this.#items = collection
    else if (collection instanceof RegoSet) this.#keys = this.#items = collection.sorted()
    else if (isObject(collection)) {
      this.#keys = keysOf(collection)
      this.#items = this.#keys.map((key) => getKey(collection, key))
    } else this.#items = []
    for (let place = 0; place < this.#items.length; place++) {
      m.tick()
      f[value] = this.#items[place]
      const key = inner(f)
      if (key !== undefined) this.#add(hashKey(key), place)
    }
    m.allot(16 * this.#items.length)
  }

  #add(key: HashKey, place: number): void {
    const places = this.#places.get(key)
    if (places === undefined) this.#places.set(key, [place])
    else places.push(place)
  }

  visit(m: Machine, f: Frame, wanted: Value, key: number, value: number, next: Step): boolean {
    const places = this.#places.get(hashKey(wanted))
    if (places === undefined) return false
    for (const place of places) {
      m.tick()
      if (key >= 0) f[key] = this.#keys === undefined ? place : this.#keys[place]
      f[value] = this.#items[place]
      if (next(f)) return true
    }
    return false
  }
}

export function emitJoin(e: Emitter, op: ScanOp, join: Join, scan: (next: Step) => Scan, next: Step, nextOfIndexed: Step): Step {
  const { m } = e
  const source = emitSource(e, op.source)
  const inner = emitSource(e, join.inner)
  const outer = emitSource(e, join.outer)
  const key = slotOf(op.key)
  const value = slotOf(op.value)
  const linear = scan(next)
  if (isConstant(op.source)) return emitConstantJoin(m, source, inner, outer, { key, value }, linear, nextOfIndexed)
  let known: Value | undefined
  let run = 0
  let index: ItemIndex | undefined
  return (f) => {
    const collection = source(f)
    if (typeof collection !== 'object' || collection === null) return false
    if (known !== collection || run !== m.run) {
      known = collection
      run = m.run
      index = undefined
      return linear(f, collection)
    }
    if (index === undefined) {
      if (isShort(collection)) return linear(f, collection)
      index = new ItemIndex(m, f, collection, value, inner)
    }
    const wanted = outer(f)
    return wanted !== undefined && index.visit(m, f, wanted, key, value, nextOfIndexed)
  }
}

/** Part of the data or of the text: the same collections in every evaluation. */
function isConstant(source: Source): boolean {
  return source.kind === 'const' || (source.kind === 'lookup' && source.of.kind === 'const')
}

/** The same where collections stay from one evaluation to the next: so do their indexes, once made. */
function emitConstantJoin(
  m: Machine,
  source: Evaluator,
  inner: Evaluator,
  outer: Evaluator,
  { key, value }: { key: number; value: number },
  linear: Scan,
  next: Step,
): Step {
  const indexes = new WeakMap<object, ItemIndex | 'seen'>()
  return (f) => {
    const collection = source(f)
    if (typeof collection !== 'object' || collection === null) return false
    if (isShort(collection)) return linear(f, collection)
    let index = indexes.get(collection)
    if (index === undefined) {
      indexes.set(collection, 'seen')
      return linear(f, collection)
    }
    if (index === 'seen') {
      index = new ItemIndex(m, f, collection, value, inner)
      indexes.set(collection, index)
    }
    const wanted = outer(f)
    return wanted !== undefined && index.visit(m, f, wanted, key, value, next)
  }
}

function isShort(collection: Value): boolean {
  if (Array.isArray(collection)) return collection.length < ENOUGH
  return collection instanceof RegoSet ? collection.size < ENOUGH : false
}
