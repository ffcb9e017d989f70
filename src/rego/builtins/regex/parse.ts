import { everything, everythingButNewline } from './code-points.ts'
import { escapedPoint, folded, parseClass, perlClass, pointOf } from './parse-class.ts'
import { NotUnderstood, Reader } from './reader.ts'
import type { Assertion, Pattern } from './syntax.ts'

const longest = 2000
const deepest = 40

export interface Parsed {
  readonly pattern: Pattern
  /** By number; the whole match is 0. Empty where a group has no name. */
  readonly groupNames: readonly string[]
}

/**
 * Reads a pattern of RE2 (with Go's `syntax.Perl` flags), and only what means the same beyond doubt: what is wrong,
 * rare or a matter of Unicode's tables is left to re2js (undefined).
 */
export function parsePattern(text: string): Parsed | undefined {
  if (text.length > longest) return undefined
  const parser = new Parser(text)
  try {
    return parser.parse()
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined
    throw error
  }
}

interface Flags {
  fold: boolean
  lines: boolean
  dotAll: boolean
}

class Parser {
  private readonly reader: Reader
  private readonly groupNames = ['']
  private depth = 0
  constructor(text: string) {
    this.reader = new Reader(text)
  }

  parse(): Parsed {
    const pattern = this.choice({ fold: false, lines: false, dotAll: false })
    if (this.reader.peek() !== undefined) throw new NotUnderstood('unexpected )')
    return { pattern, groupNames: this.groupNames }
  }

  private choice(flags: Flags): Pattern {
    this.depth += 1
    if (this.depth > deepest) throw new NotUnderstood('too deep')
    const items = [this.sequence(flags)]
    while (this.reader.skip('|')) items.push(this.sequence(flags))
    this.depth -= 1
    return one('choice', items)
  }

  private sequence(flags: Flags): Pattern {
    const items: Pattern[] = []
    for (let next = this.reader.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.reader.peek()) {
      const atom = this.atom(flags)
      if (atom !== undefined) items.push(this.repeated(atom))
    }
    return one('sequence', items)
  }

  private atom(flags: Flags): Pattern | undefined {
    const perl = this.reader.peek() === '\\' ? perlClass(this.reader, flags.fold) : undefined
    if (perl !== undefined) return { kind: 'char', set: perl }
    if (this.bounds() !== undefined) throw new NotUnderstood('nothing to repeat')
    const character = this.reader.take()
    switch (character) {
      case '(':
        return this.group(flags)
      case '[':
        return { kind: 'char', set: parseClass(this.reader, flags.fold) }
      case '.':
        return { kind: 'char', set: flags.dotAll ? everything : everythingButNewline }
      case '^':
        return assertion(flags.lines ? 'line-begin' : 'text-begin')
      case '$':
        return assertion(flags.lines ? 'line-end' : 'text-end')
      case '\\':
        return this.escape(flags)
      default:
        return literal(pointOf(character), flags)
    }
  }

  private escape(flags: Flags): Pattern {
    if (this.reader.skip('A')) return assertion('text-begin')
    if (this.reader.skip('z')) return assertion('text-end')
    if (this.reader.skip('b')) return assertion('word-boundary')
    // V8 finds `\B` between the two halves of one character, too.
    if (this.reader.peek() === 'B') throw new NotUnderstood('no word boundary')
    return literal(escapedPoint(this.reader), flags)
  }

  /** After `(`. A group that only sets flags is no atom. */
  private group(flags: Flags): Pattern | undefined {
    const captures = !this.reader.skip('?')
    if (captures || this.reader.skip('P<') || this.reader.skip('<')) {
      this.groupNames.push(captures ? '' : this.name())
      return { kind: 'capture', of: this.inside({ ...flags }) }
    }
    const inner = { ...flags }
    if (this.flags(inner) === ':') return this.inside(inner)
    Object.assign(flags, inner)
    return undefined
  }

  private inside(flags: Flags): Pattern {
    const pattern = this.choice(flags)
    if (!this.reader.skip(')')) throw new NotUnderstood('missing )')
    return pattern
  }

  private name(): string {
    const name = this.reader.until('>')
    if (!/^[A-Za-z0-9_]{1,100}$/.test(name) || this.groupNames.includes(name)) throw new NotUnderstood('a name')
    return name
  }

  private flags(flags: Flags): ':' | ')' {
    if (this.reader.skip(':')) return ':'
    let value = true
    for (let named = false; ; ) {
      const character = this.reader.take()
      if (character === 'i') flags.fold = value
      else if (character === 'm') flags.lines = value
      else if (character === 's') flags.dotAll = value
      else if (character === '-' && value) value = false
      else if ((character === ':' || character === ')') && named) return character
      else throw new NotUnderstood('flags')
      named = character !== '-'
    }
  }

  private repeated(atom: Pattern): Pattern {
    const bounds = this.bounds()
    if (bounds === undefined) return atom
    const lazy = this.reader.skip('?')
    const again = this.reader.mark()
    if (this.bounds() !== undefined) throw new NotUnderstood('repeated twice')
    this.reader.back(again)
    return { kind: 'repeat', of: atom, min: bounds[0], max: bounds[1], lazy }
  }

  private bounds(): readonly [number, number] | undefined {
    if (this.reader.skip('*')) return [0, Number.POSITIVE_INFINITY]
    if (this.reader.skip('+')) return [1, Number.POSITIVE_INFINITY]
    if (this.reader.skip('?')) return [0, 1]
    const mark = this.reader.mark()
    const counted = this.reader.skip('{') ? this.counted() : undefined
    // What is no count is an ordinary brace, to Go as well.
    if (counted === undefined) this.reader.back(mark)
    return counted
  }

  private counted(): readonly [number, number] | undefined {
    const min = this.reader.digits()
    if (min === undefined) return undefined
    let max: number | undefined = min
    if (this.reader.skip(',')) max = this.reader.peek() === '}' ? Number.POSITIVE_INFINITY : this.reader.digits()
    if (max === undefined || !this.reader.skip('}')) return undefined
    if (min > 1000 || (max > 1000 && max !== Number.POSITIVE_INFINITY) || max < min) throw new NotUnderstood('a count')
    return [min, max]
  }
}

function one(kind: 'choice' | 'sequence', items: readonly Pattern[]): Pattern {
  const [first, ...more] = items
  if (first === undefined) return { kind: 'empty' }
  return more.length === 0 ? first : { kind, items }
}

function assertion(what: Assertion): Pattern {
  return { kind: 'assert', what }
}

function literal(point: number, flags: Flags): Pattern {
  return { kind: 'char', set: folded([point, point], flags.fold) }
}
