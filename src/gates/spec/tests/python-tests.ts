import type { Code } from '../code/read-code.ts'
import { TokenView } from '../code/token-view.ts'
import type { Token } from '../lex/token.ts'
import type { FoundTests } from './construct.ts'
import { decorated, leavesOut, type Marks, NO_MARKS } from './python-marks.ts'

const TEST = /^test|_test$|^(?:it|should|when)_/i
const GROUP = /^Test|Tests?$|TestCase$|Spec$/

/** Names in the list of a class's bases that bring no tests along. */
const FOUNDATIONS: ReadonlySet<string> = new Set('object unittest TestCase IsolatedAsyncioTestCase metaclass'.split(' '))

/** A function, a class or any other block that is open. */
interface Block {
  readonly kind: 'test' | 'group' | 'other'
  readonly inherits?: boolean
  readonly start: number
  readonly column: number
  readonly body: number
  end: number
  isSkipped: boolean
}

/** A header whose body has not begun. */
type Header = Omit<Block, 'body' | 'end'>

/** The tests that pytest and unittest find: functions and methods by their names, classes around them. */
export function pythonTests(code: Code): FoundTests {
  const reader = new Reader(code)
  for (let at = 0; at < reader.view.tokens.length; at += 1) reader.take(at)
  return reader.finish()
}

class Reader {
  readonly view: TokenView
  readonly #tokens: readonly Token[]
  readonly #text: string
  readonly #open: Block[] = []
  readonly #done: Block[] = []
  #header: Header | undefined
  #marks: Marks = NO_MARKS
  #statement = true
  #end = 0
  #isSkipped = false

  constructor({ text, tokens }: Code) {
    this.#text = text
    this.#tokens = tokens
    this.view = new TokenView(text, tokens)
  }

  take(at: number): void {
    const token = this.#tokens[at]
    if (!token) return
    if (token.kind === 'comment') this.#takeComment(token)
    else if (token.kind === 'indent') this.#begin(token.end)
    else if (token.kind === 'dedent') this.#close()
    else if (token.kind === 'break') {
      // A body on the line of its header.
      if (this.#header && this.#tokens[this.#significant(at + 1)]?.kind !== 'indent') {
        this.#begin(this.#end)
        this.#close()
      }
      this.#statement = true
    } else {
      if (this.#statement) this.#takeStatement(at)
      this.#statement = false
      this.#end = token.end
    }
  }

  finish(): FoundTests {
    if (this.#header) this.#begin(this.#end)
    while (this.#open.length > 0) this.#close()
    const constructs = this.#done.flatMap(({ kind, start, body, end, isSkipped, inherits = false }) =>
      kind === 'other' ? [] : [{ kind, start, body, end, isSkipped, inherits }],
    )
    return { constructs, isSkipped: this.#isSkipped }
  }

  /** A comment belongs to the blocks that it is indented in. */
  #takeComment(token: Token): void {
    const lineStart = this.#text.lastIndexOf('\n', token.start - 1) + 1
    const isAlone = this.#text.slice(lineStart, token.start).trim() === ''
    for (const block of this.#open) if (!isAlone || token.start - lineStart > block.column) block.end = Math.max(block.end, token.end)
  }

  #takeStatement(at: number): void {
    const start = this.#tokens[at]?.start ?? 0
    if (this.view.isSign(at, '@')) {
      const decorator = decorated(this.view, at)
      this.#marks = { start: this.#marks.start ?? start, isSkipped: this.#marks.isSkipped || decorator.isSkipped }
      return
    }
    const word = this.view.isWord(at, 'async') ? at + 1 : at
    const name = this.view.textOf(word + 1)
    const column = start - this.#text.lastIndexOf('\n', start - 1) - 1
    const from = { start: this.#marks.start ?? start, column, isSkipped: this.#marks.isSkipped }
    if (this.view.isWord(word, 'def')) this.#header = { ...from, kind: TEST.test(name) && !this.#isInTest ? 'test' : 'other' }
    else if (this.view.isWord(word, 'class')) this.#header = { ...from, ...this.#classAt(word) }
    else {
      if (this.#endsInColon(at)) this.#header = { ...from, kind: 'other' }
      this.#takeSkip(at)
    }
    this.#marks = NO_MARKS
  }

  get #isInTest(): boolean {
    return this.#open.some((block) => block.kind === 'test')
  }

  /** `class Retries(TestCase)`, `class TestRetries(RetryTests)`. */
  #classAt(at: number): Pick<Block, 'kind' | 'inherits'> {
    const bases: string[] = []
    for (let index = at + 2; index < at + 40 && this.view.kindOf(index) !== 'break'; index += 1)
      if (this.view.kindOf(index) === 'word') bases.push(this.view.textOf(index))
    const isTest = GROUP.test(this.view.textOf(at + 1)) || bases.some((base) => /TestCase|^Test/.test(base))
    return { kind: isTest ? 'group' : 'other', inherits: bases.some((base) => !FOUNDATIONS.has(base)) }
  }

  /** `if`, `with` and the like open a block. */
  #endsInColon(at: number): boolean {
    return /^(?:if|elif|else|for|while|try|except|finally|with|match|case|async)$/.test(this.view.textOf(at))
  }

  /** A statement that leaves out what it stands in: a test, or outside of all blocks the file. */
  #takeSkip(at: number): void {
    const block = this.#open.at(-1)
    const scope = leavesOut(this.view, at)
    if (scope === undefined || block?.kind === 'other' || (scope === 'marked' && block?.kind === 'test')) return
    if (block) block.isSkipped ||= scope === 'marked' || block.kind === 'test'
    else this.#isSkipped = true
  }

  #begin(body: number): void {
    this.#open.push({ ...(this.#header ?? { kind: 'other', start: body, column: 0, isSkipped: false }), body, end: this.#end })
    this.#header = undefined
    this.#statement = true
  }

  #close(): void {
    const block = this.#open.pop()
    if (!block) return
    block.end = Math.max(block.end, block.body, this.#endWithin(block))
    this.#done.push(block)
    this.#statement = true
  }

  /** Where its last token ended. */
  #endWithin(block: Block): number {
    return this.#end > block.start ? this.#end : block.body
  }

  #significant(at: number): number {
    let index = at
    while (this.#tokens[index]?.kind === 'comment' || this.#tokens[index]?.kind === 'break') index += 1
    return index
  }
}
