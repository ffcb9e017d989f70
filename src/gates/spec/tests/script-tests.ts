import { type CallChain, chainAt } from './call-chain.ts'
import type { CodeView } from './code-view.ts'
import type { Construct, FoundTests } from './construct.ts'
import { classTests } from './script-classes.ts'

const TEST = /^[fx]?(?:it|test|specify|scenario)$|^(?:it|test|should)[A-Z_]/
const GROUP = /^[fx]?(?:describe|context|suite|feature)$/
/** Members of `test` that are no tests. */
const OTHERS: ReadonlySet<string> = new Set(
  'before beforeEach beforeAll after afterEach afterAll use extend setTimeout info step slow configure expect mock macro'.split(' '),
)
/** What takes a name and a function, and is no test. */
const NO_TESTS: ReadonlySet<string> = new Set('vi jest mock td sinon require import expect'.split(' '))
const LEFT_OUT: ReadonlySet<string> = new Set('skip todo fixme failing fails'.split(' '))

/** The tests of the usual runners of JavaScript and TypeScript: calls of `test`, `it`, `describe` and the like, and classes with test methods. */
export function scriptTests(view: CodeView): FoundTests {
  const constructs: Construct[] = []
  const budget = { left: 100_000 }
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (view.kindOf(at) !== 'word' || !isHead(view, at)) continue
    const chain = chainAt(view, at, budget)
    const kind = chain && kindOf(view, chain)
    if (chain && kind) constructs.push(constructOf(view, chain, kind))
  }
  return { constructs: [...constructs, ...classTests(view)], isSkipped: false }
}

/** Whether a chain of names can begin here: no member of something, nothing that is declared. */
function isHead(view: CodeView, at: number): boolean {
  const before = view.before(at)
  if (view.isSign(before, '.') || view.isSign(before, '?.') || view.isSign(before, '@')) return false
  return !view.isWord(before, 'function', 'new', 'class', 'import')
}

function kindOf(view: CodeView, chain: CallChain): Construct['kind'] | undefined {
  const [root = '', second = ''] = chain.names
  if (chain.names.some((name) => OTHERS.has(name))) return undefined
  if (GROUP.test(root) || (TEST.test(root) && chain.names.some((name) => GROUP.test(name)))) return 'group'
  if (TEST.test(root)) return 'test'
  const isNamed = view.kindOf(view.next(chain.open + 1)) === 'string'
  if (isNamed && (second === 'module' || GROUP.test(second)) && hasFunction(view, chain)) return 'group'
  if (TEST.test(second) && (root === 'Deno' || (isNamed && commaIn(view, chain) !== undefined))) return 'test'
  // Runners of one's own: a statement that calls something with a name and a function.
  return isNamed && !NO_TESTS.has(root) && startsStatement(view, chain.at) && hasFunction(view, chain) ? 'test' : undefined
}

function constructOf(view: CodeView, chain: CallChain, kind: Construct['kind']): Construct {
  const bodies = bodiesOf(view, chain)
  const [body] = bodies
  const isPending = kind === 'test' && view.kindOf(view.next(chain.open + 1)) === 'string' && commaIn(view, chain) === undefined
  const isLeftOut = chain.names.some((name) => LEFT_OUT.has(name)) || chain.names[0]?.startsWith('x') === true || hasFixedCondition(view, chain)
  return {
    kind,
    start: view.startOf(chain.at),
    body: body === undefined ? view.endOf(chain.close) : view.startOf(body),
    end: view.endOf(chain.end - 1),
    isSkipped: isPending || isLeftOut || hasSkipOption(view, chain, bodies) || bodies.some((each) => skipsItself(view, each, kind)),
  }
}

/** `skipIf(true)` and `runIf(false)`. */
function hasFixedCondition(view: CodeView, chain: CallChain): boolean {
  for (let at = chain.at; at < chain.open; at += 1) {
    if (view.isWord(at, 'skipIf') && view.isWord(at + 2, 'true') && view.isSign(at + 3, ')')) return true
    if (view.isWord(at, 'runIf') && view.isWord(at + 2, 'false') && view.isSign(at + 3, ')')) return true
  }
  return false
}

/** The indices of the braces of functions among the arguments. */
function bodiesOf(view: CodeView, { open, close }: CallChain): readonly number[] {
  const found: number[] = []
  for (let at = open + 1; at < close; at = view.behind(at)) {
    const before = view.before(at)
    if (view.isSign(at, '{') && (view.isSign(before, '=>') || view.isSign(before, ')'))) found.push(at)
  }
  return found
}

function hasFunction(view: CodeView, { open, close }: CallChain): boolean {
  for (let at = open + 1; at < close; at = view.behind(at)) if (view.isSign(at, '=>') || view.isWord(at, 'function')) return true
  return false
}

/** The index of the comma behind the first argument. */
function commaIn(view: CodeView, { open, close }: CallChain): number | undefined {
  for (let at = open + 1; at < close; at = view.behind(at)) if (view.isSign(at, ',')) return view.next(at + 1) < close ? at : undefined
  return undefined
}

/** `{ skip: true }`, `{ todo: 'later' }`, `{ ignore: true }` among the arguments. What depends on something is not followed. */
function hasSkipOption(view: CodeView, { open, close }: CallChain, bodies: readonly number[]): boolean {
  for (let at = open + 1; at < close; at = view.behind(at)) {
    if (!view.isSign(at, '{') || bodies.includes(at)) continue
    const end = view.partner(at) ?? close
    for (let key = at + 1; key < end; key = view.behind(key)) {
      if (!view.isWord(key, 'skip', 'todo', 'ignore', 'fails') || !view.isSign(key + 1, ':')) continue
      const value = view.next(key + 2)
      if (view.isWord(value, 'true') || view.kindOf(value) === 'string') return true
    }
  }
  return false
}

/** Whether a function leaves its test out as one of its own statements: `this.skip()`, `t.skip('later')`, `test.fixme()`, `pending()`. */
function skipsItself(view: CodeView, body: number, kind: Construct['kind']): boolean {
  const end = view.partner(body) ?? view.tokens.length
  for (let at = body + 1; at < end; at = view.behind(at)) {
    if (!startsStatement(view, at)) continue
    const from = view.isWord(at, 'return', 'await') ? at + 1 : at
    const name = view.isSign(from + 1, '.') && view.isWord(from + 2, 'skip', 'fixme') ? from + 2 : from
    if (name === from && !(kind === 'test' && view.isWord(from, 'pending'))) continue
    if (view.isSign(name + 1, '(') && isUnconditional(view, name + 1, kind)) return true
  }
  return false
}

/** No argument, `true`, or within a test a reason and nothing else; with a function it is a test of its own. */
function isUnconditional(view: CodeView, open: number, kind: Construct['kind']): boolean {
  const first = view.next(open + 1)
  return view.isSign(first, ')') || view.isWord(first, 'true') || (kind === 'test' && view.kindOf(first) === 'string' && view.isSign(view.next(first + 1), ')'))
}

const CONDITIONS: ReadonlySet<string> = new Set('if while for else do'.split(' '))
const ENDS: ReadonlySet<string> = new Set([';', '{', '}'])

/** Whether a statement begins here that is executed whenever those around it are. */
function startsStatement(view: CodeView, at: number): boolean {
  const before = view.before(at)
  if (before < 0 || view.isSignIn(before, ENDS)) return true
  const broken = before < at - 1
  if (view.isSign(before, ')')) return broken && !view.isWordIn(view.before(view.partner(before) ?? 0), CONDITIONS)
  if (view.isWord(before, 'await', 'return', 'export', 'default')) return startsStatement(view, before)
  return broken && !view.isWordIn(before, CONDITIONS) && (view.kindOf(before) !== 'sign' || view.isSign(before, ']'))
}
