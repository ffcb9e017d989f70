import { DOLLAR, OPEN_BRACE } from './characters.ts'
import type { Scanner } from './scanner.ts'
import type { Token } from './token.ts'

/**
 * What may come next: a value (so that `/` begins a regular expression and `<` an element), an operator behind one, or
 * either, which only a parser could tell.
 */
export type Expected = 'value' | 'operator' | 'either'

/** Words after which an expression begins. */
const BEFORE_VALUE: ReadonlySet<string> = new Set('return typeof case in delete void throw new else do instanceof'.split(' '))
/** Words after which one may begin, and that are names elsewhere. */
const MAYBE_BEFORE_VALUE: ReadonlySet<string> = new Set('of yield await default extends'.split(' '))
/** Words whose parenthesis is followed by a statement. */
const BEFORE_STATEMENT: ReadonlySet<string> = new Set('if while for with'.split(' '))
const LONGEST = 10

/** Follows the tokens of a script as they are found. A line end may end a statement, so that behind it either may come. */
export class ScriptPosition {
  readonly #scanner: Scanner
  readonly #statements: boolean[] = []
  #seen = 0
  #expected: Expected = 'value'
  #brokenSince = false
  #last = ''
  #beforeLast = ''

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  get expected(): Expected {
    const { tokens } = this.#scanner
    for (; this.#seen < tokens.length; this.#seen += 1) {
      const token = tokens[this.#seen]
      if (token) this.#take(token)
    }
    return this.#brokenSince && this.#expected === 'operator' ? 'either' : this.#expected
  }

  #take(token: Token): void {
    if (token.kind === 'comment') return
    if (token.kind === 'break') {
      this.#brokenSince = true
      return
    }
    if (token.kind === 'string') this.#expected = this.#endsInCode(token) ? 'value' : 'operator'
    else if (token.kind === 'word') this.#expected = this.#behindWord(token)
    else this.#expected = this.#behindSign(this.#scanner.textOf(token))
    this.#beforeLast = this.#last
    this.#last = token.end - token.start <= LONGEST ? this.#scanner.textOf(token) : ''
    this.#brokenSince = false
  }

  /** A piece of a template up to its `${`. */
  #endsInCode({ start, end }: Token): boolean {
    const { text } = this.#scanner
    return end - start > 2 && text.charCodeAt(end - 1) === OPEN_BRACE && text.charCodeAt(end - 2) === DOLLAR
  }

  #behindWord(token: Token): Expected {
    if (token.end - token.start > LONGEST || isProperty(this.#last)) return 'operator'
    const word = this.#scanner.textOf(token)
    if (BEFORE_VALUE.has(word) || (word === 'default' && this.#last === 'export')) return 'value'
    return MAYBE_BEFORE_VALUE.has(word) ? 'either' : 'operator'
  }

  #behindSign(sign: string): Expected {
    if (sign === '(')
      this.#statements.push(BEFORE_STATEMENT.has(this.#last) ? !isProperty(this.#beforeLast) : this.#last === 'await' && this.#beforeLast === 'for')
    if (sign === ')') {
      const statement = this.#statements.pop()
      return statement === undefined ? 'either' : statement ? 'value' : 'operator'
    }
    if (sign === ']' || isProperty(sign)) return 'operator'
    if (sign === '}') return 'either'
    // Behind a value on the same line these belong to it, elsewhere to the value that follows.
    if (sign === '++' || sign === '--' || /^!{1,9}$/.test(sign)) return this.#brokenSince && this.#expected === 'operator' ? 'value' : this.#expected
    if (sign.endsWith('=>') || sign.endsWith('>=')) return 'value'
    return sign.endsWith('>') || sign.endsWith('++') || sign.endsWith('--') || /[+-]{2}!/.test(sign) ? 'either' : 'value'
  }
}

/** Behind `.` and `?.` every word is a name; behind `...` it is not. */
function isProperty(sign: string): boolean {
  return sign.endsWith('.') && !sign.endsWith('...')
}
