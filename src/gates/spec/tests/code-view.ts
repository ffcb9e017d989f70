import type { Code } from '../code/read-code.ts'
import { TokenView } from '../code/token-view.ts'

/** The tokens of a program without its comments, with the bracket that belongs to each bracket. */
export class CodeView extends TokenView {
  readonly #partners: ReadonlyMap<number, number>

  constructor({ text, tokens }: Pick<Code, 'text' | 'tokens'>) {
    super(
      text,
      tokens.filter((token) => token.kind !== 'comment'),
    )
    this.#partners = this.#paired()
  }

  /** The index of the bracket that opens or closes with the one at `index`. */
  partner(index: number): number | undefined {
    return this.#partners.get(index)
  }

  /** The index behind what opens at `index`, all pieces of a template included; the next index where nothing does. Always larger. */
  behind(index: number): number {
    let end = index
    for (let next = this.partner(end); next !== undefined && next > end; next = this.partner(end)) end = next
    return end + 1
  }

  /** The index of the nearest token before `index` that is no line end; -1 when there is none. */
  before(index: number): number {
    let at = index - 1
    while (this.kindOf(at) === 'break') at -= 1
    return at
  }

  /** The index of the nearest token from `index` on that is no line end. */
  next(index: number): number {
    let at = index
    while (this.kindOf(at) === 'break') at += 1
    return at
  }

  startOf(index: number): number {
    return this.tokens[index]?.start ?? this.text.length
  }

  endOf(index: number): number {
    return this.tokens[index]?.end ?? this.text.length
  }

  isSignIn(index: number, signs: ReadonlySet<string>): boolean {
    return this.kindOf(index) === 'sign' && signs.has(this.textOf(index))
  }

  isWordIn(index: number, words: ReadonlySet<string>): boolean {
    return this.kindOf(index) === 'word' && words.has(this.textOf(index))
  }

  #paired(): ReadonlyMap<number, number> {
    const partners = new Map<number, number>()
    const open: { readonly index: number; readonly closes: string }[] = []
    for (const [index, token] of this.tokens.entries()) {
      const { opens, closes } = bracketsOf(token.kind, this.text.charAt(token.start), this.text.slice(Math.max(token.start, token.end - 2), token.end))
      if (closes !== undefined && open.at(-1)?.closes === closes) {
        const opener = open.pop()?.index ?? 0
        partners.set(opener, index)
        // The middle of a template closes one piece of code and opens the next: what it closes is all that matters.
        partners.set(index, opener)
      }
      if (opens !== undefined) open.push({ index, closes: opens })
    }
    return partners
  }
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** What a token closes and opens. A piece of a template opens the code that ends in the next one. */
function bracketsOf(kind: string, first: string, last: string): { readonly opens?: string; readonly closes?: string } {
  if (kind === 'sign') return { ...(CLOSING[first] === undefined ? {} : { opens: CLOSING[first] }), ...(')]}'.includes(first) ? { closes: first } : {}) }
  if (kind !== 'string' || (first !== '`' && first !== '}')) return {}
  return { ...(first === '}' ? { closes: '${' } : {}), ...(last === '${' ? { opens: '${' } : {}) }
}
