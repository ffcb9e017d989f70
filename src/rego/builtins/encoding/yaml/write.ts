import { BuiltinError } from '../../../errors.ts'
import { jsonFields } from '../../../values/json.ts'
import { bigintOf, isNumber, nearestNumber } from '../../../values/numbers.ts'
import { isArray, isObject, isSet } from '../../../values/objects.ts'
import type { NumberValue, Value } from '../../../values/value.ts'
import { refuseDepth } from '../../../values/work.ts'
import type { Host } from '../../builtin.ts'
import { formatFloat } from '../../strings/fmt/format-float.ts'
import { LONGEST_TEXT, spendText } from '../../strings/size.ts'
import { compareKeys } from './key-order.ts'
import { scalarText } from './scalar-text.ts'

const INDENT = 2
/** Longer keys are written after a question mark. */
const LONGEST_KEY = 128
/** What go-yaml refuses to read, wherever it stands. */
const REFUSED = /[\x7f\x80-\x84\x86-\x9f\ufffe\uffff]/

/** YAML as OPA writes it: JSON, read and written again by go-yaml 2. */
export function writeYaml(value: Value, host: Host): string {
  const writer = new Writer(host)
  writer.node(value, -1, 'root', 0)
  return writer.text()
}

type Place = 'root' | 'item' | 'value'

class Writer {
  readonly #host: Host
  readonly #parts: string[] = []
  #size = 0
  /** Where on the line it stands. */
  #column = 0

  constructor(host: Host) {
    this.#host = host
  }

  text(): string {
    this.#write('\n')
    return this.#parts.join('')
  }

  #write(text: string): void {
    this.#size += text.length
    this.#host.spend(0.2 + text.length / 100)
    if (this.#size > LONGEST_TEXT) spendText(this.#size, this.#host)
    this.#parts.push(text)
    const last = text.lastIndexOf('\n')
    this.#column = last < 0 ? this.#column + text.length : text.length - last - 1
  }

  /** `indent`: of the collection that it is in, -1 at the root. */
  node(value: Value, indent: number, place: Place, depth: number): void {
    refuseDepth(depth)
    if (isArray(value) || isSet(value)) this.#sequence(Array.from(value), indent, place, depth)
    else if (isObject(value)) this.#mapping(value, indent, place, depth)
    else this.#leaf(value, indent, place)
  }

  #leaf(value: Value, indent: number, place: Place): void {
    if (place === 'value') this.#write(' ')
    this.#write(this.#scalar(value, indent, false))
  }

  #scalar(value: Value, indent: number, key: boolean): string {
    if (typeof value !== 'string') return isNumber(value) ? numberText(value) : String(value)
    if (REFUSED.test(value)) throw new BuiltinError('error converting JSON to YAML: yaml: control characters are not allowed')
    return scalarText(value, { indent: Math.max(indent, 0) + INDENT, column: this.#column, key })
  }

  #sequence(items: readonly Value[], indent: number, place: Place, depth: number): void {
    if (items.length === 0) this.#write(place === 'value' ? ' []' : '[]')
    // The items of a value stand under its key, not further in.
    const inner = indent < 0 ? 0 : place === 'value' ? indent : indent + INDENT
    for (const [index, item] of items.entries()) {
      this.#line(inner, place === 'value' || index > 0)
      this.#write('- ')
      this.node(item, inner, 'item', depth + 1)
    }
  }

  #mapping(value: Value, indent: number, place: Place, depth: number): void {
    const fields = [...jsonFields(value)].sort((a, b) => compareKeys(a[0], b[0]))
    if (fields.length === 0) this.#write(place === 'value' ? ' {}' : '{}')
    const inner = indent < 0 ? 0 : indent + INDENT
    for (const [index, [key, item]] of fields.entries()) {
      this.#line(inner, place === 'value' || index > 0)
      if (Buffer.byteLength(key) <= LONGEST_KEY && !/[\n\r\u0085\u2028\u2029]/.test(key)) {
        this.#write(`${this.#scalar(key, inner, true)}:`)
      } else {
        this.#write('? ')
        this.#write(this.#scalar(key, inner, false))
        this.#line(inner, true)
        this.#write(':')
      }
      this.node(item, inner, 'value', depth + 1)
    }
  }

  #line(indent: number, fresh: boolean): void {
    if (fresh) this.#write(`\n${' '.repeat(indent)}`)
  }
}

/** Whole numbers of more than 64 bits are floats to go-yaml. */
function numberText(value: NumberValue): string {
  const whole = bigintOf(value)
  if (whole !== undefined && whole >= -(2n ** 63n) && whole < 2n ** 64n) return String(whole)
  const near = nearestNumber(value)
  if (!Number.isFinite(near)) return near < 0 ? '-.inf' : '.inf'
  return formatFloat(near, 'g', undefined)
}
