import { type OneStart, oneStart } from './one-start.ts'
import { type Paths, pathsOf } from './paths.ts'
import { nullable, type Pattern } from './syntax.ts'

/** For one character of the text a backtracking matcher may try this many ways to go on, all starts together. */
const mostWork = 128
/** Where only the work of one start is bounded, texts up to this length are short enough for a bound on all starts. */
const shortText = 128
const mostWorkOfOneStart = 16
const mostTogether = 400

/**
 * Up to which length of the text (in UTF-16 units) a backtracking matcher's work is bounded by a constant for each
 * character, whatever the text: infinity for most patterns, 0 where nothing is proven. That is for all matches of
 * a text one after the other. A proof, not a rule of thumb.
 *
 * What such a matcher does is a tree: a node for each way to have read the text from some start up to some point. How
 * many there are after the next character depends only on how many there are now and on the kind of the character, so
 * all that can ever be are found by trying each kind in each state (one-start.ts). Several starts are alive at one point
 * of the text together, as if each search went on: which ones, again depends only on the states of those before and on
 * the kind of the character. A start that is sure of a match keeps later ones from being tried until the match ends, if it
 * surely lasts as long as the start is alive.
 */
export function boundedUpTo(pattern: Pattern): number {
  const paths = pathsOf(pattern)
  const one = paths === undefined ? undefined : oneStart(paths, isEager(pattern), mostWork)
  if (paths === undefined || one === undefined) return 0
  const start = workAtStart(paths)
  if (togetherBounded(one, start)) return Number.POSITIVE_INFINITY
  return Math.max(...one.work, start) <= mostWorkOfOneStart ? shortText : 0
}

function workAtStart(paths: Paths): number {
  let work = paths.empty.anywhere + paths.empty.atBegin
  for (const count of paths.anywhere.values()) work += count
  for (const count of paths.atBegin.values()) work += count
  return work
}

/** Whether each choice between going on and being over tries to go on first. */
function isEager(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'choice':
      return pattern.items.every((item, i) => isEager(item) && (i === pattern.items.length - 1 || !nullable(item)))
    case 'sequence':
      return pattern.items.every(isEager)
    case 'capture':
      return isEager(pattern.of)
    case 'repeat':
      return !pattern.lazy && isEager(pattern.of)
    default:
      return true
  }
}

/** Tries all sets of states that can be alive together. A set is a sorted list: two starts may be in one state. */
function togetherBounded(one: OneStart, workOfStart: number): boolean {
  const seen = new Set<string>()
  const open: { readonly alive: readonly number[]; readonly searching: boolean }[] = []
  const visit = (states: readonly number[]): boolean => {
    const alive = states.filter((state) => state !== 0).sort((a, b) => a - b)
    if (alive.reduce((sum, state) => sum + (one.work[state] ?? 0), workOfStart) > mostWork) return false
    const searching = !alive.some((state) => one.holds[state])
    const key = String.fromCharCode(searching ? 1 : 0, ...alive)
    if (seen.has(key)) return true
    seen.add(key)
    open.push({ alive, searching })
    return seen.size <= mostTogether
  }
  for (const state of one.atBegin) if (!visit([state])) return false
  for (let now = open.pop(); now !== undefined; now = open.pop()) {
    for (let kind = 0; kind < one.kinds; kind += 1) {
      const states = now.alive.map((state) => one.next[state]?.[kind] ?? 0)
      if (now.searching) states.push(one.anywhere[kind] ?? 0)
      if (!visit(states)) return false
    }
  }
  return true
}
