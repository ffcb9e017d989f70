import type { Host } from '../builtin.ts'
import { allIndexes } from './find.ts'
import { LONGEST_TEXT, spendText } from './size.ts'

/** Every `old` by `fresh`, from left to right. */
export function replaced(text: string, old: string, fresh: string, host: Host): string {
  if (old === '') return replacedAll(text, [[old, fresh]], host)
  const places = allIndexes(text, old, false)
  if (places.length === 0) return text
  spendText(text.length + places.length * (fresh.length - old.length), host)
  const parts: string[] = []
  let done = 0
  for (const place of places) {
    parts.push(text.slice(done, place))
    done = place + old.length
  }
  parts.push(text.slice(done))
  return parts.join(fresh)
}

type Pair = readonly [old: string, fresh: string]

/** Pairs whose `old` begins with the same unit, and about how many steps it takes to try them all. */
interface Group {
  readonly pairs: Pair[]
  cost: number
}

/**
 * Several at once, as Go's strings.Replacer does: from left to right without a second look; where several fit, the first
 * of the list counts. An empty `old` comes first; it fits once before every character and at the end.
 */
export function replacedAll(text: string, pairs: readonly Pair[], host: Host): string {
  const groups = grouped(pairs)
  const empty = pairs.find(([old]) => old === '')
  const parts: string[] = []
  let size = text.length
  let done = 0
  let at = 0
  let emptyBefore = false
  while (at <= text.length) {
    const pair: Pair | undefined = empty !== undefined && !emptyBefore ? empty : fitting(text, at, groups, host)
    emptyBefore = pair === empty && pair !== undefined
    if (pair === undefined) {
      at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
      continue
    }
    parts.push(text.slice(done, at), pair[1])
    size += pair[1].length
    host.spend(0.5 + pair[1].length / 100)
    if (size > LONGEST_TEXT) spendText(size, host)
    at += pair[0].length
    done = at
  }
  return parts.join('') + text.slice(done)
}

function grouped(pairs: readonly Pair[]): ReadonlyMap<number, Group> {
  const groups = new Map<number, Group>()
  for (const pair of pairs) {
    if (pair[0] === '') continue
    const group = groups.get(pair[0].charCodeAt(0)) ?? { pairs: [], cost: 0 }
    group.pairs.push(pair)
    group.cost += 0.125 + pair[0].length / 100
    groups.set(pair[0].charCodeAt(0), group)
  }
  return groups
}

function fitting(text: string, at: number, groups: ReadonlyMap<number, Group>, host: Host): Pair | undefined {
  const group = groups.get(text.charCodeAt(at))
  if (group === undefined) return undefined
  host.spend(group.cost)
  return group.pairs.find(([old]) => text.startsWith(old, at))
}
