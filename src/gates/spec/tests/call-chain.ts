import type { CodeView } from './code-view.ts'

/** A call such as `it.skipIf(ci).each(rows)('name', body)`. */
export interface CallChain {
  /** Index of its first token. */
  readonly at: number
  /** The names before its last arguments: `it`, `skipIf`, `each`. */
  readonly names: readonly string[]
  /** Indices of the brackets around the arguments that have the name or the function. */
  readonly open: number
  readonly close: number
  /** Index behind its last token. */
  readonly end: number
}

const MAX_PARTS = 50
const MAX_TYPE_TOKENS = 200

/** How many tokens of a file may be looked at in search of the end of type arguments. Nobody's tests have as many. */
export interface TypeBudget {
  left: number
}

/** The chain that begins with the name at `at`; undefined when nothing is called. */
export function chainAt(view: CodeView, at: number, budget: TypeBudget): CallChain | undefined {
  const names = [view.textOf(at)]
  let call: { readonly open: number; readonly close: number; readonly names: number } | undefined
  let end = at + 1
  for (let parts = 0; parts < MAX_PARTS; parts += 1) {
    const next = view.next(end)
    const open = view.isSign(end, '<') ? behindTypes(view, end, budget) : end
    const close = view.isSign(open, '(') ? view.partner(open) : undefined
    if (close !== undefined) {
      if (call === undefined || isMain(view, open)) call = { open, close, names: names.length }
      end = close + 1
    } else if ((view.isSign(next, '.') || view.isSign(next, '?.')) && view.kindOf(view.next(next + 1)) === 'word') {
      const name = view.next(next + 1)
      names.push(view.textOf(name))
      end = name + 1
    } else if (view.kindOf(open) === 'string' && view.text[view.startOf(open)] === '`') end = view.behind(open)
    else break
  }
  // A definition of a function or a method.
  if (!call || view.isSign(call.close + 1, '{') || view.isSign(call.close + 1, '=>')) return undefined
  return { at, names: names.slice(0, call.names), open: call.open, close: call.close, end }
}

/** A later call in the chain has the test when it is given a name or a function: `.each(rows)('name', body)`, not `.timeout(5)`. */
function isMain(view: CodeView, open: number): boolean {
  const first = view.next(open + 1)
  return view.kindOf(first) === 'string' || view.isWord(first, 'function', 'async') || view.isSign(first, '(')
}

/** The index of the bracket behind type arguments, `it.each<[string, number]>(`. */
function behindTypes(view: CodeView, at: number, budget: TypeBudget): number {
  for (let index = at + 1; index < at + MAX_TYPE_TOKENS && index < view.tokens.length && budget.left > 0; index += 1) {
    budget.left -= 1
    const sign = view.kindOf(index) === 'sign' ? view.textOf(index) : ''
    if (/^>{1,4}$/.test(sign) && (view.isSign(index + 1, '(') || view.textOf(index + 1).startsWith('`'))) return index + 1
    if (sign === ';') return at
  }
  return at
}
