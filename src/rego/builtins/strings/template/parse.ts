import { type Token, tokensOf } from './lex.ts'
import { characterOperand, numberOperand, unquoted } from './literals.ts'
import { type Command, type Node, type Operand, type Pipe, type Template, TemplateError } from './syntax.ts'

const DEEPEST = 100
const KEYWORDS = new Set(['if', 'with', 'range', 'else', 'end', 'define', 'block', 'template', 'break', 'continue'])

/** Reads a template. `functions`: names that may be called. */
export function parseTemplate(text: string, functions: ReadonlySet<string>): Template {
  const parser = new Parser(tokensOf(text), functions)
  return parser.run()
}

type Ending = 'eof' | 'end' | 'else'

class Parser {
  readonly #tokens: readonly Token[]
  readonly #functions: ReadonlySet<string>
  readonly #named = new Map<string, readonly Node[]>()
  #at = 0
  #depth = 0
  #loops = 0
  #variables: string[] = ['$']

  constructor(tokens: readonly Token[], functions: ReadonlySet<string>) {
    this.#tokens = tokens
    this.#functions = functions
  }

  run(): Template {
    const { nodes, ending } = this.#list()
    if (ending !== 'eof') throw new TemplateError(`unexpected {{${ending}}}`)
    return { body: nodes, named: this.#named }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #skipSpace(): Token | undefined {
    while (this.#peek()?.kind === 'space') this.#at++
    return this.#peek()
  }

  #expect(kind: Token['kind'], context: string): Token {
    const token = this.#skipSpace()
    if (token?.kind !== kind) throw new TemplateError(`unexpected ${token === undefined ? 'EOF' : JSON.stringify(token.text)} in ${context}`)
    this.#at++
    return token
  }

  /** Up to the `end` or `else` that belongs to it, which is read. */
  #list(): { nodes: readonly Node[]; ending: Ending } {
    if (++this.#depth > DEEPEST) throw new TemplateError('templates are nested too deeply')
    const nodes: Node[] = []
    for (;;) {
      const token = this.#peek()
      if (token === undefined) {
        this.#depth--
        return { nodes, ending: 'eof' }
      }
      this.#at++
      if (token.kind === 'text') {
        nodes.push({ node: 'text', text: token.text })
        continue
      }
      const next = this.#skipSpace()
      if (next?.kind === 'word' && (next.text === 'end' || next.text === 'else')) {
        this.#at++
        this.#depth--
        if (next.text === 'end') this.#expect('close', 'end')
        return { nodes, ending: next.text }
      }
      const node = this.#action(next)
      if (node !== undefined) nodes.push(node)
    }
  }

  #action(first: Token | undefined): Node | undefined {
    const word = first?.kind === 'word' && KEYWORDS.has(first.text) ? first.text : undefined
    if (word !== undefined) this.#at++
    switch (word) {
      case 'if':
      case 'with':
      case 'range':
        return this.#branch(word)
      case 'break':
      case 'continue':
        if (this.#loops === 0) throw new TemplateError(`{{${word}}} outside {{range}}`)
        this.#expect('close', word)
        return { node: word }
      case 'define':
        return this.#define()
      case 'template':
      case 'block':
        return this.#call(word)
      default:
        return { node: 'action', pipe: this.#pipe('close', 'command') }
    }
  }

  #branch(kind: 'if' | 'with' | 'range'): Node {
    const known = this.#variables.length
    const pipe = this.#pipe('close', kind)
    if (kind === 'range') this.#loops++
    const { nodes, ending } = this.#list()
    if (kind === 'range') this.#loops--
    if (ending === 'eof') throw new TemplateError('unexpected EOF')
    const otherwise = ending === 'else' ? this.#otherwise(kind) : []
    this.#variables.length = known
    return { node: kind, pipe, body: nodes, otherwise }
  }

  #otherwise(kind: string): readonly Node[] {
    const next = this.#skipSpace()
    if (next?.kind === 'word' && next.text === kind && kind !== 'range') {
      this.#at++
      if (++this.#depth > DEEPEST) throw new TemplateError('templates are nested too deeply')
      const chained = this.#branch(kind === 'if' ? 'if' : 'with')
      this.#depth--
      return [chained]
    }
    this.#expect('close', 'else')
    const { nodes, ending } = this.#list()
    if (ending !== 'end') throw new TemplateError(ending === 'eof' ? 'unexpected EOF' : 'expected end; found {{else}}')
    return nodes
  }

  #define(): undefined {
    const name = unquoted(this.#expect('string', 'define clause').text)
    this.#expect('close', 'define clause')
    this.#named.set(name, this.#definition())
  }

  #definition(): readonly Node[] {
    const outer = { variables: this.#variables, loops: this.#loops }
    this.#variables = ['$']
    this.#loops = 0
    const { nodes, ending } = this.#list()
    if (ending !== 'end') throw new TemplateError('unexpected EOF')
    this.#variables = outer.variables
    this.#loops = outer.loops
    return nodes
  }

  #call(kind: 'template' | 'block'): Node {
    const name = unquoted(this.#expect('string', `${kind} clause`).text)
    const closes = this.#skipSpace()?.kind === 'close'
    const pipe = closes ? undefined : this.#pipe('close', kind)
    if (closes) this.#at++
    if (kind === 'block') this.#named.set(name, this.#definition())
    return { node: 'template', name, pipe }
  }

  /** Up to and with its closing token. */
  #pipe(end: 'close' | ')', context: string): Pipe {
    if (++this.#depth > DEEPEST) throw new TemplateError('templates are nested too deeply')
    const { variables, assigns } = this.#declarations(context)
    const commands: Command[] = [this.#command(context)]
    for (;;) {
      const token = this.#skipSpace()
      this.#at++
      if (token !== undefined && (end === 'close' ? token.kind === 'close' : token.text === ')')) break
      if (token?.text !== '|') throw new TemplateError(`unexpected ${token === undefined ? 'EOF' : JSON.stringify(token.text)} in ${context}`)
      commands.push(this.#command(context))
    }
    for (const [index, command] of commands.entries()) {
      if (index > 0 && !['function', 'field', 'variable', 'pipe'].includes(command[0]?.operand ?? '')) {
        throw new TemplateError(`non executable command in pipeline stage ${index + 1}`)
      }
    }
    this.#depth--
    return { variables, assigns, commands }
  }

  #declarations(context: string): { variables: readonly string[]; assigns: boolean } {
    const start = this.#at
    const variables: string[] = []
    for (;;) {
      const token = this.#skipSpace()
      if (token?.kind !== 'variable') break
      this.#at++
      variables.push(token.text)
      const sign = this.#skipSpace()
      if (sign?.text === ':=' || sign?.text === '=') {
        this.#at++
        if (sign.text === ':=') this.#variables.push(...variables)
        else for (const name of variables) this.#known(name)
        return { variables, assigns: sign.text === '=' }
      }
      if (sign?.text !== ',' || context !== 'range' || variables.length > 1) break
      this.#at++
    }
    this.#at = start
    return { variables: [], assigns: false }
  }

  #known(name: string): void {
    if (!this.#variables.includes(name)) throw new TemplateError(`undefined variable ${JSON.stringify(name)}`)
  }

  #command(context: string): Command {
    const operands: Operand[] = []
    for (;;) {
      const token = this.#skipSpace()
      if (token === undefined || token.kind === 'close' || token.text === ')' || token.text === '|') break
      operands.push(this.#operand(token))
      const after = this.#peek()
      if (after !== undefined && after.kind !== 'space' && after.kind !== 'close' && after.text !== ')' && after.text !== '|') {
        throw new TemplateError(`unexpected ${JSON.stringify(after.text)} in operand`)
      }
    }
    if (operands.length === 0) throw new TemplateError(`missing value for ${context}`)
    return operands
  }

  #operand(token: Token): Operand {
    this.#at++
    switch (token.kind) {
      case 'string':
        return { operand: 'string', value: unquoted(token.text) }
      case 'character':
        return characterOperand(token.text)
      case 'number':
        return numberOperand(token.text)
      case 'field':
        return token.text === '.' ? { operand: 'dot' } : { operand: 'field', path: [token.text.slice(1), ...this.#path()] }
      case 'variable':
        this.#known(token.text)
        return { operand: 'variable', name: token.text, path: this.#path() }
      case 'word':
        return this.#word(token.text)
    }
    if (token.text === '(') return { operand: 'pipe', pipe: this.#pipe(')', 'parenthesized pipeline'), path: this.#path() }
    throw new TemplateError(`unexpected ${JSON.stringify(token.text)} in operand`)
  }

  #word(word: string): Operand {
    if (word === 'true' || word === 'false') return { operand: 'bool', value: word === 'true' }
    if (word === 'nil') return { operand: 'nil' }
    if (!this.#functions.has(word)) throw new TemplateError(`function ${JSON.stringify(word)} not defined`)
    return { operand: 'function', name: word }
  }

  #path(): string[] {
    const path: string[] = []
    for (let token = this.#peek(); token?.kind === 'field' && token.text !== '.'; token = this.#peek()) {
      path.push(token.text.slice(1))
      this.#at++
    }
    return path
  }
}
