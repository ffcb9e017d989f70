import type { Host } from '../../builtin.ts'
import { LONGEST_TEXT, spendText } from '../size.ts'
import { type Flags, NO_FLAGS } from './flags.ts'
import { type GoValue, goTypeName } from './go-value.ts'
import { plainText, printValue } from './print-value.ts'

/** Go does not believe larger widths, precisions and numbers of values. */
const LARGEST = 1_000_000

/** Go's fmt.Sprintf. Mistakes of the format are told in the result, as in Go; there are no errors. */
export function sprintf(format: string, values: readonly GoValue[], host: Host): string {
  return new Printer(format, values, host).run()
}

class Printer {
  readonly #format: string
  readonly #values: readonly GoValue[]
  readonly #host: Host
  readonly #parts: string[] = []
  #size = 0
  /** Where the format is read. */
  #at = 0
  /** Which value comes next. */
  #next = 0
  /** Values were picked by their number: then it is no mistake that some are left. */
  #reordered = false
  /** A number of a value was just read, and it was one. */
  #afterIndex = false
  #goodIndex = true

  constructor(format: string, values: readonly GoValue[], host: Host) {
    this.#format = format
    this.#values = values
    this.#host = host
  }

  run(): string {
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf('%', this.#at)
      const end = percent < 0 ? this.#format.length : percent
      this.#write(this.#format.slice(this.#at, end))
      this.#at = end + 1
      if (percent >= 0) this.#directive()
    }
    if (!this.#reordered && this.#next < this.#values.length) this.#extra()
    return this.#parts.join('')
  }

  #write(text: string): void {
    this.#size += text.length
    this.#host.spend(1 + text.length / 100)
    if (this.#size > LONGEST_TEXT) spendText(this.#size, this.#host)
    this.#parts.push(text)
  }

  #directive(): void {
    this.#goodIndex = true
    this.#afterIndex = false
    const flags = this.#flags()
    this.#index()
    const width = this.#width()
    const precision = this.#precision()
    if (!this.#afterIndex) this.#index()
    const leftAligned = width !== undefined && width < 0
    this.#verb({
      ...flags,
      minus: flags.minus || leftAligned,
      zero: flags.zero && !leftAligned,
      width: width === undefined ? undefined : Math.abs(width),
      precision,
    })
  }

  #flags(): Flags {
    const start = this.#at
    while (this.#at < this.#format.length && '+-# 0'.includes(this.#format.charAt(this.#at))) this.#at++
    const flags = this.#format.slice(start, this.#at)
    return {
      ...NO_FLAGS,
      plus: flags.includes('+'),
      minus: flags.includes('-'),
      sharp: flags.includes('#'),
      space: flags.includes(' '),
      zero: flags.includes('0'),
    }
  }

  /** `[3]`: the number of the value to take next. */
  #index(): void {
    this.#afterIndex = false
    if (this.#format[this.#at] !== '[') return
    this.#reordered = true
    const close = this.#format.indexOf(']', this.#at)
    const digits = close < 0 ? '' : this.#format.slice(this.#at + 1, close)
    this.#at = close < 0 ? this.#at + 1 : close + 1
    const number = /^[0-9]{1,7}$/.test(digits) ? Number(digits) : Number.NaN
    this.#afterIndex = number <= LARGEST
    if (number >= 1 && number <= this.#values.length) this.#next = number - 1
    else this.#goodIndex = false
  }

  #width(): number | undefined {
    if (this.#format[this.#at] === '*') {
      const width = this.#star()
      if (width === undefined) this.#write('%!(BADWIDTH)')
      return width
    }
    const width = this.#number()
    if (this.#afterIndex && width !== undefined) this.#goodIndex = false
    return width
  }

  #precision(): number | undefined {
    if (this.#format[this.#at] !== '.') return undefined
    this.#at++
    if (this.#afterIndex) this.#goodIndex = false
    this.#index()
    if (this.#format[this.#at] !== '*') return this.#number() ?? 0
    const precision = this.#star()
    if (precision !== undefined && precision >= 0) return precision
    this.#write('%!(BADPREC)')
    return undefined
  }

  #star(): number | undefined {
    this.#at++
    this.#afterIndex = false
    const value = this.#values[this.#next]
    if (value === undefined) return undefined
    this.#next++
    if (value.go !== 'int') return undefined
    const number = Number(value.value)
    return Math.abs(number) <= LARGEST ? number : undefined
  }

  #number(): number | undefined {
    const start = this.#at
    while (this.#at < this.#format.length && isDigit(this.#format.charCodeAt(this.#at))) this.#at++
    if (start === this.#at) return undefined
    const number = Number(this.#format.slice(start, this.#at))
    if (number <= LARGEST) return number
    // Go gives up on the whole rest.
    this.#at = this.#format.length
    return undefined
  }

  #verb(flags: Flags): void {
    const point = this.#format.codePointAt(this.#at)
    const verb = point === undefined ? undefined : String.fromCodePoint(point)
    this.#at += verb?.length ?? 0
    this.#write(this.#printed(verb, flags))
  }

  #printed(verb: string | undefined, flags: Flags): string {
    if (verb === undefined) return '%!(NOVERB)'
    if (verb === '%') return '%'
    if (!this.#goodIndex) return `%!${verb}(BADINDEX)`
    const value = this.#values[this.#next]
    if (value === undefined) return `%!${verb}(MISSING)`
    this.#next++
    this.#host.spend(((flags.width ?? 0) + (flags.precision ?? 0)) / 100)
    if (verb === 'w') return `%!w(${goTypeName(value)}=${plainText(value)})`
    return verb === 'v' ? printDefault(value, flags) : printValue(value, verb, flags)
  }

  #extra(): void {
    const rest = this.#values.slice(this.#next)
    this.#write(`%!(EXTRA ${rest.map((value) => (value.go === 'nil' ? '<nil>' : `${goTypeName(value)}=${plainText(value)}`)).join(', ')})`)
  }
}

/** With `#`, %v is Go syntax; with `+` it adds names of fields, which nothing here has. */
function printDefault(value: GoValue, flags: Flags): string {
  const plain = { ...flags, sharp: false, plus: false }
  return printValue(value, flags.sharp && value.go === 'string' ? 'q' : 'v', plain)
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}
