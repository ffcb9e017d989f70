import type { TokenView } from '../code/token-view.ts'

/** The decorators that stand before a definition. */
export interface Marks {
  readonly start: number | undefined
  readonly isSkipped: boolean
}

export const NO_MARKS: Marks = { start: undefined, isSkipped: false }

const MAX_TOKENS = 100

/** Whether the decorator at `at` leaves out what it stands before. */
export function decorated(view: TokenView, at: number): { readonly isSkipped: boolean } {
  let name = at + 1
  while (view.isSign(name + 1, '.') && view.kindOf(name + 2) === 'word') name += 2
  return { isSkipped: isLeftOut(view, name) }
}

/** The mark whose last name is at `name`: `skip`, or a condition that is always true. */
function isLeftOut(view: TokenView, name: number): boolean {
  const first = view.isSign(name + 1, '(') ? name + 2 : undefined
  if (view.isWord(name, 'skip', 'expectedFailure')) return true
  if (view.isWord(name, 'skipif', 'skipIf')) return first !== undefined && view.isWord(first, 'True')
  if (view.isWord(name, 'skipUnless')) return first !== undefined && view.isWord(first, 'False')
  if (!view.isWord(name, 'xfail')) return false
  // With a condition it may pass; with none, or only with a reason, it is expected to fail.
  return first === undefined || view.isSign(first, ')') || (view.kindOf(first) === 'word' && view.isSign(first + 1, '=') && !view.isWord(first, 'condition'))
}

/**
 * Whether the statement at `at` leaves out what it stands in: `body`, when it is executed there (`pytest.skip(…)`,
 * `self.skipTest(…)`, `raise SkipTest`), or `marked` (`pytestmark = pytest.mark.skip`, `__test__ = False`).
 */
export function leavesOut(view: TokenView, at: number): 'body' | 'marked' | undefined {
  if (view.isWord(at, 'pytestmark') && view.isSign(at + 1, '=')) return marks(view, at + 2) ? 'marked' : undefined
  if (view.isWord(at, '__test__') && view.isSign(at + 1, '=') && view.isWord(at + 2, 'False')) return 'marked'
  if (view.isWord(at, 'raise')) return view.isWord(at + 1, 'SkipTest') || (view.isSign(at + 2, '.') && view.isWord(at + 3, 'SkipTest')) ? 'body' : undefined
  const name = view.isSign(at + 1, '.') ? at + 2 : at
  return view.isWord(name, 'skip', 'skipTest', 'xfail') && view.isSign(name + 1, '(') && !view.isWord(at, 'mark') ? 'body' : undefined
}

function marks(view: TokenView, from: number): boolean {
  for (let at = from; at < from + MAX_TOKENS && view.kindOf(at) !== 'break' && view.kindOf(at) !== undefined; at += 1) {
    if (view.isWord(at, 'mark') && view.isSign(at + 1, '.') && isLeftOut(view, at + 2)) return true
  }
  return false
}
