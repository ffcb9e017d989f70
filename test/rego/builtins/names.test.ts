import { describe, expect, it } from 'vitest'
import type { Hooks } from '../../../src/rego/builtins/builtin.ts'
import { builtins } from '../../../src/rego/builtins/registry.ts'
import { fromPlain } from '../../../src/rego/values/json.ts'
import { regoText } from '../../../src/rego/values/rego-text.ts'
import { caller, refusal } from './calling.ts'
import { run } from './core.ts'

const s = (...items: readonly unknown[]) => new Set(items)

describe('units', () => {
  it.each([
    ['units.parse', '10K', '10000'],
    ['units.parse', '10Ki', '10240'],
    ['units.parse', '500m', '0.5'],
    ['units.parse', '1.1Ki', '1126.4'],
    ['units.parse', '1M', '1000000'],
    ['units.parse', '"2MI"', '2097152'],
    ['units.parse', '10E', '10000000000000000000'],
    ['units.parse', '1e3', '1000'],
    ['units.parse', '7.8E-1', '0.78'],
    ['units.parse', '-3.5E2m', '-0.35'],
    ['units.parse', '.5', '0.5'],
    ['units.parse', '5.', '5'],
    ['units.parse', '0.00000000004', '0'],
    ['units.parse', '0.00000000005', '1e-10'],
    ['units.parse_bytes', '10KB', '10000'],
    ['units.parse_bytes', '10kib', '10240'],
    ['units.parse_bytes', '1.1KiB', '1126'],
    ['units.parse_bytes', '100m', '100000000'],
    ['units.parse_bytes', '10EiB', '11529215046068469760'],
    ['units.parse_bytes', '1e-2KB', '10'],
    ['units.parse_bytes', '-5', '-5'],
    ['units.parse_bytes', '5e', '5000000000000000000'],
  ])('%s(%j) is %s', (name, text, result) => {
    expect(run(name, text)).toBe(result)
  })

  it.each([
    ['units.parse', '', 'units.parse: no amount provided'],
    ['units.parse', 'foo', 'units.parse: no amount provided'],
    ['units.parse', '0.0.0', 'units.parse: could not parse amount to a number'],
    ['units.parse', '1 k', 'units.parse: spaces not allowed in resource strings'],
    ['units.parse', '1kb', 'units.parse: unit kb not recognized'],
    ['units.parse', '1e1234567', 'units.parse: exponent too large'],
    ['units.parse', '1e999999', 'number is too large or too small for arithmetic'],
    ['units.parse_bytes', 'GB', 'units.parse_bytes: no byte amount provided'],
    ['units.parse_bytes', '1.2.3', 'units.parse_bytes: could not parse byte amount to a number'],
    ['units.parse_bytes', '1xb', 'units.parse_bytes: byte unit xb not recognized'],
    ['units.parse_bytes', '1e+9999999', 'units.parse_bytes: exponent too large'],
  ])('%s refuses %j', (name, text, message) => {
    expect(refusal(() => run(name, text))).toBe(message)
  })
})

describe('versions', () => {
  it('are in the order of semver.org', () => {
    const ordered = ['1.0.0-1', '1.0.0-9', '1.0.0-10', '1.0.0-a', '1.0.0-a.1', '1.0.0-a.b', '1.0.0-b', '1.0.0', '1.0.1', '1.2.0', '2.0.0', '10.0.0']
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) expect(run('semver.compare', a, b)).toBe(String(Math.sign(i - j)))
    }
    expect(run('semver.compare', '1.0.0+a', 'v1.0.0+b')).toBe('0')
  })

  it.each([
    ['1.2.3', true],
    ['v1.2.3', true],
    ['01.2.3', true],
    ['1.2.3-a.b+c', true],
    ['1.2', false],
    ['1.2.3.4', false],
    ['1.2.x', false],
    ['1.2.3-a..b', false],
    ['1.2.3-ä', false],
    ['9223372036854775808.0.0', false],
    ['', false],
    [1, false],
  ])('%j: valid is %s', (text, valid) => {
    expect(run('semver.is_valid', text)).toBe(String(valid))
  })

  it('are refused where they are none', () => {
    expect(refusal(() => run('semver.compare', '1', '1.0.0'))).toBe('operand 1: string "1" is not a valid SemVer')
    expect(refusal(() => run('semver.compare', '1.0.0', 'x'))).toBe('operand 2: string "x" is not a valid SemVer')
  })
})

describe('UUIDs', () => {
  it.each([
    ['00000000-0000-4000-8000-000000000000', '{"variant": "RFC4122", "version": 4}'],
    ['{00000000-0000-5000-c000-000000000000}', '{"variant": "Microsoft", "version": 5}'],
    ['urn:uuid:00000000-0000-3000-e000-000000000000', '{"variant": "Future", "version": 3}'],
    ['00000000000030000000000000000000', '{"variant": "Reserved", "version": 3}'],
    [
      '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
      '{"clocksequence": 180, "macvariables": "global:unicast", "nodeid": "00-c0-4f-d4-30-c8", "time": 886630433151182400, "variant": "RFC4122", "version": 1}',
    ],
    ['6ba7b810-9dad-11d1-80b4-00c04fd430c', 'undefined'],
    ['6ba7b810-9dad-11d1-80b4-00c04fd430cg', 'undefined'],
    ['6ba7b81009dad011d1080b4000c04fd430c8', 'undefined'],
    ['', 'undefined'],
  ])('%s says %s', (text, result) => {
    expect(run('uuid.parse', text)).toBe(result)
  })

  it('are made once for each key of a query', () => {
    let drawn = 0
    const random = (count: number) => Uint8Array.from({ length: count }, () => 0xff - drawn++)
    const { call } = builtins.get('uuid.rfc4122')!
    const host = { hooks: { random }, memory: new Map<string, unknown>(), spend: () => undefined }
    const first = call(['a'], host)
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(call(['a'], host)).toBe(first)
    expect(call(['b'], host)).not.toBe(first)
    expect(refusal(() => run('uuid.rfc4122', 'a'))).toContain('randomness')
  })
})

describe('networks', () => {
  it.each([
    ['net.cidr_contains', ['10.0.0.0/8', '10.1.2.3'], 'true'],
    ['net.cidr_contains', ['10.0.0.0/8', '10.1.0.0/16'], 'true'],
    ['net.cidr_contains', ['10.1.0.0/16', '10.0.0.0/8'], 'false'],
    ['net.cidr_contains', ['10.5.5.5/8', '10.1.2.3'], 'true'],
    ['net.cidr_contains', ['::/0', '1.2.3.4'], 'false'],
    ['net.cidr_contains', ['1.2.3.0/24', '::ffff:1.2.3.4'], 'true'],
    ['net.cidr_contains', ['fd00::/8', 'fdff::1'], 'true'],
    ['net.cidr_overlap', ['10.0.0.0/8', '10.1.2.3'], 'true'],
    ['net.cidr_intersects', ['10.0.0.0/8', '10.1.0.0/16'], 'true'],
    ['net.cidr_intersects', ['10.0.0.0/16', '10.1.0.0/16'], 'false'],
    ['net.cidr_contains_matches', ['1.1.1.0/24', '1.1.1.128'], '{["1.1.1.0/24", "1.1.1.128"]}'],
    ['net.cidr_contains_matches', [[['1.1.0.0/16', 'x'], '2.0.0.0/8'], { a: '1.1.1.1', b: ['2.2.2.2', 1] }], '{[0, "a"], [1, "b"]}'],
    ['net.cidr_contains_matches', [s('1.1.0.0/16'), s('1.1.1.1', '9.9.9.9')], '{["1.1.0.0/16", "1.1.1.1"]}'],
    ['net.cidr_expand', ['192.168.1.1/30'], '{"192.168.1.0", "192.168.1.1", "192.168.1.2", "192.168.1.3"}'],
    ['net.cidr_expand', ['2001:db8::/127'], '{"2001:db8::", "2001:db8::1"}'],
    ['net.cidr_is_valid', ['10.0.0.0/8'], 'true'],
    ['net.cidr_is_valid', ['10.0.0.0/33'], 'false'],
    ['net.cidr_is_valid', ['10.0.0.01/8'], 'false'],
    ['net.cidr_is_valid', ['10.0.0.0'], 'false'],
    ['net.cidr_is_valid', [1], 'false'],
    ['net.cidr_merge', [['192.0.128.0/24', '192.0.129.0/24']], '{"192.0.128.0/23"}'],
    ['net.cidr_merge', [['192.0.129.0/24', '192.0.130.0/24']], '{"192.0.129.0/24", "192.0.130.0/24"}'],
    ['net.cidr_merge', [s('0.0.0.0/1', '128.0.0.0/1')], '{"0.0.0.0/0"}'],
    ['net.cidr_merge', [['192.0.2.112', '192.0.2.116/31']], '{"192.0.2.0/24"}'],
    ['net.cidr_merge', [['10.0.0.5']], '{"10.0.0.5/8"}'],
    ['net.cidr_merge', [['::/1', '8000::/1']], '{"::/0"}'],
    ['net.cidr_merge', [['fe80::/120', '1.0.0.0/24']], '{"1.0.0.0/24", "fe80::/120"}'],
    ['net.cidr_merge', [[]], 'set()'],
    ['net.lookup_ip_addr', ['localhost'], '{"127.0.0.1", "::1"}'],
    ['net.lookup_ip_addr', ['10.0.0.1'], '{"10.0.0.1"}'],
    ['net.lookup_ip_addr', ['0:0:0:0:0:0:0:1'], '{"::1"}'],
  ])('%s(%o) is %s', (name, operands, result) => {
    expect(run(name, ...operands)).toBe(result)
  })

  it.each([
    ['net.cidr_contains', ['10.0.0.0', '10.1.2.3'], 'invalid CIDR address: 10.0.0.0'],
    ['net.cidr_contains', ['10.0.0.0/8', 'x'], 'not a valid textual representation of an IP address or CIDR: x'],
    ['net.cidr_contains_matches', [[[]], 'x'], 'operand 1: element must be string or non-empty array'],
    ['net.cidr_merge', [[1]], 'element must be string'],
    ['net.cidr_merge', [['::1']], 'IPv6 invalid: needs prefix length'],
    ['net.lookup_ip_addr', ['example.com'], 'names are not looked up here'],
  ])('%s refuses %o', (name, operands, message) => {
    expect(refusal(() => run(name, ...operands))).toBe(message)
  })

  it('looks names up where it may', () => {
    const hooks: Hooks = { lookupIp: (name) => (name === 'a.test' ? ['1.2.3.4', '::1'] : []) }
    expect(regoText(caller([...builtins.values()], hooks)('net.lookup_ip_addr', 'a.test')!)).toBe('{"1.2.3.4", "::1"}')
  })

  it.each([
    ['1::2', true],
    ['::', true],
    ['::1.2.3.4', true],
    ['1:2:3:4:5:6:7:8', true],
    ['1:2:3:4:5:6:7::', true],
    ['1:2:3:4:5:6:7', false],
    ['1::2::3', false],
    ['::12345', false],
    ['1.2.3.4::', false],
    ['fe80::1%eth0', false],
    [':1::', false],
    ['1.2.3', false],
    ['256.1.1.1', false],
  ])('%s: an address is %s', (text, valid) => {
    expect(run('net.cidr_is_valid', `${text}/1`)).toBe(String(valid))
  })
})

describe('URIs', () => {
  it.each([
    [
      'https://u:p@example.com:8080/a/b?x=1#f',
      '{"fragment": "f", "hostname": "example.com", "path": "/a/b", "port": "8080", "raw_path": "/a/b", "raw_query": "x=1", "scheme": "https"}',
    ],
    ['HTTP://EXAMPLE.com', '{"hostname": "EXAMPLE.com", "scheme": "http"}'],
    ['http://a/b%2Fc%20d', '{"hostname": "a", "path": "/b/c d", "raw_path": "/b%2Fc%20d", "scheme": "http"}'],
    ['/a%20b', '{"path": "/a b", "raw_path": "/a b"}'],
    ['mailto:a@b', '{"scheme": "mailto"}'],
    ['http://[::1]:80/', '{"hostname": "::1", "path": "/", "port": "80", "raw_path": "/", "scheme": "http"}'],
    ['http://[fe80::1%25en0]', '{"hostname": "fe80::1%en0", "scheme": "http"}'],
    ['//host/p', '{"hostname": "host", "path": "/p", "raw_path": "/p"}'],
    ['///p', '{"path": "///p", "raw_path": "///p"}'],
    ['a/b:c', '{"path": "a/b:c", "raw_path": "a/b:c"}'],
    ['?q', '{"raw_query": "q"}'],
    ['', '{}'],
  ])('%s is %s', (text, result) => {
    expect(run('uri.parse', text)).toBe(result)
    expect(run('uri.is_valid', text)).toBe(String(text !== ''))
  })

  it.each([
    [':x', 'missing protocol scheme'],
    ['1a:b', 'first path segment in URL cannot contain colon'],
    ['http://a b/', 'invalid character " " in host name'],
    ['http://a:x/', 'invalid port ":x" after host'],
    ['http://[::1', "missing ']' in host"],
    ['http://[1.2.3.4]/', 'bracketed IPv4 address'],
    ['http://[xyz]/', 'unable to parse IP'],
    ['http://a/%zz', 'invalid URL escape "%zz"'],
    ['http://a%20b/', 'invalid URL escape "%20"'],
    ['http://u ser@h/', 'invalid userinfo'],
    ['a\u0001', 'invalid control character in URL'],
  ])('%j is none', (text, message) => {
    expect(refusal(() => run('uri.parse', text))).toContain(message)
    expect(run('uri.is_valid', text)).toBe('false')
  })
})

describe('output', () => {
  function printing(name: string, ...operands: readonly unknown[]): readonly string[] {
    const lines: string[] = []
    caller([...builtins.values()], { print: (text) => lines.push(text) })(name, ...operands.map(fromPlain))
    return lines
  }

  it('prints strings as they are and everything else as Rego', () => {
    expect(printing('print', 'a', 1, ['b'], null)).toEqual(['a 1 ["b"] null'])
    expect(printing('internal.print', [s('a'), s(), s({ k: 'v' })])).toEqual(['a <undefined> {"k": "v"}'])
  })

  it('prints a line for each combination', () => {
    expect(printing('internal.print', [s(1, 2), s('x', 'y')])).toEqual(['1 x', '1 y', '2 x', '2 y'])
  })

  it('prints nothing where nobody listens', () => {
    expect(run('internal.print', [s(1)])).toBe('true')
    expect(run('print', 1)).toBe('true')
  })

  it('puts template strings together', () => {
    expect(run('internal.template_string', ['a ', s(1), s(), s('x'), true])).toBe('"a 1<undefined>xtrue"')
    expect(() => run('internal.template_string', [s(1, 2)])).toThrow('template-strings must not produce multiple outputs')
  })

  it('traces notes, and tells of the runtime where it may', () => {
    expect(run('trace', 'note')).toBe('true')
    expect(refusal(() => run('trace', 1))).toBe('operand 1 must be string but got number')
    expect(refusal(() => run('opa.runtime'))).toContain('runtime')
    expect(caller([...builtins.values()], { runtime: () => ({ env: {} }) })('opa.runtime')).toEqual({ env: {} })
  })
})
