import { isNothing, type Located, type Member, type Problem } from '../../documents/located.ts'
import { nearest } from '../../model/nearest.ts'
import { code, type Phrase, say } from '../../model/phrase.ts'

/** Reads the members of a YAML mapping by name, each checked where it is read; what is wrong is collected with its line. */
export class Fields {
  readonly line: number
  readonly #members: ReadonlyMap<string, Member>
  readonly #problems: Problem[]

  /** Complains about every member that is not `known`. */
  constructor(node: Located, known: readonly string[], problems: Problem[]) {
    this.line = node.line
    this.#problems = problems
    this.#members = node.kind === 'map' ? node.members : new Map()
    if (node.kind !== 'map') this.complain(node.line, say`a mapping of keys and values is wanted here`)
    for (const [key, member] of this.#members) {
      if (!known.includes(key)) this.complain(member.line, [...say`the key ${code(key)} means nothing here`, ...didYouMean(key, known)])
    }
  }

  complain(line: number, message: Phrase): void {
    this.#problems.push({ line, message })
  }

  has(key: string): boolean {
    return this.#present(key) !== undefined
  }

  /** The line of a member's value, or of the mapping when it is not there. */
  lineOf(key: string): number {
    return this.#members.get(key)?.node.line ?? this.line
  }

  /** A text of one line or more, trimmed and not empty; undefined, with a complaint, when it is something else. Numbers count as text. */
  text(key: string, maxLength: number): string | undefined {
    const node = this.#present(key)
    return node === undefined ? undefined : this.#textOf(node, key, maxLength)
  }

  /** A required text. */
  requiredText(key: string, maxLength: number): string | undefined {
    if (!this.has(key)) this.complain(this.line, say`${code(key)} is missing`)
    return this.text(key, maxLength)
  }

  /** A text or a list of texts, each with its line. */
  texts(key: string, maxLength: number, maxItems: number): readonly { readonly text: string; readonly line: number }[] {
    const node = this.#present(key)
    if (node === undefined) return []
    const items = node.kind === 'list' ? node.items : [node]
    if (items.length > maxItems) this.complain(node.line, say`${code(key)} has more than ${maxItems} entries`)
    return items.slice(0, maxItems).flatMap((item) => {
      const text = this.#textOf(item, key, maxLength)
      return text === undefined ? [] : [{ text, line: item.line }]
    })
  }

  number(key: string): number | undefined {
    const node = this.#present(key)
    if (node === undefined) return undefined
    if (node.kind === 'scalar' && typeof node.value === 'number') return node.value
    this.complain(node.line, say`${code(key)} must be a number`)
    return undefined
  }

  list(key: string): readonly Located[] {
    const node = this.#present(key)
    if (node === undefined) return []
    if (node.kind === 'list') return node.items
    this.complain(node.line, say`${code(key)} must be a list`)
    return []
  }

  #present(key: string): Located | undefined {
    const node = this.#members.get(key)?.node
    return isNothing(node) ? undefined : node
  }

  #textOf(node: Located, key: string, maxLength: number): string | undefined {
    const value = node.kind === 'scalar' ? node.value : undefined
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
    if (text !== '' && text.length <= maxLength) return text
    this.complain(node.line, say`${code(key)} must be a text of 1 to ${maxLength} characters`)
    return undefined
  }
}

/** `, did you mean …?` when a candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): Phrase {
  const near = nearest(word, candidates)
  return near === undefined ? [] : say`, did you mean ${code(near)}?`
}
