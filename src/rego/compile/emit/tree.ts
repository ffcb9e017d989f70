import { lookUp, lookUpInData } from '../../evaluate/lookup.ts'
import { merged, type PathTree } from '../../evaluate/overlay.ts'
import { isObject } from '../../values/kinds.ts'
import { keysOf, ObjectBuilder, unorderedEntries } from '../../values/objects.ts'
import { RegoSet } from '../../values/rego-set.ts'
import type { Value } from '../../values/value.ts'
import type { TreeNode } from '../rule-tree.ts'
import type { Emitter } from './emitter.ts'
import { scanMatching } from './scans.ts'
import type { Evaluator, Frame, Matcher, Step } from './step.ts'

/** A part of a reference that is known, or what it must look like. */
export type TreePart = { readonly evaluate: Evaluator } | { readonly matches: Matcher }

/** A place under `data`: what rules, what the data and what `with` has there. */
interface Place {
  readonly node: TreeNode | undefined
  readonly base: Value | undefined
  readonly over: Value | undefined
  readonly marks: PathTree | undefined
  readonly isReplaced: boolean
}

/** `data` where it is not known beforehand which of rules, packages and data a reference leads to. */
export class DataTree {
  readonly #e: Emitter

  constructor(e: Emitter) {
    this.#e = e
  }

  #root(): Place {
    const { overlay } = this.#e.m.scope
    return {
      node: this.#e.context.tree.root,
      base: this.#e.context.data,
      over: overlay?.value,
      marks: overlay?.replaced,
      isReplaced: overlay?.replaced.isReplaced === true,
    }
  }

  #inside(place: Place, key: Value): Place {
    const marks = typeof key === 'string' ? place.marks?.children.get(key) : undefined
    const isReplaced = place.isReplaced || marks?.isReplaced === true
    return {
      node: isReplaced ? undefined : place.node?.child(key),
      base: isReplaced || place.base === undefined ? undefined : lookUpInData(place.base, key),
      over: place.over === undefined ? undefined : lookUp(place.over, key),
      marks,
      isReplaced,
    }
  }

  /** What is there without rules. */
  #resolved(place: Place): Value | undefined {
    return merged(place.over, place.base)
  }

  extent(node: TreeNode): Value | undefined {
    const { m } = this.#e
    const { scope } = m
    if (scope.isKnown(node.id)) return scope.known[node.id]
    let place = this.#root()
    for (const key of node.path) place = this.#inside(place, key)
    m.descend(node.path.length + 1)
    const value = this.#everything({ ...place, node: place.isReplaced ? undefined : node })
    m.ascend(node.path.length + 1)
    scope.remember(node.id, value)
    return value
  }

  #everything(place: Place): Value | undefined {
    const resolved = this.#resolved(place)
    const { node } = place
    if (node === undefined) return resolved
    const base = node.path.length === 0 ? withoutSystem(resolved) : resolved
    const virtual = this.#leaves(node, place)
    return base === undefined ? virtual : merged(base, virtual)
  }

  #leaves(node: TreeNode, place: Place): Value {
    const builder = new ObjectBuilder()
    for (const child of node.sorted()) {
      if (child.hidden) continue
      this.#e.m.tick()
      const at = this.#inside(place, child.key)
      const value = child.set === undefined ? this.#leaves(child, at) : at.isReplaced ? at.over : this.#e.document(child.set)([])
      if (value !== undefined) builder.set(child.key, value)
    }
    return builder.finish()
  }

  lookup(path: readonly Evaluator[]): Evaluator {
    return (f) => {
      let place = this.#root()
      for (let index = 0; index < path.length; index++) {
        const key = path[index]?.(f)
        if (key === undefined) return undefined
        place = this.#inside(place, key)
        const set = place.node?.set
        if (set !== undefined) return inValue(this.#e.document(set)(f), path, index + 1, f)
      }
      return this.#everything(place)
    }
  }

  scan(path: readonly TreePart[], value: Matcher, next: Step): Step {
    return (f) => this.#scan(f, this.#root(), path, 0, value, next)
  }

  #scan(f: Frame, place: Place, path: readonly TreePart[], index: number, value: Matcher, next: Step): boolean {
    const part = path[index]
    if (part === undefined) {
      const found = this.#everything(place)
      return found !== undefined && value(f, found) && next(f)
    }
    if ('evaluate' in part) {
      const key = part.evaluate(f)
      return key !== undefined && this.#enter(f, place, key, path, index, value, next)
    }
    for (const key of this.#keys(place)) {
      this.#e.m.tick()
      if (part.matches(f, key) && this.#enter(f, place, key, path, index, value, next)) return true
    }
    return false
  }

  #enter(f: Frame, place: Place, key: Value, path: readonly TreePart[], index: number, value: Matcher, next: Step): boolean {
    const inside = this.#inside(place, key)
    const set = inside.node?.set
    if (set === undefined) return this.#scan(f, inside, path, index + 1, value, next)
    const document = this.#e.document(set)(f)
    return document !== undefined && scanValue(this.#e, f, document, path, index + 1, value, next)
  }

  /** Of the data first, then of packages and rules: a key that both have comes twice, as in OPA. */
  #keys(place: Place): Value[] {
    const resolved = this.#resolved(place)
    const keys = resolved === undefined ? [] : keysOfAny(resolved)
    return place.node === undefined ? keys : [...keys, ...place.node.sorted().map((child) => child.key)]
  }
}

function keysOfAny(value: Value): Value[] {
  if (Array.isArray(value)) return [...value.keys()]
  if (value instanceof RegoSet) return [...value.sorted()]
  return isObject(value) ? [...keysOf(value)] : []
}

function withoutSystem(value: Value | undefined): Value | undefined {
  if (value === undefined || !isObject(value)) return value
  const builder = new ObjectBuilder()
  for (const [key, item] of unorderedEntries(value)) if (key !== 'system') builder.set(key, item)
  return builder.finish()
}

function inValue(value: Value | undefined, path: readonly Evaluator[], first: number, f: Frame): Value | undefined {
  let found = value
  for (let index = first; index < path.length && found !== undefined; index++) {
    const key = path[index]?.(f)
    found = key === undefined ? undefined : lookUp(found, key)
  }
  return found
}

/** The rest of a reference, in a document that is there. */
function scanValue(e: Emitter, f: Frame, found: Value, path: readonly TreePart[], index: number, value: Matcher, next: Step): boolean {
  const part = path[index]
  if (part === undefined) return value(f, found) && next(f)
  if ('evaluate' in part) {
    const key = part.evaluate(f)
    const inner = key === undefined ? undefined : lookUp(found, key)
    return inner !== undefined && scanValue(e, f, inner, path, index + 1, value, next)
  }
  return scanMatching(e.m, f, found, part.matches, (frame, inner) => scanValue(e, frame, inner, path, index + 1, value, next))
}
