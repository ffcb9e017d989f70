import type { CodeView } from './code-view.ts'
import type { Construct, FoundTests } from './construct.ts'
import { opensBlock, RubyBlocks } from './ruby-blocks.ts'

const TEST = /^[fx]?(?:it|specify|example|scenario)$|^(?:its|test|should|pending|skip)$/
const GROUP = /^[fx]?(?:describe|context|feature)$|^shared_(?:examples|context)/
/** Examples that stand elsewhere and run here. */
const SHARED = /^(?:it_behaves_like|it_should_behave_like|include_examples|include_context)$/
const LEFT_OUT = /^x|^(?:pending|skip)$/

/** A call that may have a block, until its line or its block ends. */
interface Call {
  readonly kind: Construct['kind']
  readonly start: number
  readonly isShared: boolean
  readonly inherits?: boolean
  isSkipped: boolean
}

interface Open extends Call {
  readonly body: number
}

/** The examples of RSpec, Minitest and Test::Unit, their groups, and the methods and classes that are tests. */
export function rubyTests(view: CodeView): FoundTests {
  const constructs: Construct[] = []
  const blocks = new RubyBlocks<Open>(view)
  let call: Call | undefined
  const close = ({ kind, start, body, isSkipped, inherits = false }: Open, at: number) =>
    constructs.push({ kind, start, body, end: view.endOf(at), isSkipped, inherits })
  // An example without a block is pending.
  const closeWithoutBlock = (open: Call, at: number) =>
    close({ ...open, isSkipped: open.isSkipped || (open.kind === 'test' && !open.isShared), body: view.endOf(at) }, at)
  for (let at = 0; at < view.tokens.length; at += 1) {
    if (call && view.kindOf(at) === 'break' && endsLine(view, at)) {
      closeWithoutBlock(call, at - 1)
      call = undefined
    }
    const ended = blocks.ends(at)
    if (ended) close(ended, at)
    if (startsStatement(view, at)) {
      const test = blocks.innermost
      const leavesOut = test?.kind === 'test' && skipsItself(view, at)
      if (test && leavesOut) test.isSkipped = true
      else call = callAt(view, at) ?? call
    }
    if (call && isSkipOption(view, at)) call.isSkipped = true
    const opens = blocks.opens(at)
    const declared = opens === 'definition' ? declarationAt(view, at) : undefined
    const own = opens === 'block' ? call : declared
    if (opens) blocks.push(own ? { ...own, body: view.endOf(at) } : undefined, at)
    if (opens === 'block') call = undefined
  }
  if (call) closeWithoutBlock(call, view.tokens.length - 1)
  return { constructs, isSkipped: false }
}

function startsStatement(view: CodeView, at: number): boolean {
  const before = at - 1
  if (view.kindOf(at) !== 'word') return false
  if (before < 0 || view.kindOf(before) === 'break' || view.isSign(before, ';') || view.isWord(before, 'do') || view.isSign(before, '{')) return true
  return view.isSign(before, '|') && opensBlock(view, before)
}

/** `it 'retries'`, `RSpec.describe Retry`. */
function callAt(view: CodeView, at: number): Call | undefined {
  const name = view.isSign(at + 1, '.') && view.isWord(at, 'RSpec') ? at + 2 : at
  const word = view.textOf(name)
  const isShared = SHARED.test(word)
  const kind = TEST.test(word) || isShared ? 'test' : GROUP.test(word) ? 'group' : undefined
  // A name that is given a value, or asked for something.
  if (!kind || view.isSign(name + 1, '=') || view.isSign(name + 1, '.')) return undefined
  return { kind, start: view.startOf(at), isShared, isSkipped: LEFT_OUT.test(word) }
}

/** `def test_retries`, `class RetryTest < Minitest::Test`. */
function declarationAt(view: CodeView, at: number): Call | undefined {
  const name = view.textOf(at + 1)
  const kind = view.isWord(at, 'def') ? (/^test(?:_|$)/.test(name) ? 'test' : undefined) : view.isWord(at, 'class', 'module') ? 'group' : undefined
  return kind && { kind, start: view.startOf(at), isShared: false, isSkipped: false, inherits: kind === 'group' && hasTestBase(view, at) }
}

/** `class RetryTest < ClientTest`; what every test class has as its base brings no tests along. */
function hasTestBase(view: CodeView, at: number): boolean {
  let base = at + 1
  while (base < at + 20 && !view.isSign(base, '<') && view.kindOf(base) !== 'break') base += 1
  if (!view.isSign(base, '<')) return false
  while (view.kindOf(base + 1) === 'word' || view.isSign(base + 1, '::')) base += 1
  return /Tests?$|TestCase$/.test(view.textOf(base)) && !/^(?:Test|TestCase|IntegrationTest)$/.test(view.textOf(base))
}

/** Whether the line end at `at` ends the call: the next line goes on behind a comma or an operator, and before a dot. */
function endsLine(view: CodeView, at: number): boolean {
  const before = at - 1
  if (view.kindOf(before) === 'sign') return view.isSign(before, ')') || view.isSign(before, ']') || view.isSign(before, '}')
  return true
}

/** `skip: true`, `skip: 'later'`, `:skip` among the arguments of an example or a group. */
function isSkipOption(view: CodeView, at: number): boolean {
  if (!view.isWord(at, 'skip', 'pending')) return false
  if (view.isSign(at - 1, ':') && (view.isSign(at - 2, ',') || view.isSign(at - 2, '('))) return !view.isSign(at + 1, '=>') || isFixed(view, at + 2)
  return view.isSign(at + 1, ':') && isFixed(view, at + 2)
}

function isFixed(view: CodeView, at: number): boolean {
  return view.isWord(at, 'true') || view.kindOf(at) === 'string'
}

/** `skip`, `skip 'later'` or `pending` as a statement of the example itself, without a condition behind it. */
function skipsItself(view: CodeView, at: number): boolean {
  if (!view.isWord(at, 'skip', 'pending')) return false
  for (let index = at + 1; view.kindOf(index) !== undefined && view.kindOf(index) !== 'break' && !view.isSign(index, ';'); index += 1) {
    if (view.isWord(index, 'if', 'unless', 'do') || view.isSign(index, '{') || view.isSign(index, '=')) return false
  }
  return true
}
