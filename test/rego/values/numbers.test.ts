import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Halted } from '../../../src/rego/errors.ts'
import { Decimal } from '../../../src/rego/values/decimal.ts'
import { absolute, ceil, compareNumbers, divide, floor, minus, numberOf, numberText, plus, remainder, round, times } from '../../../src/rego/values/numbers.ts'
import { withWork } from '../../../src/rego/values/work.ts'
import { numbers, seed } from './arbitrary.ts'

const runs = { seed, numRuns: 3000 }

describe('the text of a number', () => {
  it.each([
    ['0', 0],
    ['-0', 0],
    ['0e999', 0],
    ['12', 12],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['1.0', 1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-1e20', -(10n ** 20n)],
    ['0.1', 0.1],
    ['1e-7', 1e-7],
  ])('%s has one form', (text, form) => {
    expect(numberOf(text)).toStrictEqual(form)
  })

  it('keeps every digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), fc.integer({ min: 0, max: 50 }), (whole, shift) => {
        const digits = String(whole < 0n ? -whole : whole).padStart(shift + 1, '0')
        const text = `${whole < 0n ? '-' : ''}${digits.slice(0, digits.length - shift)}${shift > 0 ? '.' : ''}${digits.slice(digits.length - shift)}`
        const value = numberOf(text)
        const [mantissa, power] = numberText(value).split('e')
        const [front, back = ''] = mantissa!.split('.')
        const scale = 200 - back.length + Number(power ?? 0)
        expect(BigInt(front! + back) * 10n ** BigInt(scale)).toBe(whole * 10n ** BigInt(200 - shift))
        expect(numberOf(numberText(value))).toStrictEqual(value)
      }),
      runs,
    )
  })

  it('stays as small as it was written', () => {
    const huge = numberOf('1e999999')
    expect(huge).toBeInstanceOf(Decimal)
    expect(numberText(huge)).toBe('1e999999')
    expect(numberOf('10e999998')).toStrictEqual(huge)
    expect(compareNumbers(huge, numberOf('1e1000000'))).toBe(-1)
    expect(compareNumbers(numberOf('1e99999999999999999'), numberOf('2'))).toBe(1)
    expect(compareNumbers(numberOf('1e-99999999999999999'), 0)).toBe(1)
    expect(() => plus(huge, 0.5)).toThrow('too large')
  })
})

describe('arithmetic', () => {
  it('is exact for whole numbers', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), (a, b) => {
        const [x, y] = [numberOf(String(a)), numberOf(String(b))]
        expect(numberText(plus(x, y))).toBe(String(a + b))
        expect(numberText(minus(x, y))).toBe(String(a - b))
        expect(numberText(times(x, y))).toBe(String(a * b))
        if (b !== 0n) expect(numberText(remainder(x, y))).toBe(String(a % b))
      }),
      runs,
    )
  })

  it('computes fractions with 64 bits, as Go does', () => {
    expect(numberText(plus(0.1, 0.2))).toBe('0.3')
    expect(numberText(divide(1, 3))).toBe('0.33333333333333333334')
    expect(numberText(divide(2, 3))).toBe('0.6666666666666666667')
    expect(numberText(divide(10, 4))).toBe('2.5')
    expect(numberText(times(numberOf('1.1'), numberOf('1.1')))).toBe('1.21')
    expect(numberText(divide(0, -5))).toBe('0')
  })

  it('never differs by more than the last place', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const near = (value: unknown, wanted: number) => Math.abs(Number(value) - wanted) <= Math.abs(wanted) * 1e-15
        // Go's floats have a wider range than JavaScript's, which is what is compared with here.
        if ([a, b].some((number) => number !== 0 && Math.abs(Number(number)) < 1e-100)) return
        expect(near(times(a, b), Number(a) * Number(b))).toBe(true)
        if (compareNumbers(b, 0) !== 0) expect(near(divide(a, b), Number(a) / Number(b))).toBe(true)
      }),
      runs,
    )
  })

  it('gives one form for one number', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        for (const result of [plus(a, b), minus(a, b), times(a, b)]) expect(numberOf(numberText(result))).toStrictEqual(result)
      }),
      runs,
    )
  })

  it('refuses zero divisors and remainders of fractions', () => {
    expect(() => divide(1, 0)).toThrow('divide by zero')
    expect(() => remainder(1, 0)).toThrow('modulo by zero')
    expect(() => remainder(1.5, 1)).toThrow('modulo on floating-point number')
  })

  it.each([
    ['2.5', 3, 3, 2],
    ['-2.5', -3, -2, -3],
    ['0.4', 0, 1, 0],
    // OPA cuts to zero first and then asks for the sign.
    ['-0.4', 0, 1, 0],
    ['-1.4', -1, -1, -2],
    ['0.49999999999999994', 0, 1, 0],
    ['1.00000000000000000000000000001', 1, 1, 1],
    ['-7.500000000000000001', -8, -7, -8],
    ['12345678901234567890', 12345678901234567890n, 12345678901234567890n, 12345678901234567890n],
  ])('%s rounds to %s, up to %s, down to %s', (text, rounded, up, down) => {
    expect(round(numberOf(text))).toStrictEqual(rounded)
    expect(ceil(numberOf(text))).toStrictEqual(up)
    expect(floor(numberOf(text))).toStrictEqual(down)
  })

  it('takes the sign off', () => {
    expect(absolute(-3)).toBe(3)
    expect(absolute(-(2n ** 70n))).toBe(2n ** 70n)
    expect(numberText(absolute(numberOf('-0.123456789012345678901')))).toBe('0.123456789012345678901')
  })

  it('is paid for where numbers are long', () => {
    const long = numberOf('7'.repeat(4900))
    const often = (compute: () => unknown) => () => {
      for (;;) compute()
    }
    for (const compute of [() => times(long, long), () => plus(long, 1), () => divide(long, 3), () => times(long, 0.1), () => numberText(long)]) {
      expect(() => withWork(100_000, often(compute))).toThrow(Halted)
    }
  })

  it('stays quick however large products get', () => {
    let value = numberOf('3')
    for (let step = 0; step < 60; step++) {
      try {
        value = times(value, value)
      } catch {
        break
      }
    }
    expect(numberText(value).length).toBeLessThan(20_000)
  })
})
