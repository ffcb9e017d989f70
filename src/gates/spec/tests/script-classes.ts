import type { CodeView } from './code-view.ts'
import type { Construct } from './construct.ts'

/** Classes whose methods are tests by their names or decorators: `@test`, `@params(…)`, `testRetries() {}`. */
export function classTests(view: CodeView): readonly Construct[] {
  const found: Construct[] = []
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (!view.isWord(at, 'class') || view.isSign(view.before(at), '.')) continue
    const body = bodyOf(view, at)
    const end = body === undefined ? undefined : view.partner(body)
    if (body === undefined || end === undefined) continue
    const start = startOfDeclaration(view, at)
    const decorators = decoratorsFrom(view, start)
    found.push({ kind: 'group', start: view.startOf(start), body: view.startOf(body), end: view.endOf(end), isSkipped: isLeftOut(decorators.names) })
    found.push(...methodTests(view, body, end))
  }
  return found
}

const MAX_HEADER = 200

function bodyOf(view: CodeView, at: number): number | undefined {
  for (let index = at + 1; index < at + MAX_HEADER; index = view.behind(index)) if (view.isSign(index, '{')) return index
  return undefined
}

/** The index of the first decorator or modifier of the class at `at`. Bounded: they are few. */
function startOfDeclaration(view: CodeView, at: number): number {
  let start = at
  for (let parts = 0; parts < 50; parts += 1) {
    const before = view.before(start)
    if (view.isWord(before, 'export', 'default', 'abstract', 'declare')) start = before
    else {
      const decorator = decoratorEndingAt(view, before)
      if (decorator === undefined) return start
      start = decorator
    }
  }
  return start
}

function decoratorEndingAt(view: CodeView, end: number): number | undefined {
  let at = view.isSign(end, ')') ? (view.partner(end) ?? end) - 1 : end
  while (view.kindOf(at) === 'word' && view.isSign(at - 1, '.')) at -= 2
  return view.kindOf(at) === 'word' && view.isSign(at - 1, '@') ? at - 1 : undefined
}

/** The names of the decorators that begin at `at`, and the index behind them. */
function decoratorsFrom(view: CodeView, at: number): { readonly names: readonly string[]; readonly end: number } {
  const names: string[] = []
  let end = view.next(at)
  while (view.isSign(end, '@') && view.kindOf(end + 1) === 'word') {
    end += 2
    names.push(view.textOf(end - 1))
    for (; view.isSign(end, '.'); end += 2) names.push(view.textOf(end + 1))
    if (view.isSign(end, '(')) end = view.behind(end)
    end = view.next(end)
  }
  return { names, end }
}

function isLeftOut(names: readonly string[]): boolean {
  return names.some((name) => /^(?:skip|todo|pending|ignore)$/i.test(name))
}

const MODIFIERS: ReadonlySet<string> = new Set('public private protected static async override readonly get set'.split(' '))

/** The members of a class body: each begins where the one before has ended. */
function methodTests(view: CodeView, body: number, end: number): readonly Construct[] {
  const found: Construct[] = []
  let member = view.next(body + 1)
  for (let at = member; at < end; ) {
    const { names, end: name } = decoratorsFrom(view, member)
    let open = Math.max(at, name)
    while (open < end && !view.isSign(open, '{') && !view.isSign(open, ';') && !endsField(view, open, name)) open = view.behind(open)
    const close = view.isSign(open, '{') ? (view.partner(open) ?? end) : open
    let named = name
    while (view.isWordIn(named, MODIFIERS)) named = view.next(named + 1)
    const isTest =
      view.isSign(open, '{') && view.isSign(named + 1, '(') && (/^test/i.test(view.textOf(named)) || names.some((each) => /^(?:test|it|params)$/i.test(each)))
    if (isTest) found.push({ kind: 'test', start: view.startOf(member), body: view.startOf(open), end: view.endOf(close), isSkipped: isLeftOut(names) })
    member = view.next(close + 1)
    at = member
  }
  return found
}

/** A line end that ends a field: what stands before it is a value, and the next line begins another member. */
function endsField(view: CodeView, at: number, name: number): boolean {
  if (view.kindOf(at) !== 'break' || at <= name + 1) return false
  const before = view.kindOf(at - 1) !== 'sign' || view.isSign(at - 1, ')') || view.isSign(at - 1, ']') || view.isSign(at - 1, '}')
  return before && (view.kindOf(at + 1) === 'word' || view.isSign(at + 1, '@'))
}
