import { describe, expect, it } from 'vitest'
import { formatFloat } from '../../../src/rego/builtins/strings/fmt/format-float.ts'
import { fromPlain } from '../../../src/rego/values/json.ts'
import { numberOf } from '../../../src/rego/values/numbers.ts'
import { runValues } from './core.ts'

function sprintf(format: string, ...values: readonly unknown[]): unknown {
  return runValues('sprintf', format, fromPlain(values))
}

describe('sprintf', () => {
  it.each([
    ['%d', [42], '42'],
    ['%5d|%-5d|%05d', [42, 42, 42], '   42|42   |00042'],
    ['%+d % d', [5, 5], '+5  5'],
    ['%x %X %#x %o %#o %O %b %#b', [255, 255, 255, 8, 8, 8, 5, 5], 'ff FF 0xff 10 010 0o10 101 0b101'],
    ['%.5d|%8.5d|%-8.3d|', [42, 42, 42], '00042|   00042|042     |'],
    ['%.0d|', [0], '|'],
    ['%-05d|', [42], '42   |'],
    ['%c%c', [65, 0x1f600], 'A😀'],
    ['%q %q', [65, 39], "'A' '\\''"],
    ['%U %#U', [0x1f600, 0x41], "U+1F600 U+0041 'A'"],
    ['%d', [12345678901234567890n], '12345678901234567890'],
    ['%s %v %x', [2n ** 70n, 2n ** 70n, 2n ** 70n], '1180591620717411303424 1180591620717411303424 400000000000000000'],
    [
      '%30d|%-30d|%030d|%+d',
      [2n ** 64n, 2n ** 64n, 2n ** 64n, 2n ** 64n],
      '          18446744073709551616|18446744073709551616          |000000000018446744073709551616|+18446744073709551616',
    ],
    ['%f %.2f %8.3f|%-8.1f|%08.3f', [1.5, 1.005, 3.14259, 2.25, -3.14259], '1.500000 1.00    3.143|2.2     |-003.143'],
    ['%.0f %.0f %.0f', [0.5, 1.5, 2.5], '0 2 2'],
    ['%e %E %.3e', [12345.678, 0.00012, 9.9996], '1.234568e+04 1.200000E-04 1.000e+01'],
    ['%g %g %g %G', [1234567.5, 0.1, 1e-7, 1e-10], '1.2345675e+06 0.1 1e-07 1E-10'],
    ['%.3g %.10g %#.3g', [1234.5678, 1234.5678, 0.5], '1.23e+03 1234.5678 0.500'],
    ['%v %v', [1.5, 1e-7], '1.5 1e-07'],
    ['%+f %+.1f % f', [1.5, -1.5, 1.5], '+1.500000 -1.5  1.500000'],
    ['%x %X', [1.5, 0.1], '0x1.8p+00 0X1.999999999999AP-04'],
    ['%b', [1.5], '6755399441055744p-52'],
    ['%s', ['x'], 'x'],
    ['%5s|%-5s|%.2s|%05s', ['é', 'é', 'héllo', 'ab'], '    é|é    |hé|000ab'],
    ['%q %#q %+q', ['a"é', 'a"b', 'é😀'], '"a\\"é" `a"b` "\\u00e9\\U0001f600"'],
    ['%x %X % x %#x %# x', ['hi', 'hi', 'abc', 'hi', 'hi'], '6869 6869 61 62 63 0x6869 0x68 0x69'],
    ['%v %s', [{ a: [1, 'b'] }, new Set([1, 'x'])], '{"a": [1, "b"]} {1, "x"}'],
    ['%v %s %d', [null, true, false], 'null true %!d(string=false)'],
    ['%t', [true], '%!t(string=true)'],
    ['%T %T %T %T', [1, 1.5, 'a', 2n ** 70n], 'int float64 string *big.Int'],
    ['%#v %+v', ['a"b', 'a'], '"a\\"b" a'],
    ['%d', ['x'], '%!d(string=x)'],
    ['%s', [42], '%!s(int=42)'],
    ['%05s', [42], '%!s(int=00042)'],
    ['%d', [1.5], '%!d(float64=1.5)'],
    ['%z', [1], '%!z(int=1)'],
    ['%z', [2n ** 70n], '%!z(big.Int=1180591620717411303424)'],
    ['%d %d', [1], '1 %!d(MISSING)'],
    ['x', [1, 'a'], 'x%!(EXTRA int=1, string=a)'],
    ['%', [], '%!(NOVERB)'],
    ['%-', [], '%!(NOVERB)'],
    ['%[2]d %[1]d', [1, 2], '2 1'],
    ['%[3]d', [1], '%!d(BADINDEX)'],
    ['%[x]d', [1], '%!d(BADINDEX)'],
    ['%[1]*[2]d|', [5, 42], '   42|'],
    ['%*d|%-*d|', [5, 42, 5, 42], '   42|42   |'],
    ['%.*f', [2, 1.2345], '1.23'],
    ['%*d', ['x', 42], '%!(BADWIDTH)42'],
    ['%.*d', [-1, 42], '%!(BADPREC)42'],
    ['%%|%5%|', [], '%|%|'],
    ['100%', [], '100%!(NOVERB)'],
    ['😀%d😀', [1], '😀1😀'],
    ['', [], ''],
  ])('%j of %o', (format, values, result) => {
    expect(sprintf(format, ...values)).toBe(result)
  })

  it('prints numbers with all their digits, or as floats where they have too many', () => {
    expect(runValues('sprintf', '%v %v %d', [numberOf('2e308'), numberOf('1e305'), numberOf('0.12345678901234567890123')])).toBe(
      '2e308 1e+305 %!d(float64=0.12345678901234568)',
    )
  })
})

describe('floats', () => {
  it('print as JavaScript’s own exact conversions do, but for ties', () => {
    for (const value of [0, 1, 0.1, 1 / 3, 123456.789, 5e-324, 1.7976931348623157e308, 2 ** 60, 1e21, 1e-10]) {
      for (const precision of [0, 1, 5, 20]) {
        expect(formatFloat(value, 'e', precision)).toBe(value.toExponential(precision).replace(/e([+-])(\d)$/, 'e$10$2'))
        if (value < 1e20) expect(formatFloat(value, 'f', precision)).toBe(value.toFixed(precision))
      }
      expect(Number(formatFloat(value, 'g', undefined))).toBe(value)
      expect(Number(formatFloat(value, 'f', undefined))).toBe(value)
    }
  })

  it('round ties to even', () => {
    expect([0.5, 1.5, 2.5, 0.125].map((value) => formatFloat(value, 'f', value === 0.125 ? 2 : 0))).toEqual(['0', '2', '2', '0.12'])
  })
})
