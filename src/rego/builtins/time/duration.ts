import { BuiltinError } from '../../errors.ts'
import { quoted } from '../../values/rego-text.ts'

/** In nanoseconds. Days, weeks and years are what later versions of OPA add to Go's units. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
  ['w', 604_800_000_000_000n],
  ['y', 31_536_000_000_000_000n],
])

const INT64 = 2n ** 63n

/** A duration like `-1.5h` or `1h15m30.918s`, in nanoseconds. */
export function parseDuration(text: string): bigint {
  const invalid = new BuiltinError(`time: invalid duration ${quoted(text)}`)
  const negative = text.startsWith('-')
  let rest = /^[+-]/.test(text) ? text.slice(1) : text
  if (rest === '0') return 0n
  if (rest === '') throw invalid
  let total = 0n
  while (rest !== '') {
    const number = /^([0-9]*)(?:\.([0-9]*))?/.exec(rest)
    const [whole = '', integer = '', fraction = ''] = number ?? []
    if (integer === '' && fraction === '') throw invalid
    rest = rest.slice(whole.length)
    const unit = /^[^.0-9]*/.exec(rest)?.[0] ?? ''
    if (unit === '') throw new BuiltinError(`time: missing unit in duration ${quoted(text)}`)
    const scale = units.get(unit)
    if (scale === undefined) throw new BuiltinError(`time: unknown unit ${quoted(unit)} in duration ${quoted(text)}`)
    if (integer.replace(/^0+/, '').length > 19) throw invalid
    total += BigInt(integer === '' ? '0' : integer) * scale + fractionOf(fraction, scale)
    if (total > INT64) throw invalid
    rest = rest.slice(unit.length)
  }
  if (total === INT64 && !negative) throw invalid
  return negative ? -total : total
}

/** Computed in floats, as Go does; digits that no longer fit into 64 bits are left out. */
function fractionOf(digits: string, scale: bigint): bigint {
  let fraction = 0n
  let power = 1
  for (const digit of digits) {
    if (fraction > (INT64 - 1n) / 10n) break
    fraction = fraction * 10n + BigInt(digit)
    power *= 10
  }
  return BigInt(Math.trunc(Number(fraction) * (Number(scale) / power)))
}
