import type { Value } from '../../values/value.ts'
import type { Modifier, Op, Pattern, Source } from './plan.ts'

/** Texts by which equal operations of different rules are known: they do the same to the same places of the frame. */
export class Keys {
  readonly #ops = new Map<Op, string>()
  /** Collections and other objects are told apart by what they are, not by what is in them. */
  readonly #objects = new Map<object, number>()

  op(op: Op): string {
    let key = this.#ops.get(op)
    if (key === undefined) {
      key = this.#opKey(op)
      this.#ops.set(op, key)
    }
    return key
  }

  #body(ops: readonly Op[]): string {
    return ops.map((op) => this.op(op)).join(';')
  }

  #opKey(op: Op): string {
    switch (op.op) {
      case 'bind':
        return `b${op.slot}=${this.source(op.source)}`
      case 'test':
        return `t${this.source(op.source)}`
      case 'effect':
        return `x${this.source(op.source)}`
      case 'equal':
        return `e${this.source(op.left)}=${this.source(op.right)}`
      case 'match':
        return `m${this.#pattern(op.pattern)}=${this.source(op.source)}`
      case 'fail':
        return 'f'
      case 'scan':
        return `s${this.source(op.source)}[${this.#pattern(op.key)}]${this.#pattern(op.value)}`
      case 'tree-scan':
        return `r${op.path.map((part) => this.#pattern(part)).join('.')}=${this.#pattern(op.value)}`
      case 'relation':
        return `w${this.source(op.call)}=${this.#pattern(op.value)}`
      case 'not':
        return `n(${this.#body(op.body)})`
      case 'every':
        return `a${this.source(op.source)}[${op.key ?? ''}]${op.value ?? ''}(${this.#body(op.body)})`
      case 'with':
        return `h${op.modifiers.map((modifier) => this.#modifier(modifier)).join(',')}(${this.#body(op.body)})`
      case 'watch':
        return `${op.event}${op.node}`
    }
  }

  #modifier(modifier: Modifier): string {
    const { target, replacement } = modifier
    const what = target.kind === 'function' ? this.#object(target.set) : target.kind === 'builtin' ? target.builtin.name : JSON.stringify(target.path)
    const by = replacement === undefined ? this.source(modifier.value) : this.#object(replacement.kind === 'function' ? replacement.set : replacement.builtin)
    return `${target.kind}${what}=${by}`
  }

  #pattern(pattern: Pattern): string {
    switch (pattern.kind) {
      case 'any':
        return '_'
      case 'bind':
        return `$${pattern.slot}`
      case 'is':
        return `=${this.source(pattern.source)}`
      case 'array':
        return `[${pattern.items.map((item) => this.#pattern(item)).join()}]`
      case 'object':
        return `{${pattern.entries.map(([key, value]) => `${this.source(key)}:${this.#pattern(value)}`).join()}}`
    }
  }

  source(source: Source): string {
    switch (source.kind) {
      case 'const':
        return this.#value(source.value)
      case 'slot':
        return `$${source.slot}`
      case 'undefined':
        return 'u'
      case 'given':
        return `g${this.#object(source)}`
      case 'input':
        return 'i'
      case 'document':
        return `d${source.set.id}`
      case 'extent':
        return `p${source.node.id}`
      case 'lookup':
        return `${this.source(source.of)}${source.inData ? '!' : ''}.(${source.path.map((part) => this.source(part)).join()})`
      case 'tree':
        return `D(${source.path.map((part) => this.source(part)).join()})`
      case 'array':
      case 'set':
        return `${source.kind}(${source.items.map((item) => this.source(item)).join()})`
      case 'object':
        return `{${source.entries.map(([key, value]) => `${this.source(key)}:${this.source(value)}`).join()}}`
      case 'comprehension': {
        const key = source.key === undefined ? '' : this.source(source.key)
        return `${source.of}<${key}:${this.source(source.item)}|${this.#body(source.body)}>`
      }
      case 'call':
        return `${source.builtin.name}(${source.args.map((arg) => this.source(arg)).join()})`
      case 'function':
        return `F${source.set.id}(${source.args.map((arg) => this.source(arg)).join()})`
    }
  }

  #value(value: Value): string {
    if (typeof value === 'string') return JSON.stringify(value)
    return typeof value === 'object' && value !== null ? this.#object(value) : `${typeof value}${String(value)}`
  }

  #object(object: object): string {
    let number = this.#objects.get(object)
    if (number === undefined) {
      number = this.#objects.size
      this.#objects.set(object, number)
    }
    return `#${number}`
  }
}
