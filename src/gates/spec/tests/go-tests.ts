import type { CodeView } from './code-view.ts'
import type { Construct, FoundTests } from './construct.ts'

/** What `go test` runs. TestMain runs the others. */
const FUNCTION = /^(?:Test|Fuzz|Benchmark|Example)(?![a-z])(?!Main$)/
/** Ginkgo and GoConvey; P, X and Skip leave out, F puts in focus. */
const TEST = /^[FPX]?(?:It|Specify|Entry)$|^(?:Focus|Skip)?Convey$/
const GROUP = /^[FPX]?(?:Describe|Context|When|DescribeTable)$/
const LEFT_OUT = /^[PX](?:It|Specify|Entry|Describe|Context|When)|^Skip/
const SKIPS: ReadonlySet<string> = new Set(['Skip', 'SkipNow', 'Skipf'])

/** The tests of a Go file. `firstComments` stand before its package clause. */
export function goTests(view: CodeView, firstComments: readonly string[]): FoundTests {
  const constructs: Construct[] = []
  for (let at = 0; at < view.tokens.length; at += 1) {
    const found = view.isWord(at, 'func') ? functionAt(view, at) : view.isSign(at + 1, '(') ? callAt(view, at) : undefined
    if (found) constructs.push(found)
  }
  return { constructs, isSkipped: firstComments.some((comment) => /^\/\/(?:go:build|\s{0,9}\+build)\s{1,9}ignore\s{0,9}$/.test(comment)) }
}

/** `func TestX(t *testing.T) {`, with or without a receiver. */
function functionAt(view: CodeView, at: number): Construct | undefined {
  const name = view.isSign(at + 1, '(') ? view.behind(at + 1) : at + 1
  if (!FUNCTION.test(view.textOf(name)) || !view.isSign(name + 1, '(')) return undefined
  let body = view.behind(name + 1)
  for (let parts = 0; parts < 20 && !view.isSign(body, '{'); parts += 1) body = view.behind(body)
  return view.isSign(body, '{') ? construct(view, 'test', at, body, body, false) : undefined
}

/** `It("retries", func() {`, `t.Run("retries", func(t *testing.T) {`. */
function callAt(view: CodeView, at: number): Construct | undefined {
  const name = view.textOf(at)
  const isMember = view.isSign(at - 1, '.')
  const isTest = isMember ? name === 'Run' : TEST.test(name)
  if (view.kindOf(at) !== 'word' || view.kindOf(view.next(at + 2)) !== 'string' || (!isTest && (isMember || !GROUP.test(name)))) return undefined
  const close = view.partner(at + 1) ?? at + 1
  let body = at + 2
  while (body < close && !(view.isSign(body, '{') && view.isSign(view.before(body), ')'))) body = view.behind(body)
  // A specification without a function is pending.
  const isLeftOut = LEFT_OUT.test(name) || (isTest && !isMember && body >= close && !/Entry$/.test(name)) || holds(view, at + 1, close, 'Pending')
  return construct(view, isTest ? 'test' : 'group', isMember ? at - 2 : at, body < close ? body : close, close, isLeftOut)
}

function construct(view: CodeView, kind: Construct['kind'], at: number, body: number, last: number, isLeftOut: boolean): Construct {
  const close = view.isSign(body, '{') ? (view.partner(body) ?? view.tokens.length) : body
  const end = Math.max(close, last)
  return {
    kind,
    start: view.startOf(at),
    body: view.startOf(body),
    end: view.endOf(end),
    isSkipped: isLeftOut || (kind === 'test' && skipsItself(view, body, close)),
  }
}

function holds(view: CodeView, open: number, close: number, word: string): boolean {
  for (let at = open + 1; at < close; at = view.behind(at)) if (view.isWord(at, word)) return true
  return false
}

/** `t.Skip("later")` as a statement of the test itself, or Ginkgo's `Skip("later")`. */
function skipsItself(view: CodeView, body: number, close: number): boolean {
  for (let at = body + 1; at < close; at = view.behind(at)) {
    const before = at - 1
    if (view.kindOf(before) !== 'break' && !view.isSign(before, '{') && !view.isSign(before, ';') && !view.isSign(before, '}')) continue
    const name = view.isSign(at + 1, '.') ? at + 2 : at
    if (view.isWordIn(name, SKIPS) && view.isSign(name + 1, '(')) return true
  }
  return false
}
