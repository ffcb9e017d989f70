import type { CodePoints } from './code-points.ts'
import type { Assertion, Pattern } from './syntax.ts'

/** A pattern as a machine that may be in several places at once (Thompson's construction). Places are numbers. */
export type Instruction =
  | { readonly op: 'read'; readonly set: CodePoints; readonly next: number }
  | { readonly op: 'assert'; readonly what: Assertion; readonly next: number }
  | { readonly op: 'split'; readonly next: readonly number[] }
  | { readonly op: 'match' }

export interface Program {
  readonly instructions: readonly Instruction[]
  readonly start: number
}

const mostInstructions = 2000
const mostCopies = 20_000

/** Undefined where it would be large. What is repeated n times stands there n times. */
export function programOf(pattern: Pattern): Program | undefined {
  const writer = new Writer()
  const start = writer.write(pattern, writer.add({ op: 'match' }))
  return writer.isFull ? undefined : { instructions: writer.instructions, start }
}

/** What matches a text that is read from its end. */
export function reversed(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'empty':
    case 'char':
      return pattern
    case 'assert':
      return { kind: 'assert', what: opposites[pattern.what] }
    case 'capture':
      return { kind: 'capture', of: reversed(pattern.of) }
    case 'sequence':
      return { kind: 'sequence', items: pattern.items.map(reversed).reverse() }
    case 'choice':
      return { kind: 'choice', items: pattern.items.map(reversed) }
    case 'repeat':
      return { ...pattern, of: reversed(pattern.of) }
  }
}

const opposites: Readonly<Record<Assertion, Assertion>> = {
  'text-begin': 'text-end',
  'text-end': 'text-begin',
  'line-begin': 'line-end',
  'line-end': 'line-begin',
  'word-boundary': 'word-boundary',
}

class Writer {
  readonly instructions: Instruction[] = []
  private copies = 0

  get isFull(): boolean {
    return this.instructions.length > mostInstructions || this.copies > mostCopies
  }

  add(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1
  }

  /** The place where the pattern begins, for a pattern that goes on at `next`. */
  write(pattern: Pattern, next: number): number {
    this.copies += 1
    if (this.isFull) return next
    switch (pattern.kind) {
      case 'empty':
        return next
      case 'char':
        return this.add({ op: 'read', set: pattern.set, next })
      case 'assert':
        return this.add({ op: 'assert', what: pattern.what, next })
      case 'capture':
        return this.write(pattern.of, next)
      case 'sequence':
        return pattern.items.reduceRight((after, item) => this.write(item, after), next)
      case 'choice':
        return this.add({ op: 'split', next: pattern.items.map((item) => this.write(item, next)) })
      case 'repeat':
        return this.repeat(pattern, next)
    }
  }

  private repeat({ of, min, max }: Pattern & { kind: 'repeat' }, next: number): number {
    let start = max === Number.POSITIVE_INFINITY ? this.loop(of, next) : next
    if (max !== Number.POSITIVE_INFINITY)
      for (let count = min; count < max && !this.isFull; count += 1) start = this.add({ op: 'split', next: [this.write(of, start), next] })
    for (let count = 0; count < min && !this.isFull; count += 1) start = this.write(of, start)
    return start
  }

  private loop(of: Pattern, next: number): number {
    const ways = [next]
    const loop = this.add({ op: 'split', next: ways })
    ways.push(this.write(of, loop))
    return loop
  }
}
