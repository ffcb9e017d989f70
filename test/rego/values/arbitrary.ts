import fc from 'fast-check'
import { decimalNumber } from '../../../src/rego/values/number-text.ts'
import { objectOf } from '../../../src/rego/values/objects.ts'
import { RegoSet } from '../../../src/rego/values/rego-set.ts'
import type { NumberValue, Value } from '../../../src/rego/values/value.ts'

export const numbers: fc.Arbitrary<NumberValue> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map((whole) => decimalNumber(whole < 0n, String(whole < 0n ? -whole : whole), 0)),
  fc.tuple(fc.boolean(), fc.nat(), fc.integer({ min: -30, max: 30 })).map(([negative, digits, power]) => decimalNumber(negative, String(digits), power)),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((number) => (Number.isInteger(number) ? number + 0 : number)),
)

export const strings: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', 'a', 'b', '\u0001', '\u0001sa', '\ue000', '\u{10000}', '\uffff', '__proto__', 'constructor', 'é', '1'),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

const scalars: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), fc.boolean(), numbers, strings)

/** Small values of every type, often equal to each other, with keys of every type. */
export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => RegoSet.of(items)),
    fc.array(fc.tuple(strings, tie('value')), { maxLength: 3 }).map((entries) => objectOf(entries)),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 }).map((entries) => objectOf(entries)),
  ),
})).value

export const seed = 20261127
