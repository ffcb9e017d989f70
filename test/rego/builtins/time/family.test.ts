import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/time/family.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, refusal } from '../calling.ts'

const call = caller(family)

describe('time.now_ns', () => {
  it('asks the hook, and refuses without one', () => {
    expect(caller(family, { now: () => 1_670_006_453_141_828_752n })('time.now_ns')).toBe(1_670_006_453_141_828_752n)
    expect(refusal(() => call('time.now_ns'))).toBe('no clock is given')
  })
})

describe('time.parse_rfc3339_ns', () => {
  it.each([
    ['1677-09-21T00:12:43.145224192-00:00', -9223372036854775808n],
    ['1970-01-01T00:00:00-00:00', 0],
    ['1970-01-01T00:00:00.000000001Z', 1],
    ['1969-12-31T23:59:59.999999999Z', -1],
    ['2017-06-02T19:00:00-07:00', 1496455200000000000n],
    ['2017-06-02T19:00:00,5+05:30', 1496410200500000000n],
    ['2262-04-11T23:47:16.854775807-00:00', 9223372036854775807n],
    ['2020-02-29T12:00:00.1234567890123Z', 1582977600123456789n],
  ])('%s', (text, expected) => {
    expect(call('time.parse_rfc3339_ns', text)).toBe(expected)
  })

  it.each([
    ['1677-09-21T00:12:43.145224191-00:00', 'time outside of valid range'],
    ['2262-04-11T23:47:16.854775808-00:00', 'time outside of valid range'],
    ['x', 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'],
    ['2020-02-30T00:00:00Z', 'parsing time "2020-02-30T00:00:00Z": day out of range'],
    ['2020-13-01T00:00:00Z', 'parsing time "2020-13-01T00:00:00Z": month out of range'],
    ['2020-01-01T24:00:00Z', 'parsing time "2020-01-01T24:00:00Z": hour out of range'],
    ['2020-01-01T00:60:00Z', 'parsing time "2020-01-01T00:60:00Z": minute out of range'],
    ['2020-01-01T00:00:60Z', 'parsing time "2020-01-01T00:00:60Z": second out of range'],
    ['2020-01-01T00:00:00+25:00', 'parsing time "2020-01-01T00:00:00+25:00": time zone offset hour out of range'],
    ['2020-01-01T00:00:00', 'parsing time "2020-01-01T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"'],
    ['2020-01-01 00:00:00Z', 'parsing time "2020-01-01 00:00:00Z" as "2006-01-02T15:04:05Z07:00": cannot parse " 00:00:00Z" as "T"'],
    ['2020-01-01T00:00:00Zé', 'parsing time "2020-01-01T00:00:00Z\\xc3\\xa9": extra text: "\\xc3\\xa9"'],
  ])('%s is refused: %s', (text, message) => {
    expect(refusal(() => call('time.parse_rfc3339_ns', text))).toBe(message)
  })
})

describe('time.parse_ns', () => {
  it.each([
    ['2006-01-02', '2020-02-29', '2020-02-29T00:00:00Z'],
    ['RFC1123', 'Mon, 02 Jan 2006 15:04:05 MST', '2006-01-02T15:04:05Z'],
    ['RFC1123Z', 'Mon, 02 Jan 2006 15:04:05 -0700', '2006-01-02T22:04:05Z'],
    ['RFC822', '02 Jan 69 15:04 UTC', '1969-01-02T15:04:00Z'],
    ['RFC822Z', '02 Jan 68 15:04 +0100', '2068-01-02T14:04:00Z'],
    ['RFC850', 'Monday, 02-Jan-06 15:04:05 CEST', '2006-01-02T15:04:05Z'],
    ['ANSIC', 'Mon Jan  2 15:04:05 2006', '2006-01-02T15:04:05Z'],
    ['UnixDate', 'Mon Jan 12 15:04:05 +03 2006', '2006-01-12T15:04:05Z'],
    ['RubyDate', 'mon JAN 02 15:04:05 -0700 2006', '2006-01-02T22:04:05Z'],
    ['RFC3339Nano', '2006-01-02T15:04:05.5Z', '2006-01-02T15:04:05.5Z'],
    ['January 2, 2006 3:04 PM', 'May 7, 2021 12:30 AM', '2021-05-07T00:30:00Z'],
    ['3:4:5pm', '1:2:3am', undefined],
    ['2006 3:04pm', '2020 1:02pm', '2020-01-01T13:02:00Z'],
    ['2006 __2', '2020  60', '2020-02-29T00:00:00Z'],
    ['2006 002', '2021 060', '2021-03-01T00:00:00Z'],
    ['2006 002 01', '2020 060 02', '2020-02-29T00:00:00Z'],
    ['2006-01-02 15:04:05.000', '2020-01-01 00:00:00.123', '2020-01-01T00:00:00.123Z'],
    ['2006-01-02 15:04:05,999', '2020-01-01 00:00:00,12345', '2020-01-01T00:00:00.12345Z'],
    ['2006-01-02 15:04:05.999', '2020-01-01 00:00:00', '2020-01-01T00:00:00Z'],
    ['_2006x', '_2020x', '2020-01-01T00:00:00Z'],
    ['2006-01-02T15:04:05-07', '2020-01-01T00:00:00+01', '2019-12-31T23:00:00Z'],
    ['2006-01-02T15:04:05-07:00:00', '2020-01-01T00:00:00-01:02:03', '2020-01-01T01:02:03Z'],
    ['2006-01-02T15:04:05Z070000', '2020-01-01T00:00:00-010203', '2020-01-01T01:02:03Z'],
    ['2006-01-02T15:04:05Z0700', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
    ['2006   Jan', '2020 Feb', '2020-02-01T00:00:00Z'],
    ['Janitor 2006', 'Janitor 2020', '2020-01-01T00:00:00Z'],
  ])('%s, %s', (layout, text, expected) => {
    if (expected === undefined) expect(refusal(() => call('time.parse_ns', layout, text))).toBe('time outside of valid range')
    else expect(call('time.format', call('time.parse_ns', layout, text) ?? null)).toBe(expected)
  })

  it.each([
    ['2006-01-02', '2020-1-02', 'parsing time "2020-1-02" as "2006-01-02": cannot parse "1-02" as "01"'],
    ['2006-01-02', '2020/01/02', 'parsing time "2020/01/02" as "2006-01-02": cannot parse "/01/02" as "-"'],
    ['2006 002', '2020 367', 'parsing time "2020 367": day-of-year out of range'],
    ['2006 002 01', '2020 060 03', 'parsing time "2020 060 03": day-of-year does not match month'],
    ['2006 002 02', '2020 060 28', 'parsing time "2020 060 28": day-of-year does not match day'],
    ['2006 MST', '2020 mst', 'parsing time "2020 mst" as "2006 MST": cannot parse "mst" as "MST"'],
    ['2006 PM', '2020 XM', 'parsing time "2020 XM" as "2006 PM": cannot parse "XM" as "PM"'],
    ['2006 Jan', '2020 Foo', 'parsing time "2020 Foo" as "2006 Jan": cannot parse "Foo" as "Jan"'],
    ['15:04:05.000', '00:00:00.12', 'parsing time "00:00:00.12" as "15:04:05.000": cannot parse ".12" as ".000"'],
  ])('%s, %s is refused: %s', (layout, text, message) => {
    expect(refusal(() => call('time.parse_ns', layout, text))).toBe(message)
  })
})

describe('time.format', () => {
  const ns = 1_670_006_453_141_828_752n

  it.each<[Value, string]>([
    [ns, '2022-12-02T18:40:53.141828752Z'],
    [[ns], '2022-12-02T18:40:53.141828752Z'],
    [[ns, 'Asia/Kolkata'], '2022-12-03T00:10:53.141828752+05:30'],
    [[ns, 'Asia/Kolkata', 'Mon Jan 02 15:04:05 -0700 2006'], 'Sat Dec 03 00:10:53 +0530 2022'],
    [[ns, 'Asia/Kolkata', 'RFC1123Z'], 'Sat, 03 Dec 2022 00:10:53 +0530'],
    [[ns, '', 'UnixDate'], 'Fri Dec  2 18:40:53 UTC 2022'],
    [[ns, 'Europe/Berlin', 'RFC1123'], 'Fri, 02 Dec 2022 19:40:53 CET'],
    [[1_656_633_600_000_000_000n, 'Europe/Berlin', 'RFC822'], '01 Jul 22 02:00 CEST'],
    [[ns, 'America/New_York', 'RFC850'], 'Friday, 02-Dec-22 13:40:53 EST'],
    [[ns, 'US/Pacific', 'MST'], 'PST'],
    [[ns, 'America/Sao_Paulo', 'MST'], '-03'],
    [[ns, 'Asia/Kathmandu', 'MST -07:00 Z07:00 -07 Z0700'], '+0545 +05:45 +05:45 +05 +0545'],
    [[ns, 'UTC', 'Z07:00 Z0700 Z07 -07:00:00 -070000'], 'Z Z Z +00:00:00 +000000'],
    [[0, 'UTC', '_2 __2 002 2 02 1 01 06 3 03 15 4 04 5 05 PM pm January Monday'], ' 1   1 001 1 01 1 01 70 12 12 00 0 00 0 00 AM am January Thursday'],
    [[1_500_000_000, 'UTC', '.000 .999 .0 .9 ,00 .000000000 .99999 x.0005'], '.500 .5 .5 .5 ,50 .500000000 .5 x.0001'],
    [[0, 'UTC', '.000 .999 !'], '.000  !'],
    [-1, '1969-12-31T23:59:59.999999999Z'],
  ])('case %#', (operand, expected) => {
    expect(call('time.format', operand)).toBe(expected)
  })

  it.each<[Value, string]>([
    [[ns, 'Mars/Olympus'], 'unknown time zone Mars/Olympus'],
    [[ns, 'europe/berlin'], 'unknown time zone europe/berlin'],
    [[ns, '+05:30'], 'unknown time zone +05:30'],
    [[ns, '../etc/passwd'], 'time: invalid location name'],
    [[], 'operand 1 must be either number (ns) or [number (ns), string (tz)] but got array'],
    ['x', 'operand 1 must be either number (ns) or [number (ns), string (tz)] but got string'],
    [[ns, 1], 'operand 1 must be string but got number'],
    [1582977600000000000000n, 'timestamp too big'],
    [1.5, 'timestamp too big'],
  ])('case %# is refused', (operand, message) => {
    expect(refusal(() => call('time.format', operand))).toBe(message)
  })
})

describe('time.date, time.clock and time.weekday', () => {
  it.each<[Value, Value, Value, Value]>([
    [1517814000000000000n, [2018, 2, 5], [7, 0, 0], 'Monday'],
    [[1517814000000000000n, 'America/Los_Angeles'], [2018, 2, 4], [23, 0, 0], 'Sunday'],
    [[1582977600000000000n, ''], [2020, 2, 29], [12, 0, 0], 'Saturday'],
    [[1517832000000000000n, 'Local'], [2018, 2, 5], [12, 0, 0], 'Monday'],
    [-9223372036854775808n, [1677, 9, 21], [0, 12, 43], 'Tuesday'],
    // Before zones were kept by the hour.
    [[-9223372036854775808n, 'America/New_York'], [1677, 9, 20], [19, 16, 41], 'Monday'],
    [0, [1970, 1, 1], [0, 0, 0], 'Thursday'],
  ])('case %#', (operand, date, clock, weekday) => {
    expect(call('time.date', operand)).toEqual(date)
    expect(call('time.clock', operand)).toEqual(clock)
    expect(call('time.weekday', operand)).toBe(weekday)
  })

  it('agree with JavaScript on every day', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (ns) => {
        const milliseconds = Number(
          ((ns % 1_000_000n) + 1_000_000n) % 1_000_000n === 0n ? ns / 1_000_000n : (ns - (((ns % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n,
        )
        const day = new Date(milliseconds)
        expect(call('time.date', ns)).toEqual([day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate()])
        expect(call('time.clock', ns)).toEqual([day.getUTCHours(), day.getUTCMinutes(), day.getUTCSeconds()])
      }),
      { numRuns: 500, seed: 20261127 },
    )
  })
})

describe('time.add_date', () => {
  it.each<[Value, number, number, number, Value]>([
    [1585852421593912000n, 3, 9, 12, 1705257221593912000n],
    [1585852421593912000n, -1, -1, -1, 1551465221593912000n],
    // October 32 is November 1.
    [1601510400000000000n, 0, 0, 31, 1604188800000000000n],
    [0, 0, 25, 0, 65750400000000000n],
    // A day on the wall clock, whatever summer time does to its length.
    [[1616842800000000000n, 'Europe/Berlin'], 0, 0, 1, 1616925600000000000n],
  ])('case %#', (operand, years, months, days, expected) => {
    expect(call('time.add_date', operand, years, months, days)).toBe(expected)
  })

  it.each<[Value, Value, string]>([
    [0, 2262, 'time outside of valid range'],
    [-9223372036854775808n, -1, 'time outside of valid range'],
    [0, 1e15, 'time outside of valid range'],
    [0, 1.5, 'operand 2 must be integer number but got floating-point number'],
  ])('case %# is refused', (operand, years, message) => {
    expect(refusal(() => call('time.add_date', operand, years, 1, 1))).toBe(message)
  })
})

describe('time.diff', () => {
  const day = (text: string): Value => call('time.parse_ns', '2006-01-02 15:04:05', `${text} 00:00:00`) ?? null

  it.each<[Value, Value, Value]>([
    [day('2020-02-02'), day('2020-03-01'), [0, 0, 28, 0, 0, 0]],
    [day('2021-03-01'), day('2021-02-02'), [0, 0, 27, 0, 0, 0]],
    [day('2004-02-29'), day('2005-03-01'), [1, 0, 1, 0, 0, 0]],
    [61_000_000_000, 0, [0, 0, 0, 0, 1, 1]],
    [0, -1, [0, 0, 0, 0, 0, 1]],
    [
      [60_000_000_000, 'UTC'],
      [0, 'Asia/Shanghai'],
      [0, 0, 0, 0, 1, 0],
    ],
  ])('case %#', (a, b, expected) => {
    expect(call('time.diff', a, b)).toEqual(expected)
  })
})

describe('time.parse_duration_ns', () => {
  it.each<[string, Value]>([
    ['0', 0],
    ['-0', 0],
    ['3m', 180_000_000_000],
    ['1h15m30.918s', 4_530_918_000_000],
    ['-1.5h', -5_400_000_000_000],
    ['+5s', 5_000_000_000],
    ['.5s', 500_000_000],
    ['1.s', 1_000_000_000],
    ['39h9m14.425s', 140_954_425_000_000],
    ['1us1µs1μs', 3000],
    ['9007199254740993ns', 9007199254740993n],
    ['9223372036854775807ns', 9223372036854775807n],
    ['-9223372036854775808ns', -9223372036854775808n],
    ['0.3333333333333333333h', 1_200_000_000_000],
    ['0.100000000000000000000h', 360_000_000_000],
    ['1d', 86_400_000_000_000],
    ['2w', 1_209_600_000_000_000],
  ])('%s', (text, expected) => {
    expect(call('time.parse_duration_ns', text)).toBe(expected)
  })

  it.each([
    ['', 'time: invalid duration ""'],
    ['-', 'time: invalid duration "-"'],
    ['.', 'time: invalid duration "."'],
    ['.s', 'time: invalid duration ".s"'],
    ['3', 'time: missing unit in duration "3"'],
    ['3x', 'time: unknown unit "x" in duration "3x"'],
    ['1s-1s', 'time: unknown unit "s-" in duration "1s-1s"'],
    ['s', 'time: invalid duration "s"'],
    ['9223372036854775808ns', 'time: invalid duration "9223372036854775808ns"'],
    ['9223372036854775ms1s9999999h', 'time: invalid duration "9223372036854775ms1s9999999h"'],
    ['99999999999999999999999s', 'time: invalid duration "99999999999999999999999s"'],
  ])('%s is refused: %s', (text, message) => {
    expect(refusal(() => call('time.parse_duration_ns', text))).toBe(message)
  })
})
