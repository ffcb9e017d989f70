import { isDigit } from './layout.ts'

/** Thrown where a value is not what its element asks for. */
export class BadValue extends Error {
  override name = 'BadValue'
}

/** Thrown where a value is what its element asks for, but too large or too small. */
export class OutOfRange extends Error {
  override name = 'OutOfRange'
}

/** What is left of a text that is being read as a time. */
export class Cursor {
  rest: string
  constructor(text: string) {
    this.rest = text
  }

  take(count: number): string {
    if (this.rest.length < count) throw new BadValue()
    const taken = this.rest.slice(0, count)
    this.rest = this.rest.slice(count)
    return taken
  }

  skip(text: string): boolean {
    if (!this.rest.startsWith(text)) return false
    this.rest = this.rest.slice(text.length)
    return true
  }

  /** One or two digits; exactly two where `fixed`. */
  number(fixed: boolean): number {
    if (!isDigit(this.rest[0]) || (fixed && !isDigit(this.rest[1]))) throw new BadValue()
    return Number(this.take(isDigit(this.rest[1]) ? 2 : 1))
  }

  /** One to three digits; exactly three where `fixed`. */
  yearDay(fixed: boolean): number {
    let count = 0
    while (count < 3 && isDigit(this.rest[count])) count += 1
    if (count === 0 || (fixed && count !== 3)) throw new BadValue()
    return Number(this.take(count))
  }

  /** The index of the name that comes next, in letters of either case. */
  name(names: readonly string[]): number {
    const index = names.findIndex((name) => this.rest.slice(0, name.length).toLowerCase() === name.toLowerCase())
    this.take((names[index] ?? '').length)
    if (index < 0) throw new BadValue()
    return index
  }

  /** How many digits there are from `at` on. */
  digitsFrom(at: number): number {
    let end = at
    while (isDigit(this.rest[end])) end += 1
    return end - at
  }

  /** Whether a point or comma and a digit come next. */
  atFraction(): boolean {
    return (this.rest.startsWith('.') || this.rest.startsWith(',')) && isDigit(this.rest[1])
  }

  /** A point or comma and so many digits, in nanoseconds. Only nine of them count. */
  fraction(count: number): number {
    if (this.rest.length < count + 1 || (!this.rest.startsWith('.') && !this.rest.startsWith(','))) throw new BadValue()
    const text = this.take(count + 1).slice(1, 10)
    if (/^-[0-9]+$/.test(text)) throw new OutOfRange('fractional second')
    if (!/^\+?[0-9]+$/.test(text)) throw new BadValue()
    return Number(text) * 10 ** (9 - text.length)
  }

  /** A literal text: any number of spaces stands for any number of them, or for the end. */
  literal(text: string): void {
    for (let left = text; left !== ''; ) {
      if (left.startsWith(' ')) {
        if (this.rest !== '' && !this.rest.startsWith(' ')) throw new BadValue()
        left = left.replace(/^ +/, '')
        this.rest = this.rest.replace(/^ +/, '')
      } else {
        if (this.rest === '' || this.rest[0] !== left[0]) throw new BadValue()
        left = left.slice(1)
        this.rest = this.rest.slice(1)
      }
    }
  }
}
