import { compareStrings } from '../../../values/strings.ts'
import type { Host } from '../../builtin.ts'
import type { GoValue } from '../fmt/go-value.ts'
import { goTypeName } from '../fmt/go-value.ts'
import { plainText } from '../fmt/print-value.ts'
import { LONGEST_TEXT, spendText } from '../size.ts'
import { call } from './functions.ts'
import { type Command, type Node, type Operand, type Pipe, type Template, TemplateError } from './syntax.ts'
import { isTrue } from './truth.ts'

const DEEPEST_CALL = 100

/** A value, or undefined for what a map does not have. */
type Result = GoValue | undefined

type Flow = 'on' | 'break' | 'continue'

/** The text that a template makes of a value. */
export function execute(template: Template, data: GoValue, host: Host): string {
  const run = new Run(template, host)
  return run.start(data)
}

class Run {
  readonly #template: Template
  readonly #host: Host
  readonly #parts: string[] = []
  #size = 0
  #calls = 0
  #variables: { readonly name: string; value: Result }[] = []

  constructor(template: Template, host: Host) {
    this.#template = template
    this.#host = host
  }

  start(data: GoValue): string {
    this.#variables = [{ name: '$', value: data }]
    this.#list(this.#template.body, data)
    return this.#parts.join('')
  }

  #write(text: string): void {
    this.#size += text.length
    this.#host.spend(1 + text.length / 100)
    if (this.#size > LONGEST_TEXT) spendText(this.#size, this.#host)
    this.#parts.push(text)
  }

  #list(nodes: readonly Node[], dot: Result): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, dot)
      if (flow !== 'on') return flow
    }
    return 'on'
  }

  #node(node: Node, dot: Result): Flow {
    this.#host.spend(1)
    switch (node.node) {
      case 'text':
        this.#write(node.text)
        return 'on'
      case 'action': {
        const value = this.#pipe(node.pipe, dot)
        if (node.pipe.variables.length === 0) this.#write(value === undefined || value.go === 'nil' ? '<no value>' : plainText(value))
        return 'on'
      }
      case 'if':
      case 'with': {
        const known = this.#variables.length
        const value = this.#pipe(node.pipe, dot)
        const holds = isTrue(value)
        const flow = this.#list(holds ? node.body : node.otherwise, holds && node.node === 'with' ? value : dot)
        this.#variables.length = known
        return flow
      }
      case 'range':
        return this.#range(node, dot)
      case 'template':
        this.#call(node.name, node.pipe === undefined ? undefined : this.#pipe(node.pipe, dot))
        return 'on'
      default:
        return node.node
    }
  }

  #call(name: string, data: Result): void {
    const body = this.#template.named.get(name)
    if (body === undefined) throw new TemplateError(`template ${JSON.stringify(name)} not defined`)
    if (++this.#calls > DEEPEST_CALL) throw new TemplateError(`exceeded maximum template depth (${DEEPEST_CALL})`)
    const outer = this.#variables
    this.#variables = [{ name: '$', value: data }]
    this.#list(body, data)
    this.#variables = outer
    this.#calls--
  }

  #range(node: Node & { readonly node: 'if' | 'with' | 'range' }, dot: Result): Flow {
    const known = this.#variables.length
    const over = this.#pipe({ ...node.pipe, variables: [] }, dot)
    const names = node.pipe.variables
    if (!node.pipe.assigns) this.#variables.push(...names.map((name) => ({ name, value: undefined })))
    const inside = this.#variables.length
    let some = false
    for (const [key, item] of itemsOf(over)) {
      some = true
      // A turn looks at an item, binds it and walks the body: about three looks elsewhere.
      this.#host.spend(3)
      this.#assign(names.at(-2), key)
      this.#assign(names.at(-1), item)
      const flow = this.#list(node.body, item)
      this.#variables.length = inside
      if (flow === 'break') break
    }
    this.#variables.length = known
    return some ? 'on' : this.#list(node.otherwise, dot)
  }

  #assign(name: string | undefined, value: Result): void {
    const variable = name === undefined ? undefined : this.#variables.findLast((candidate) => candidate.name === name)
    if (variable !== undefined) variable.value = value
  }

  #pipe(pipe: Pipe, dot: Result): Result {
    let value: Result
    for (const [index, command] of pipe.commands.entries()) value = this.#command(command, dot, index === 0 ? [] : [value])
    for (const name of pipe.variables) {
      if (pipe.assigns) this.#assign(name, value)
      else this.#variables.push({ name, value })
    }
    return value
  }

  #command(command: Command, dot: Result, last: readonly Result[]): Result {
    const [first, ...rest] = command
    if (first?.operand === 'function') {
      const given = rest.map((operand) => () => this.#operand(operand, dot))
      return call(first.name, [...given, ...last.map((value) => () => value)], this.#host)
    }
    if (rest.length + last.length > 0) throw new TemplateError(`can't give argument to non-function`)
    if (first === undefined || first.operand === 'nil') throw new TemplateError('nil is not a command')
    return this.#operand(first, dot)
  }

  #operand(operand: Operand, dot: Result): Result {
    switch (operand.operand) {
      case 'dot':
        return dot
      case 'nil':
        return { go: 'nil' }
      case 'bool':
        return { go: 'bool', value: operand.value }
      case 'int':
        return { go: 'int', value: operand.value }
      case 'float':
        return { go: 'float64', value: operand.value }
      case 'string':
        return { go: 'string', value: operand.value }
      case 'function':
        return call(operand.name, [], this.#host)
      case 'field':
        return fieldOf(dot, operand.path)
      case 'variable':
        return fieldOf(this.#variables.findLast((variable) => variable.name === operand.name)?.value, operand.path)
      case 'pipe':
        return fieldOf(this.#pipe(operand.pipe, dot), operand.path)
    }
  }
}

function fieldOf(value: Result, path: readonly string[]): Result {
  let found = value
  for (const name of path) {
    if (found === undefined) return undefined
    if (found.go === 'nil') throw new TemplateError(`nil pointer evaluating interface {}.${name}`)
    if (found.go !== 'map') throw new TemplateError(`can't evaluate field ${name} in type ${goTypeName(found)}`)
    found = found.entries.get(name)
  }
  return found
}

/** What `range` goes through: pairs of a key and an item. */
function* itemsOf(over: Result): Iterable<readonly [GoValue, GoValue]> {
  if (over === undefined || over.go === 'nil') return
  if (over.go === 'slice') {
    for (const [index, item] of over.items.entries()) yield [{ go: 'int', value: BigInt(index) }, item]
  } else if (over.go === 'map') {
    for (const [key, item] of [...over.entries].sort((a, b) => compareStrings(a[0], b[0]))) yield [{ go: 'string', value: key }, item]
  } else if (over.go === 'int') {
    for (let index = 0n; index < over.value; index++)
      yield [
        { go: 'int', value: index },
        { go: 'int', value: index },
      ]
  } else {
    throw new TemplateError(`range can't iterate over ${plainText(over)}`)
  }
}
