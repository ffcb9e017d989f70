import type { CodeView } from './code-view.ts'

/** Words that open what `end` closes wherever they stand. */
const ALWAYS: ReadonlySet<string> = new Set('begin case class module def'.split(' '))
/** Words that open it only where a statement or a value begins; behind one they are conditions of it. */
const AT_START: ReadonlySet<string> = new Set('if unless while until for'.split(' '))
const LOOPS: ReadonlySet<string> = new Set('while until for'.split(' '))
const BEFORE_VALUE: ReadonlySet<string> = new Set('then else do begin and or not ensure in when if unless while until elsif'.split(' '))
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}'])

/** The blocks and definitions of a program that are open, each with what belongs to it. */
export class RubyBlocks<T> {
  readonly #view: CodeView
  readonly #open: { readonly own: T | undefined; readonly brace: number | undefined }[] = []
  /** The next `do` of this statement belongs to a loop. */
  #isLoop = false

  constructor(view: CodeView) {
    this.#view = view
  }

  /** What the innermost one has. */
  get innermost(): T | undefined {
    return this.#open.at(-1)?.own
  }

  /** Whether the token at `at` opens a block, or a definition or statement that `end` closes. */
  opens(at: number): 'block' | 'definition' | undefined {
    const view = this.#view
    if (view.kindOf(at) === 'break') this.#isLoop = false
    if (view.isSign(at, '{')) return isBlockBrace(view, at) ? 'block' : undefined
    if (view.kindOf(at) !== 'word' || isName(view, at)) return undefined
    if (view.isWord(at, 'do')) {
      const isLoop = this.#isLoop
      this.#isLoop = false
      return isLoop ? undefined : 'block'
    }
    if (view.isWordIn(at, ALWAYS)) return view.isWord(at, 'def') && isEndless(view, at) ? undefined : 'definition'
    if (!view.isWordIn(at, AT_START) || !beginsValue(view, at)) return undefined
    if (view.isWordIn(at, LOOPS)) this.#isLoop = true
    return 'definition'
  }

  push(own: T | undefined, at: number): void {
    this.#open.push({ own, brace: this.#view.isSign(at, '{') ? at : undefined })
  }

  /** What belonged to the one that the token at `at` closes. */
  ends(at: number): T | undefined {
    const view = this.#view
    const brace = view.isSign(at, '}') ? view.partner(at) : undefined
    const closes = brace === undefined ? view.isWord(at, 'end') && !isName(view, at) : this.#open.at(-1)?.brace === brace
    return closes ? this.#open.pop()?.own : undefined
  }
}

/** A member, a symbol or a label. */
function isName(view: CodeView, at: number): boolean {
  const adjacent = view.endOf(at - 1) === view.startOf(at)
  if (view.isSign(at - 1, '.') || view.isSign(at - 1, '&.') || view.isSign(at - 1, '::') || (adjacent && view.isSign(at - 1, ':'))) return true
  return view.isWord(at - 1, 'def') || (view.isSign(at + 1, ':') && view.endOf(at) === view.startOf(at + 1))
}

function beginsValue(view: CodeView, at: number): boolean {
  const before = at - 1
  if (before < 0 || view.kindOf(before) === 'break') return true
  if (view.kindOf(before) === 'sign') return !view.isSignIn(before, CLOSING)
  return view.isWordIn(before, BEFORE_VALUE)
}

/** `def total = price * count`: no `end` follows. */
function isEndless(view: CodeView, at: number): boolean {
  let index = at + 2
  while (view.isSign(index, '.') && view.kindOf(index + 1) === 'word') index += 2
  if (view.isSign(index, '(')) index = view.behind(index)
  return view.isSign(index, '=') && view.endOf(index - 1) < view.startOf(index)
}

/** A brace behind a call is a block; elsewhere it is a hash. */
function isBlockBrace(view: CodeView, at: number): boolean {
  const before = at - 1
  return (
    view.isSign(before, ')') ||
    view.isSign(before, '->') ||
    view.kindOf(before) === 'string' ||
    (view.kindOf(before) === 'word' && !view.isWordIn(before, BEFORE_VALUE))
  )
}

/** Whether the `|` at `at` ends the parameters of a block. */
export function opensBlock(view: CodeView, at: number): boolean {
  for (let index = at - 1; index > at - 60 && index >= 0; index -= 1) {
    if (view.isSign(index, '|')) return view.isWord(index - 1, 'do') || view.isSign(index - 1, '{')
    if (view.kindOf(index) === 'break') return false
  }
  return false
}
