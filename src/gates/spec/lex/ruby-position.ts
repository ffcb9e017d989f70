/**
 * What the parser of Ruby expects, as its lexer keeps it (`EXPR_BEG`, `EXPR_END`, `EXPR_ARG`, `EXPR_FNAME` and `EXPR_CLASS` in parse.y):
 * - `value`: a value begins, so `/`, `%`, `?` and `<<` begin literals
 * - `operator`: a value has ended, so they do not
 * - `argument`: a method's name stands before, so they do when a blank is before them and none behind
 * - `variable`: the same, unless the name is a variable's
 * - `name`: whatever comes is a name, operators included
 * - `class`: as `value`, but `<<` is an operator
 * - `either`: it could not be told
 */
export type RubyState = 'value' | 'operator' | 'argument' | 'variable' | 'name' | 'class' | 'either'

/** What a name stands behind, while `name` is expected. */
type NameOf = 'call' | 'definition' | 'symbol' | 'alias' | 'maybe-symbol'

const BEFORE_VALUE = 'if unless while until and or when in case then do else elsif begin ensure for module rescue return break next'
const AFTER_VALUE = 'end self nil true false redo retry __FILE__ __LINE__ __ENCODING__ BEGIN END'
const BEFORE_ARGUMENT = 'super yield not defined?'
const KEYWORDS: ReadonlyMap<string, RubyState> = new Map([
  ...BEFORE_VALUE.split(' ').map((word): [string, RubyState] => [word, 'value']),
  ...AFTER_VALUE.split(' ').map((word): [string, RubyState] => [word, 'operator']),
  ...BEFORE_ARGUMENT.split(' ').map((word): [string, RubyState] => [word, 'argument']),
  ['class', 'class'],
])
const LONGEST_KEYWORD = 12

/** Follows the tokens of a Ruby program as they are found. */
export class RubyPosition {
  state: RubyState = 'value'
  /** The name that stands before, where the state is `variable`. */
  word = ''
  #nameOf: NameOf = 'call'
  #names = 0
  readonly #parentheses: boolean[] = []
  #definition = false

  /** Whether names follow of which some may be operators that look like literals. */
  get isUndefining(): boolean {
    return this.state === 'name' && this.word === 'undef'
  }

  afterString(): void {
    this.state = 'operator'
  }

  afterBreak(): void {
    this.#definition = false
    if (this.state !== 'name') this.state = 'value'
  }

  /** `isLabel`: a colon follows at once. */
  afterWord(word: string, isLabel: boolean): void {
    const keyword = word.length <= LONGEST_KEYWORD && !isLabel && this.state !== 'name'
    if (/^[0-9$@]/.test(word)) this.state = 'operator'
    else if (this.state === 'name') this.#afterName()
    else if (keyword && (word === 'def' || word === 'alias' || word === 'undef'))
      this.#expectName(word === 'def' ? 'definition' : 'alias', word === 'alias' ? 2 : 1)
    else this.state = (keyword ? KEYWORDS.get(word) : undefined) ?? (isMethod(word) ? 'argument' : 'variable')
    this.word = word
    if (keyword && word === 'def') this.#definition = true
  }

  /** `isAdjacent`: no blank before it. */
  afterSign(sign: string, isAdjacent: boolean): void {
    if (sign === '(') this.#parentheses.push(this.#definition)
    if (sign === '(' || sign === ';' || (sign.startsWith('=') && !isAdjacent)) this.#definition = false
    if (sign === '.' || sign === '&.' || sign === '::') this.#expectName(this.#definition ? 'definition' : 'call', 1)
    else if (sign === ')') {
      // The parameters of a definition are followed by its body.
      this.state = this.#parentheses.pop() === true ? 'value' : 'operator'
    } else if (sign === ']' || sign === '}') this.state = 'operator'
    else if (this.state === 'name' && !'([{'.includes(sign)) this.#afterName()
    else this.state = 'value'
  }

  /** A colon that begins a symbol, or one between two values; `maybe` when it depends on whether a variable stands before. */
  afterColon(kind: 'symbol' | 'between' | 'maybe'): void {
    if (kind === 'between') this.state = 'value'
    else this.#expectName(kind === 'symbol' ? 'symbol' : 'maybe-symbol', 1)
  }

  #expectName(nameOf: NameOf, names: number): void {
    this.state = 'name'
    this.#nameOf = nameOf
    this.#names = names
  }

  #afterName(): void {
    this.#names -= 1
    if (this.#nameOf === 'alias' && this.#names > 0) return
    if (this.#nameOf === 'call') this.state = 'argument'
    else this.state = this.#nameOf === 'maybe-symbol' ? 'either' : 'operator'
  }
}

/** Constants and names with a mark are never variables. */
function isMethod(word: string): boolean {
  return /^[A-Z]|[?!]$/.test(word)
}
