import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equal } from '../../../src/rego/values/compare.ts'
import { textOfBytes } from '../../../src/rego/values/strings.ts'
import { refusal } from './calling.ts'
import { run, runValues } from './core.ts'

const s = (...items: readonly unknown[]) => new Set(items)

describe('base64 and hex', () => {
  it.each([
    ['base64.encode', 'aé?', 'YcOpPw=='],
    ['base64.decode', 'YcOpPw==', 'aé?'],
    ['base64.decode', 'YWJj\nZA=\r\n=', 'abcd'],
    ['base64.decode', '', ''],
    ['base64url.encode', '??>', 'Pz8-'],
    ['base64url.encode', 'a', 'YQ=='],
    ['base64url.encode_no_pad', 'a', 'YQ'],
    ['base64url.decode', 'YQ', 'a'],
    ['base64url.decode', 'YQ==', 'a'],
    ['base64url.decode', 'Pz8-', '??>'],
    ['hex.encode', 'é', 'c3a9'],
    ['hex.decode', 'C3a9', 'é'],
  ])('%s(%j) is %j', (name, text, result) => {
    expect(runValues(name, text)).toBe(result)
  })

  it.each([
    ['base64.decode', 'YQ', 'illegal base64 data at input byte 0'],
    ['base64.decode', 'YQ=', 'illegal base64 data at input byte 3'],
    ['base64.decode', 'YWJjZ', 'illegal base64 data at input byte 4'],
    ['base64.decode', 'YW_j', 'illegal base64 data at input byte 2'],
    ['base64.decode', '=', 'illegal base64 data at input byte 0'],
    ['base64.decode', 'YQ==x', 'illegal base64 data at input byte 4'],
    ['base64url.decode', 'YWJjZ', 'illegal base64url string: YWJjZ'],
    ['base64url.decode', 'YW+j', 'illegal base64 data at input byte 2'],
    ['hex.decode', 'abc', 'encoding/hex: odd length hex string'],
    ['hex.decode', 'fg', "encoding/hex: invalid byte: U+0067 'g'"],
    ['base64.encode', 1, 'operand 1 must be string but got number'],
  ])('%s refuses %j', (name, text, message) => {
    expect(refusal(() => run(name, text))).toBe(message)
  })

  it('knows what it would refuse', () => {
    expect(run('base64.is_valid', 'YQ==')).toBe('true')
    expect(run('base64.is_valid', 'YQ')).toBe('false')
    expect(run('base64.is_valid', 1)).toBe('false')
  })

  it('keeps every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        const text = textOfBytes(bytes)
        for (const code of ['base64', 'base64url', 'hex']) {
          const encoded = runValues(`${code}.encode`, text)
          expect(encoded).toBe(
            Buffer.from(bytes)
              .toString(code === 'hex' ? 'hex' : 'base64')
              .replace(/[+/]/g, (sign) => (code === 'base64url' ? { '+': '-', '/': '_' }[sign]! : sign)),
          )
          expect(runValues(`${code}.decode`, encoded!)).toBe(text)
        }
      }),
      { seed: 7, numRuns: 500 },
    )
  })
})

describe('URL queries', () => {
  it.each([
    ['urlquery.encode', 'a b&c=d/é~-_.', '"a+b%26c%3Dd%2F%C3%A9~-_."'],
    ['urlquery.encode', "!*'()", '"%21%2A%27%28%29"'],
    ['urlquery.decode', 'a+b%26c%3Dd%C3%A9', '"a b&c=dé"'],
    ['urlquery.encode_object', { b: ['2', '1'], a: 'x y', c: s('z', 'q') }, '"a=x+y&b=2&b=1&c=q&c=z"'],
    ['urlquery.encode_object', {}, '""'],
    ['urlquery.decode_object', 'a=1&b=2&a=%203&c&=x', '{"": ["x"], "a": ["1", " 3"], "b": ["2"], "c": [""]}'],
    ['urlquery.decode_object', '', '{}'],
    ['urlquery.decode_object', '__proto__=1', '{"__proto__": ["1"]}'],
  ])('%s(%j) is %s', (name, value, result) => {
    expect(run(name, value)).toBe(result)
  })

  it.each([
    ['urlquery.decode', '%zz', 'invalid URL escape "%zz"'],
    ['urlquery.decode', 'a%4', 'invalid URL escape "%4"'],
    ['urlquery.decode_object', 'a;b=1', 'invalid semicolon separator in query'],
    ['urlquery.encode_object', { a: 1 }, 'operand 1 values must be string, array[string], or set[string]'],
    ['urlquery.encode_object', { a: [1] }, 'operand 1 values must be string, array[string], or set[string]'],
  ])('%s refuses %j', (name, value, message) => {
    expect(refusal(() => run(name, value))).toBe(message)
  })
})

describe('JSON', () => {
  it.each([
    ['json.marshal', [{ b: [1, 1.5, null], a: s('x') }], '{"a":["x"],"b":[1,1.5,null]}'],
    ['json.marshal', [12345678901234567890n], '12345678901234567890'],
    ['json.marshal', ['<a>'], '"\\u003ca\\u003e"'],
    ['json.marshal_with_options', [{ a: [1] }, {}], '{"a":[1]}'],
    ['json.marshal_with_options', [{ a: [1] }, { pretty: true }], '{\n\t"a": [\n\t\t1\n\t]\n}'],
    ['json.marshal_with_options', [{ a: [] }, { indent: '  ', prefix: '>' }], '>{\n>  "a": []\n>}'],
    ['json.marshal_with_options', [[1], { pretty: false, indent: ' ' }], '[1]'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(JSON.parse(run(name, ...operands))).toBe(result)
  })

  it('is read back with all digits', () => {
    expect(run('json.unmarshal', '{"a": [12345678901234567890, 0.1], "__proto__": 1}')).toBe('{"__proto__": 1, "a": [12345678901234567890, 0.1]}')
    expect(run('json.is_valid', '{"a"}')).toBe('false')
    expect(run('json.is_valid', '1')).toBe('true')
    expect(run('json.is_valid', 1)).toBe('false')
  })

  it.each([
    ['json.unmarshal', ['{'], 'unexpected EOF'],
    ['json.unmarshal', ['plain'], "invalid character 'p' looking for beginning of value"],
    ['json.marshal_with_options', [1, { x: 1 }], 'operand 2 object contained unknown key "x"'],
    ['json.marshal_with_options', [1, { pretty: 1 }], 'operand 2 key "pretty" failed cast to bool'],
    ['json.marshal_with_options', [1, { indent: 1 }], 'operand 2 key "indent" failed cast to string: operand 0 must be string but got number'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })
})

describe('YAML', () => {
  it.each([
    ['', 'null'],
    ['a: 1', '{"a": 1}'],
    ['[x, yes, no, On, y, ~, null, "", "yes"]', '["x", true, false, true, true, null, null, "", "yes"]'],
    ['[0x10, 010, 0o10, 0b11, 1_000, +5, -3, 1e3, .5, 1., 1.5e-3]', '[16, 8, 8, 3, 1000, 5, -3, 1000, 0.5, 1, 0.0015]'],
    [
      '[18446744073709551615, 99999999999999999999, 1:30, 2001-12-14, 0.1.2, 09]',
      '[18446744073709551615, 100000000000000000000, "1:30", "2001-12-14", "0.1.2", 9]',
    ],
    ['a: &x {k: v}\nb: *x\nc:\n  <<: *x\n  z: 1', '{"a": {"k": "v"}, "b": {"k": "v"}, "c": {"k": "v", "z": 1}}'],
    ['a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc:\n  <<: [*x, *y]', '{"a": {"k": 1}, "b": {"k": 2, "l": 3}, "c": {"k": 1, "l": 3}}'],
    ['1: a\n1.5: b\ntrue: c\n"q": d', '{"1": "a", "1.5": "b", "q": "d", "true": "c"}'],
    ['a: 1\na: 2', '{"a": 2}'],
    ['x: |\n  l1\n  l2\nz: >-\n  f1\n  f2', '{"x": "l1\\nl2\\n", "z": "f1 f2"}'],
    ['!!str 1', '"1"'],
    ['!!int "3"', '3'],
    ['!!float 3', '3'],
    ['!!binary aGk=', '"hi"'],
    ['!custom x', '"x"'],
    ['--- a\n--- b', '"a"'],
    ['# only a comment', 'null'],
    ['a:\n- 1\n- b: 2\n  c: 3', '{"a": [1, {"b": 2, "c": 3}]}'],
    ['{"json": ["ok", 1.0]}', '{"json": ["ok", 1]}'],
    ['__proto__: 1', '{"__proto__": 1}'],
  ])('%j means %s', (text, result) => {
    expect(run('yaml.unmarshal', text)).toBe(result)
    expect(run('yaml.is_valid', text)).toBe('true')
  })

  it.each([
    ['[1,2,3', 'yaml: line 1: did not find expected'],
    ['foo:\n  - a: {', 'yaml: line 2: did not find expected'],
    ['a: b: c', 'mapping values are not allowed in this context'],
    ['*none', "unknown anchor 'none' referenced"],
    ['&a [*a]', "unknown anchor 'a' referenced"],
    ['.nan', 'unsupported value'],
    ['? [a]\n: b', 'unsupported map key'],
    ['~: b', 'unsupported map key'],
    ['a:\n  <<: 1', 'map merge requires map'],
    ['!!int x', 'cannot decode !!str `x` as a !!int'],
  ])('%j is refused', (text, message) => {
    expect(refusal(() => run('yaml.unmarshal', text))).toContain(message)
    expect(run('yaml.is_valid', text)).toBe('false')
  })

  it('is no number', () => {
    expect(run('yaml.is_valid', 1)).toBe('false')
  })

  it.each([
    [[{ foo: s(1, 2), bar: { a: [], b: {} } }], '- bar:\n    a: []\n    b: {}\n  foo:\n  - 1\n  - 2\n'],
    [{ a: [[1, 2], { b: 1, c: [3] }] }, 'a:\n- - 1\n  - 2\n- b: 1\n  c:\n  - 3\n'],
    ['a', 'a\n'],
    ['', '""\n'],
    [
      ['true', '1', '1.5', '~', 'null', '0x1', '2001-01-01', '1:30', 'yes'],
      ['true', '1', '1.5', '~', 'null', '0x1', '2001-01-01', '1:30', 'yes'].map((text) => `- "${text}"\n`).join(''),
    ],
    [
      ["it's", 'a: b', ' x', 'x ', '- x', '#c', 'a #b', 'a#b', '@x', 'a:b', 'x:'],
      "- it's\n- 'a: b'\n- ' x'\n- 'x '\n- '- x'\n- '#c'\n- 'a #b'\n- a#b\n- '@x'\n- a:b\n- 'x:'\n",
    ],
    [{ t: 'l1\nl2\n', u: 'l1\nl2', v: '\n', w: ' x\ny', x: 'a\n\n' }, 't: |\n  l1\n  l2\nu: |-\n  l1\n  l2\nv: |2+\n\nw: |2-\n   x\n  y\nx: |+\n  a\n\n'],
    [['é', '😀', 'tab\there', 'q"\u0001'], '- é\n- "\\U0001F600"\n- "tab\\there"\n- "q\\"\\x01"\n'],
    [{ z10: 1, z9: 2, B: null, a: true, _: 1.5, 1: 2 }, '_: 1.5\n"1": 2\nB: null\na: true\nz9: 2\nz10: 1\n'],
    [[1e21, 12345678901234567890n, 1e-7, 2n ** 70n], '- 1e+21\n- 12345678901234567890\n- 1e-07\n- 1.1805916207174113e+21\n'],
    [`${'x'.repeat(50)} ${'y'.repeat(50)} z`, `${'x'.repeat(50)} ${'y'.repeat(50)}\n  z\n`],
    [{ ['k'.repeat(130)]: 1 }, `? ${'k'.repeat(130)}\n: 1\n`],
  ])('writes %o', (value, text) => {
    expect(JSON.parse(run('yaml.marshal', value))).toBe(text)
  })

  it('is read as it was written', () => {
    const values = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(
          null,
          true,
          false,
          1,
          -2.5,
          'a',
          'yes',
          '1',
          ' a ',
          'a: b\n',
          '\n',
          '\n\nx',
          "'",
          '"',
          '- ',
          '#',
          'é\t',
          'x'.repeat(90),
          `${'word '.repeat(30)}`,
        ),
        fc.string({ maxLength: 12 }).filter((text) => !/[\x7f]/.test(text)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.string({ maxLength: 5 }).filter((text) => !/[\x7f]/.test(text)),
          tie('value'),
          { maxKeys: 3 },
        ),
      ),
    })).value
    fc.assert(
      fc.property(values, (value) => {
        const json = JSON.parse(JSON.stringify(value))
        expect(equal(runValues('yaml.unmarshal', runValues('yaml.marshal', json)!)!, json)).toBe(true)
      }),
      { seed: 11, numRuns: 3000 },
    )
  })
})
