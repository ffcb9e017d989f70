import type { Located, Member } from './located.ts'

const NO_MEMBERS: ReadonlyMap<string, Member> = new Map()
const NO_ITEMS: readonly Located[] = []

/** The members of a mapping; none of anything else. */
export function membersOf(node: Located | undefined): ReadonlyMap<string, Member> {
  return node?.kind === 'map' ? node.members : NO_MEMBERS
}

/** The items of a list; none of anything else. */
export function itemsOf(node: Located | undefined): readonly Located[] {
  return node?.kind === 'list' ? node.items : NO_ITEMS
}

/** The items of a list, or the one thing that stands where a list may: many formats let one be written without brackets. */
export function oneOrMore(node: Located | undefined): readonly Located[] {
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return NO_ITEMS
  return node.kind === 'list' ? node.items : [node]
}

/** What stands under some keys, one below the other. */
export function valueAt(node: Located | undefined, ...keys: readonly string[]): Located | undefined {
  let at = node
  for (const key of keys) at = membersOf(at).get(key)?.node
  return at
}

/** A scalar as text; undefined for null, lists and mappings. */
export function textOf(node: Located | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined
}

/** Every node of a document, parents first. */
export function* everyNode(root: Located): Generator<Located> {
  const open = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node
    if (node.kind === 'list') for (let index = node.items.length - 1; index >= 0; index -= 1) open.push(node.items[index] as Located)
    if (node.kind === 'map') open.push(...[...node.members.values()].map((member) => member.node).reverse())
  }
}
