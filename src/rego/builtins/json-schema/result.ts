import { decimalParts } from '../../values/number-text.ts'
import type { NumberValue } from '../../values/value.ts'
import { charge } from '../../values/work.ts'

/** Where in a document something is. The root is undefined. */
export interface Path {
  readonly name: string
  readonly outside: Path | undefined
}

export interface SchemaFailure {
  readonly type: string
  readonly path: Path | undefined
  readonly description: string
}

/** What a schema finds in a document. The score tells how near it came: of several that fail, the nearest is told of. */
export class Result {
  readonly failures: SchemaFailure[] = []
  score = 0

  get isValid(): boolean {
    return this.failures.length === 0
  }

  fail(type: string, path: Path | undefined, description: string): void {
    charge(1 + description.length / 100)
    this.failures.push({ type, path, description })
    // With the one that each part gives at its end, one less.
    this.score -= 2
  }

  merge(other: Result): void {
    charge(other.failures.length / 10)
    for (const failure of other.failures) this.failures.push(failure)
    this.score += other.score
  }
}

export function fieldOf(path: Path | undefined): string {
  const names: string[] = []
  let length = 0
  for (let at = path; at !== undefined; at = at.outside) {
    names.push(at.name)
    length += at.name.length
  }
  charge(1 + (names.length + length) / 100)
  return names.length === 0 ? '(root)' : names.reverse().join('.')
}

/** A bound as Go prints its big.Float: with an exponent from a million on. */
export function boundText(value: NumberValue): string {
  const { negative, digits, exponent } = decimalParts(value)
  if (digits === '') return '0'
  const point = digits.length + exponent
  const sign = negative ? '-' : ''
  if (point - 1 < -4 || point - 1 >= 6) {
    const power = Math.abs(point - 1)
    return `${sign}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${point < 1 ? '-' : '+'}${String(power).padStart(2, '0')}`
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return digits.length <= point ? `${sign}${digits}${'0'.repeat(point - digits.length)}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}
