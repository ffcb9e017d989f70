import { describe, expect, it } from 'vitest'
import { builtins } from '../../../src/rego/builtins/registry.ts'
import { BuiltinError, Halted } from '../../../src/rego/errors.ts'
import { fromPlain } from '../../../src/rego/values/json.ts'
import type { Value } from '../../../src/rego/values/value.ts'
import { charge, withWork } from '../../../src/rego/values/work.ts'

const BUDGET = 3_000_000

/** How a call with a budget of steps ends. */
function endOf(name: string, ...operands: readonly unknown[]): 'result' | 'refused' | 'halted' {
  const builtin = builtins.get(name)!
  const values: Value[] = operands.map(fromPlain)
  const host = { hooks: { print: () => undefined }, memory: new Map<string, unknown>(), spend: charge }
  try {
    withWork(BUDGET, () => builtin.call(values, host))
    return 'result'
  } catch (error) {
    if (error instanceof Halted) return 'halted'
    if (error instanceof BuiltinError) return 'refused'
    throw error
  }
}

const MEGABYTES = 10_000_000
const text = 'ab'.repeat(MEGABYTES / 2)
const nested = (levels: number) => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { a: value }
  return value
}

describe('hostile operands', () => {
  it.each<[string, readonly unknown[], 'result' | 'refused' | 'halted']>([
    ['numbers.range', [0, 1e12], 'halted'],
    ['numbers.range', [0, 10n ** 300n], 'halted'],
    ['numbers.range_step', [0, 1e15, 3], 'halted'],
    ['bits.lsh', [1, 1e9], 'refused'],
    ['bits.lsh', [1, 1e15], 'halted'],
    ['net.cidr_expand', ['0.0.0.0/0'], 'halted'],
    ['net.cidr_expand', ['::/0'], 'halted'],
    ['net.cidr_contains_matches', [Array.from({ length: 1000 }, () => '10.0.0.0/8'), Array.from({ length: 1600 }, () => '11.0.0.1')], 'result'],
    ['regex.find_n', [' *x|', ' '.repeat(4000), -1], 'halted'],
    ['regex.find_n', ['a', 'a'.repeat(40_000), -1], 'result'],
    ['sprintf', ['%999999d'.repeat(1000), Array.from({ length: 1000 }, () => 1)], 'halted'],
    ['sprintf', ['%*d'.repeat(100_000), Array.from({ length: 200_000 }, () => 900_000)], 'halted'],
    ['sprintf', ['%d'.repeat(200_000), []], 'result'],
    ['sprintf', ['%.1000000f', [1.5]], 'result'],
    ['strings.render_template', ['{{range $i := .l}}{{range $.l}}{{range $.l}}x{{end}}{{end}}{{end}}', { l: Array.from({ length: 1000 }, () => 1) }], 'halted'],
    ['strings.render_template', ['{{range 1000000000000}}{{end}}', {}], 'halted'],
    ['strings.render_template', ['{{('.repeat(100_000), {}], 'refused'],
    ['strings.render_template', ['{{if 1}}'.repeat(100_000), {}], 'refused'],
    ['contains', ['a'.repeat(MEGABYTES), `b${'a'.repeat(MEGABYTES / 2)}`], 'result'],
    ['indexof', [`${'a'.repeat(MEGABYTES)}b`, `${'a'.repeat(MEGABYTES / 2)}b`], 'result'],
    ['indexof_n', ['a'.repeat(MEGABYTES), 'a'], 'halted'],
    ['strings.count', [text, 'ab'], 'result'],
    ['replace', [text, 'a', 'x'.repeat(1000)], 'halted'],
    ['replace', [text, '', '-'], 'halted'],
    ['strings.replace_n', [Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`a${index}`, 'x'])), 'a'.repeat(100_000)], 'halted'],
    ['split', [text, ''], 'halted'],
    ['concat', [text, ['', '', '', '', '', '', '', '']], 'halted'],
    ['lower', [text], 'result'],
    ['upper', [`é${'a'.repeat(1_000_000)}`], 'result'],
    ['strings.reverse', [text], 'result'],
    ['trim', ['a'.repeat(1_000_000), `${'b'.repeat(1000)}a`], 'result'],
    ['trim', ['a'.repeat(MEGABYTES), `${'b'.repeat(10_000)}a`], 'halted'],
    ['substring', [text, 5_000_000, -1], 'result'],
    ['strings.any_prefix_match', [Array.from({ length: 20_000 }, (_, i) => `a${i}x`), Array.from({ length: 20_000 }, (_, i) => `b${i}`)], 'result'],
    ['base64.encode', [text], 'result'],
    ['base64.decode', ['A'.repeat(MEGABYTES)], 'result'],
    ['base64.decode', ['\n'.repeat(1_000_000)], 'result'],
    ['hex.decode', ['0'.repeat(MEGABYTES)], 'result'],
    ['urlquery.encode', ['é'.repeat(1_000_000)], 'result'],
    ['urlquery.decode_object', ['&'.repeat(1_000_000)], 'result'],
    ['json.unmarshal', ['['.repeat(MEGABYTES / 2)], 'refused'],
    ['json.unmarshal', ['['.repeat(MEGABYTES)], 'halted'],
    ['json.unmarshal', [`[${'1,'.repeat(1_000_000)}1]`], 'result'],
    ['json.unmarshal', [`[${'1e999999,'.repeat(100_000)}1]`], 'result'],
    ['sort', [Array.from({ length: 100 }, (_, index) => text + index)], 'halted'],
    ['equal', [Array.from({ length: 1000 }, () => text), Array.from({ length: 1000 }, () => `${text.slice(1)}b`)], 'result'],
    ['startswith', [text, text], 'result'],
    ['json.unmarshal', ['9'.repeat(1_000_000)], 'result'],
    ['yaml.unmarshal', ['['.repeat(100_000)], 'refused'],
    ['yaml.unmarshal', ['- '.repeat(100_000)], 'refused'],
    ['yaml.unmarshal', ['a: '.repeat(50_000)], 'refused'],
    ['yaml.unmarshal', ['&a '.repeat(50_000)], 'refused'],
    ['yaml.unmarshal', [Array.from({ length: 700 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')], 'result'],
    ['yaml.unmarshal', [']'.repeat(200_000)], 'refused'],
    ['yaml.unmarshal', ['x\n'.repeat(1_000_000)], 'halted'],
    ['yaml.unmarshal', [`a0: &a0 [x]\n${Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}`], 'result'],
    ['yaml.unmarshal', [Array.from({ length: 10_000 }, (_, i) => `- &a${i} x\n- *a${i}`).join('\n')], 'result'],
    ['to_number', ['1'.repeat(MEGABYTES)], 'refused'],
    ['to_number', [`0x1p${'9'.repeat(20)}`], 'refused'],
    ['units.parse', ['1e999999'], 'refused'],
    ['units.parse_bytes', [`${'1'.repeat(MEGABYTES)}k`], 'refused'],
    ['semver.compare', [`1.0.0-${'1.'.repeat(100_000)}1`, `1.0.0-${'1.'.repeat(100_000)}2`], 'result'],
    ['uri.parse', [`http://${'a'.repeat(1_000_000)}`], 'result'],
    ['uuid.parse', [text], 'result'],
    ['sort', [Array.from({ length: 500_000 }, (_, index) => -index)], 'halted'],
    ['walk', [nested(900)], 'result'],
    ['walk', [Array.from({ length: 4_000_000 }, () => 1)], 'halted'],
    ['object.union', [nested(900), nested(900)], 'result'],
    ['json.patch', [nested(900), [{ op: 'add', path: `${'/a'.repeat(899)}/b`, value: 1 }]], 'result'],
    ['json.patch', [{ a: 1 }, [{ op: 'add', path: '/a'.repeat(1_000_000), value: 1 }]], 'result'],
    ['json.patch', [Array.from({ length: 20_000 }, () => 1), Array.from({ length: 20_000 }, () => ({ op: 'add', path: '/0', value: 1 }))], 'halted'],
    ['json.filter', [{ a: 1 }, ['/a'.repeat(1_000_000)]], 'result'],
    ['json.remove', [nested(900), ['/a'.repeat(900)]], 'result'],
    [
      'graph.reachable_paths',
      [Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i, Array.from({ length: 30 }, (_, j) => String(j))])), ['0']],
      'result',
    ],
    ['internal.print', [Array.from({ length: 30 }, () => new Set([1, 2]))], 'halted'],
  ])('%s ends within its steps', (name, operands, end) => {
    expect(endOf(name, ...operands)).toBe(end)
  })

  it('patches that double their depth end', () => {
    const operations = Array.from({ length: 40 }, () => ({ op: 'copy', from: '', path: '/a' }))
    const builtin = builtins.get('json.patch')!
    const host = { hooks: {}, memory: new Map<string, unknown>(), spend: charge }
    const result = withWork(BUDGET, () => builtin.call([{ a: {} }, fromPlain(operations)], host))
    expect(result).toBeDefined()
    expect(() => withWork(BUDGET, () => builtins.get('json.marshal')!.call([result!], host))).not.toThrow(RangeError)
  })
})
