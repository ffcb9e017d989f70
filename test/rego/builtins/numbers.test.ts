import { describe, expect, it } from 'vitest'
import { family } from '../../../src/rego/builtins/numbers/family.ts'
import { caller, refusal } from './calling.ts'
import { run } from './core.ts'

const s = (...items: readonly unknown[]) => new Set(items)

describe('arithmetic', () => {
  it.each([
    ['plus', 1, 2, '3'],
    ['plus', 9007199254740991, 1, '9007199254740992'],
    ['plus', 0.1, 0.2, '0.3'],
    ['minus', 1, 2, '-1'],
    ['minus', 0.3, 0.1, '0.20000000000000000002'],
    ['minus', s(1, 2, 3), s(2), '{1, 3}'],
    ['minus', s(1), s(1), 'set()'],
    ['mul', 4294967296, 4294967296, '18446744073709551616'],
    ['mul', 1.5, 2, '3'],
    ['div', 7, 2, '3.5'],
    ['div', 6, 3, '2'],
    ['div', 1, 3, '0.33333333333333333334'],
    ['div', 0, 3, '0'],
    ['rem', 7, 4, '3'],
    ['rem', -7, 4, '-3'],
    ['rem', 10, 18446744073709551616n, '10'],
  ])('%s(%o, %o) is %s', (name, a, b, result) => {
    expect(run(name, a, b)).toBe(result)
  })

  it.each([
    ['plus', ['a', 1], 'operand 1 must be number but got string'],
    ['plus', [1, []], 'operand 2 must be number but got array'],
    ['minus', ['a', 1], 'operand 1 must be one of {number, set} but got string'],
    ['minus', [1, s()], 'operand 2 must be number but got set'],
    ['minus', [s(), 1], 'operand 2 must be set but got number'],
    ['div', [1, 0], 'divide by zero'],
    ['rem', [1, 0], 'modulo by zero'],
    ['rem', [1.1, 1], 'modulo on floating-point number'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })

  it.each([
    ['abs', -5, '5'],
    ['abs', -1.5, '1.5'],
    ['round', 2.5, '3'],
    ['round', -2.5, '-3'],
    ['ceil', 1.01, '2'],
    ['ceil', -1.99999, '-1'],
    ['floor', 1.99, '1'],
    ['floor', -1.01, '-2'],
  ])('%s(%o) is %s', (name, a, result) => {
    expect(run(name, a)).toBe(result)
  })
})

describe('ranges', () => {
  it.each([
    ['numbers.range', [1, 3], '[1, 2, 3]'],
    ['numbers.range', [2, -1], '[2, 1, 0, -1]'],
    ['numbers.range', [0, 0], '[0]'],
    ['numbers.range', [9007199254740991, 9007199254740993n], '[9007199254740991, 9007199254740992, 9007199254740993]'],
    ['numbers.range_step', [0, 10, 4], '[0, 4, 8]'],
    ['numbers.range_step', [10, 3, 2], '[10, 8, 6, 4]'],
    ['numbers.range_step', [0, 10, 99999999999999999999n], '[0]'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it('take whole numbers and steps that go on only', () => {
    expect(refusal(() => run('numbers.range', 3.14, 4))).toBe('operand 1 must be integer number but got floating-point number')
    expect(refusal(() => run('numbers.range', 1, 'x'))).toBe('operand 2 must be integer but got string')
    expect(refusal(() => run('numbers.range_step', 0, 1, 0))).toContain('step must be a positive integer')
  })
})

describe('random numbers', () => {
  const random = (count: number) => Uint8Array.from({ length: count }, () => 7)

  it('are the same for the same name and limit, below the limit', () => {
    const call = caller(family, { random })
    const drawn = call('rand.intn', 'a', 10)
    expect(drawn).toBeTypeOf('number')
    expect(drawn).toBeLessThan(10)
    expect(call('rand.intn', 'a', 0)).toBe(0)
    expect(call('rand.intn', 'a', -10)).toBe(drawn)
  })

  it('are refused without a source', () => {
    expect(refusal(() => run('rand.intn', 'a', 10))).toContain('randomness')
  })
})

describe('bits', () => {
  it.each([
    ['bits.and', [7, 9], '1'],
    ['bits.or', [7, 9], '15'],
    ['bits.xor', [42, 3], '41'],
    ['bits.negate', [42], '-43'],
    ['bits.lsh', [9223372036854775807n, 1], '18446744073709551614'],
    ['bits.rsh', [8, 3], '1'],
    ['bits.rsh', [-1, 1e9], '-1'],
    ['bits.and', [-1, 2n ** 70n], String(2n ** 70n)],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it('take whole numbers, and shifts that are not negative', () => {
    expect(refusal(() => run('bits.and', 7.2, 1))).toBe('operand 1 must be integer number but got floating-point number')
    expect(refusal(() => run('bits.lsh', 7, -1))).toBe('operand 2 must be an unsigned integer number but got a negative integer')
    expect(refusal(() => run('bits.rsh', 7, -1))).toBe('operand 2 must be an unsigned integer number but got a negative integer')
  })
})

describe('comparison', () => {
  it.each([
    ['eq', 1, 1, 'true'],
    ['equal', s(1, 2), s(2, 1), 'true'],
    ['neq', 'a', 'b', 'true'],
    ['lt', 1, 'a', 'true'],
    ['gt', s(), {}, 'true'],
    ['lte', [1], [1], 'true'],
    ['gte', null, false, 'false'],
  ])('%s(%o, %o) is %s', (name, a, b, result) => {
    expect(run(name, a, b)).toBe(result)
  })
})

describe('conversions and types', () => {
  it.each([
    [null, '0'],
    [true, '1'],
    [false, '0'],
    ['3.5', '3.5'],
    ['-42.0', '-42'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+7', '7'],
    ['1e3', '1000'],
    ['0x1p-2', '0.25'],
    ['12345678901234567890123', '12345678901234567890123'],
  ])('to_number(%o) is %s', (value, result) => {
    expect(run('to_number', value)).toBe(result)
  })

  it.each([
    ['', 'invalid syntax'],
    ['1_000', 'invalid syntax'],
    ['abc', 'strconv.ParseFloat: parsing "abc": invalid syntax'],
    ['1e999', 'value out of range'],
    ['Infinity', 'operand 1 must be valid number string but got string'],
    ['-inf', 'operand 1 must be valid number string but got string'],
    [' 1', 'invalid syntax'],
  ])('to_number refuses %o', (value, message) => {
    expect(refusal(() => run('to_number', value))).toContain(message)
  })

  it('tell types', () => {
    for (const [value, type] of [
      [null, 'null'],
      [true, 'boolean'],
      [1.5, 'number'],
      ['', 'string'],
      [[], 'array'],
      [{}, 'object'],
      [new Map([[1, 2]]), 'object'],
      [s(), 'set'],
    ] as const) {
      expect(run('type_name', value)).toBe(`"${type}"`)
      expect(run(`is_${type}`, value)).toBe('true')
      expect(run(type === 'set' ? 'is_array' : 'is_set', value)).toBe('false')
    }
    expect(run('cast_array', s(2, 1))).toBe('[1, 2]')
    expect(run('cast_set', [1, 1])).toBe('{1}')
    expect(refusal(() => run('cast_string', 1))).toBe('operand 1 must be string but got number')
    expect(refusal(() => run('cast_array', 1))).toBe('operand 1 must be one of {array, set} but got number')
  })
})
