import { BuiltinError } from '../../errors.ts'
import { bigintOf, isNumber } from '../../values/numbers.ts'
import { entriesOf, isArray, isSet } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import { usagesByName } from './key-usages.ts'
import type { VerifyOptions } from './verify-chain.ts'

export const usualOptions: VerifyOptions = { hostname: '', time: undefined, usages: [] }

const INT64 = 2n ** 63n

/** The options of crypto.x509.parse_and_verify_certificates_with_options. */
export function verifyOptionsOf(options: ObjectValue): VerifyOptions {
  let found = usualOptions
  for (const [key, value] of entriesOf(options)) {
    switch (key) {
      case 'DNSName':
        if (typeof value !== 'string') throw new BuiltinError("'DNSName' should be a string")
        found = { ...found, hostname: withoutQuotes(value) }
        break
      case 'CurrentTime':
        found = { ...found, time: wholeOption(key, value, 'a valid int64 number') }
        break
      case 'MaxConstraintComparisons':
        // Read, and otherwise without use: what is compared here is bounded by the size of the certificates.
        wholeOption(key, value, 'a valid number')
        break
      case 'KeyUsages':
        found = { ...found, usages: usagesOption(value) }
        break
      default:
        if (typeof key === 'string') throw new BuiltinError('invalid key option')
    }
  }
  return found
}

function wholeOption(name: string, value: Value, what: string): bigint {
  if (!isNumber(value)) throw new BuiltinError(`'${name}' should be a number`)
  const whole = bigintOf(value)
  if (whole === undefined || whole < -INT64 || whole >= INT64) throw new BuiltinError(`'${name}' should be ${what}`)
  return whole
}

function usagesOption(value: Value): readonly number[] {
  if (!isArray(value) && !isSet(value)) throw new BuiltinError("'KeyUsages' should be an Array or Set")
  const names = Array.from(value)
    .filter((item) => typeof item === 'string')
    .map(withoutQuotes)
  const invalid = names.filter((name) => !usagesByName.has(name))
  if (invalid.length > 0) throw new BuiltinError(`invalid entries for 'KeyUsages' found: [${invalid.join(' ')}]`)
  return names.map((name) => usagesByName.get(name) ?? 0)
}

function withoutQuotes(text: string): string {
  let [start, end] = [0, text.length]
  while (text[start] === '"') start += 1
  while (end > start && text[end - 1] === '"') end -= 1
  return text.slice(start, end)
}
