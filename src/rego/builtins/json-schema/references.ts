import { entriesOf, getKey, isArray, isObject } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { charge } from '../../values/work.ts'
import { type Draft, SchemaError } from './schema.ts'

/** A part of a schema that a reference leads to. */
export interface Target {
  readonly node: Value
  readonly base: string
}

/** What the references of a schema may lead to: the whole schema, parts of it, and parts that have an `$id`. Nothing is ever loaded. */
export class References {
  private readonly targets = new Map<string, Target>()

  constructor(root: Value, draft: Draft) {
    this.targets.set('', { node: root, base: '' })
    const open: { readonly node: Value; readonly base: string }[] = [{ node: root, base: '' }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node } = next
      const id = isObject(node) ? idOf(node, draft) : undefined
      const base = id === undefined ? next.base : resolved(id, next.base)
      if (id !== undefined && !this.targets.has(base)) this.targets.set(withoutEmptyFragment(base), { node, base })
      const children = isObject(node) ? entriesOf(node).map(([, child]) => child) : isArray(node) ? node : []
      for (const child of children) open.push({ node: child, base })
    }
  }

  /** Throws a SchemaError where there is nothing. */
  find(reference: string): Target {
    const exact = this.targets.get(withoutEmptyFragment(reference))
    if (exact !== undefined) return exact
    const hash = reference.indexOf('#')
    const document = this.targets.get(hash < 0 ? reference : reference.slice(0, hash))
    const pointer = hash < 0 ? '' : reference.slice(hash + 1)
    if (document === undefined) throw new SchemaError(`remote reference loading disabled: ${reference}`)
    if (!pointer.startsWith('/')) throw new SchemaError(`Could not find reference ${reference}`)
    return { node: pointed(document.node, pointer), base: document.base }
  }
}

export function idOf(node: ObjectValue, draft: Draft): string | undefined {
  const old = getKey(node, 'id')
  const id = draft === 4 || (draft === 'hybrid' && old !== undefined) ? old : getKey(node, '$id')
  return typeof id === 'string' ? id : undefined
}

/** A reference in a schema whose own place is `base` (RFC 3986, section 5). */
export function resolved(reference: string, base: string): string {
  charge((reference.length + base.length) / 100)
  const document = base.split('#', 1)[0] ?? ''
  if (reference.startsWith('#')) return document + reference
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(reference) || document === '') return reference
  try {
    return new URL(reference, document).href
  } catch {
    return reference
  }
}

function withoutEmptyFragment(reference: string): string {
  return reference.endsWith('#') ? reference.slice(0, -1) : reference
}

/** A JSON pointer (RFC 6901), in a fragment and so escaped twice. */
function pointed(document: Value, pointer: string): Value {
  let node = document
  for (const part of pointer.slice(1).split('/')) {
    const token = unescaped(part).replaceAll('~1', '/').replaceAll('~0', '~')
    const next = isObject(node) ? getKey(node, token) : isArray(node) && /^(?:0|[1-9][0-9]{0,8})$/.test(token) ? node[Number(token)] : undefined
    if (next === undefined) throw new SchemaError(isArray(node) ? `Out of bound array[0,${node.length}] index '${token}'` : `Object has no key '${token}'`)
    node = next
  }
  return node
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
