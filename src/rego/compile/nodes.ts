import type { Origin, Rule } from './ir.ts'

/** Expressions and heads of rules by number, as a watched evaluation names them. */
export class Nodes {
  readonly #numbers = new Map<Origin | Rule, number>()
  readonly #list: (Origin | Rule)[] = []

  readonly numberOf = (node: Origin | Rule): number => {
    const known = this.#numbers.get(node)
    if (known !== undefined) return known
    const number = this.#list.length
    this.#numbers.set(node, number)
    this.#list.push(node)
    return number
  }

  at(number: number): Origin | Rule | undefined {
    return this.#list[number]
  }
}
