import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { scratchFolder } from '../git/scratch.ts'
import { maestro } from './command-line.ts'

const { dir } = scratchFolder()

const POLICY = `package shop

deny contains msg if {
	some item in input.items
	item.price > data.limits.price
	msg := sprintf("%s costs %v", [item.name, item.price])
}
`
const TESTS = `package shop_test

import data.shop

test_dear if count(shop.deny) == 1 with input as {"items": [{"name": "lamp", "price": 12}]}

test_cheap if count(shop.deny) == 1 with input as {"items": []}

todo_test_later if false
`

beforeAll(() => {
  mkdirSync(join(dir, 'policy/limits'), { recursive: true })
  writeFileSync(join(dir, 'policy/shop.rego'), POLICY)
  writeFileSync(join(dir, 'policy/shop_test.rego'), TESTS)
  writeFileSync(join(dir, 'policy/limits/data.json'), '{"price": 10, "large": 12345678901234567890}')
  writeFileSync(join(dir, 'input.yaml'), 'items:\n  - { name: lamp, price: 12 }\n  - { name: pen, price: 2 }\n')
  writeFileSync(join(dir, 'ugly.rego'), 'package ugly\np    if   {  input.x==1  }\n')
  writeFileSync(join(dir, 'unsafe.rego'), 'package unsafe\n\np if x == 1\n')
})

/** @spec SPEC-18 */
describe('maestro rego', () => {
  it('evaluates a query over modules, documents and an input', async () => {
    const pretty = await maestro(['rego', 'eval', '-d', 'policy', '-i', 'input.yaml', '-f', 'pretty', 'data.shop.deny'], { cwd: dir })
    expect(pretty).toMatchObject({ code: 0, out: '[\n  "lamp costs 12"\n]\n' })
    const json = await maestro(['rego', 'eval', 'x := [1, 2][_]; x > 1'], { cwd: dir })
    expect(JSON.parse(json.out)).toMatchObject({ result: [{ bindings: { x: 2 } }] })
  })

  it('loses no digit of a document', async () => {
    const { out } = await maestro(['rego', 'eval', '-d', 'policy', '-f', 'pretty', 'data.limits.large + 1'], { cwd: dir })
    expect(out).toBe('12345678901234567891\n')
  })

  it('says that a query is undefined, and fails by it only when asked to', async () => {
    expect(await maestro(['rego', 'eval', '-f', 'pretty', 'input.nothing'], { cwd: dir })).toMatchObject({ code: 0, out: 'undefined\n' })
    expect(await maestro(['rego', 'eval', '--fail', 'input.nothing'], { cwd: dir })).toMatchObject({ code: 1, out: '{}\n' })
  })

  it('reads the input from what is piped in', async () => {
    const stdin = '{"items": [{"name": "lamp", "price": 12345678901234567890}]}'
    const { code, out } = await maestro(['rego', 'eval', '-I', '-f', 'pretty', 'input.items[0].price + 1'], { cwd: dir, stdin })
    expect({ code, out }).toEqual({ code: 0, out: '12345678901234567891\n' })
    expect(await maestro(['rego', 'eval', '-I', 'input'], { cwd: dir, stdin: '{' })).toMatchObject({ code: 2, err: expect.stringContaining('standard input') })
    expect(await maestro(['rego', 'eval', '-I', '-i', 'input.yaml', 'input'], { cwd: dir, stdin })).toMatchObject({ code: 2 })
  })

  it('exits with 1 where a query is defined, when asked to', async () => {
    expect(await maestro(['rego', 'eval', '--fail-defined', '1'], { cwd: dir })).toMatchObject({ code: 1 })
    expect(await maestro(['rego', 'eval', '--fail-defined', 'input.nothing'], { cwd: dir })).toMatchObject({ code: 0 })
  })

  it('explains what made a rule true, with the paths that were read', async () => {
    const args = ['rego', 'eval', '-d', 'policy', '-i', 'input.yaml', '-f', 'pretty', '--explain']
    const { out } = await maestro([...args, 'data.shop.deny'], { cwd: dir })
    expect(out).toBe(`data.shop.deny is ["lamp costs 12"]
  policy/shop.rego:3: deny contains msg
    gives "lamp costs 12"
      true: policy/shop.rego:4: some item in input.items
        input.items[0] is {"name":"lamp","price":12}
      true: policy/shop.rego:5: item.price > data.limits.price
        input.items[0].price is 12
        data.limits.price is 10
      true: policy/shop.rego:6: msg := sprintf("%s costs %v", [item.name, item.price])
        input.items[0].name is "lamp"
        input.items[0].price is 12
[
  "lamp costs 12"
]
`)
  })

  it('explains what stopped a rule', async () => {
    writeFileSync(join(dir, 'calm.rego'), 'package calm\n\nallow if {\n\tinput.items\n\tinput.user == "ann"\n}\n\nall if allow\n')
    const args = ['rego', 'eval', '-d', 'calm.rego', '-i', 'input.yaml', '-f', 'pretty']
    const { out } = await maestro([...args, '--explain=fails', 'data.calm.all'], { cwd: dir })
    expect(out).toBe(`data.calm.all is undefined
  calm.rego:8: all
    not true: calm.rego:8: allow
      data.calm.allow is undefined
        calm.rego:3: allow
          not true: calm.rego:5: input.user == "ann"
            input.user is undefined
undefined
`)
    const json = await maestro(['rego', 'eval', '-d', 'calm.rego', '--explain=full', 'data.calm.allow'], { cwd: dir })
    expect(JSON.parse(json.out)).toMatchObject({
      explanation: [{ rule: 'data.calm.allow', isDefined: false, bodies: [{ holds: false, stoppedBy: { text: 'input.items' } }] }],
    })
    expect(await maestro(['rego', 'eval', '--explain=loudly', '1'], { cwd: dir })).toMatchObject({ code: 2 })
    expect(await maestro(['rego', 'eval', '--explain=full'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('a query is missing') })
  })

  it('shows what print says beside the result, or as notes', async () => {
    const query = 'print("so", input.items[0].name)'
    const args = ['rego', 'eval', '-i', 'input.yaml', '-f', 'pretty']
    expect(await maestro([...args, query], { cwd: dir })).toMatchObject({ out: 'true\n', err: 'so lamp\n' })
    expect(await maestro([...args, '--explain=notes', query], { cwd: dir })).toMatchObject({ out: 'note: so lamp\ntrue\n', err: '' })
  })

  it('reports which lines an evaluation reached', async () => {
    const args = ['rego', 'eval', '-d', 'policy/shop.rego', '-i', 'input.yaml', '--coverage', 'data.shop.deny']
    const { out } = await maestro(args, { cwd: dir })
    expect(JSON.parse(out).coverage).toEqual({
      files: {
        'policy/shop.rego': {
          covered: [{ start: { row: 4 }, end: { row: 5 } }],
          covered_lines: 2,
          not_covered: [
            { start: { row: 3 }, end: { row: 3 } },
            { start: { row: 6 }, end: { row: 6 } },
          ],
          not_covered_lines: 2,
          coverage: 50,
        },
      },
      covered_lines: 2,
      not_covered_lines: 2,
      coverage: 50,
    })
  })

  it('runs tests: names what fails, counts all, and exits with 2', async () => {
    const { code, out } = await maestro(['rego', 'test', 'policy'], { cwd: dir })
    expect(out).toBe('data.shop_test.test_cheap: FAIL\ndata.shop_test.todo_test_later: SKIP\n1 passed, 1 failed, 1 skipped\n')
    expect(code).toBe(2)
  })

  it('runs only tests whose names match, and takes those that are skipped as it is told', async () => {
    expect(await maestro(['rego', 'test', '-r', 'shop_test\\.test_d', 'policy'], { cwd: dir })).toMatchObject({ code: 0, out: '1 passed, 0 failed\n' })
    expect(await maestro(['rego', 'test', '-r', 'later', 'policy'], { cwd: dir })).toMatchObject({ code: 2 })
    expect(await maestro(['rego', 'test', '-z', '-r', 'later', 'policy'], { cwd: dir })).toMatchObject({ code: 0 })
    expect(await maestro(['rego', 'test', '-r', '(', 'policy'], { cwd: dir })).toMatchObject({ code: 1, err: expect.stringContaining('no regular expression') })
  })

  it('covers lines by tests, and exits with 2 where they are too few', async () => {
    const { code, out, err } = await maestro(['rego', 'test', '-r', 'test_dear', '--threshold', '90', 'policy'], { cwd: dir })
    expect(out).toBe(`1 passed, 0 failed
policy/shop.rego: 100.00%
policy/shop_test.rego: 33.33%, not covered: 7, 9
coverage: 71.43%
`)
    expect({ code, err }).toEqual({ code: 2, err: 'coverage threshold not met: got 71.43% instead of 90.00%\n' })
    expect(await maestro(['rego', 'test', '-r', 'test_dear', '--threshold', '70', 'policy'], { cwd: dir })).toMatchObject({ code: 0, err: '' })
    expect(await maestro(['rego', 'test', '--threshold', '101', 'policy'], { cwd: dir })).toMatchObject({ code: 2 })
  })

  it('tells of tests, or of what they cover, in JSON', async () => {
    const tests = await maestro(['rego', 'test', '-f', 'json', 'policy'], { cwd: dir })
    expect(JSON.parse(tests.out)).toEqual([
      { location: { file: 'policy/shop_test.rego', row: 5, col: 1 }, package: 'data.shop_test', name: 'test_dear' },
      { location: { file: 'policy/shop_test.rego', row: 7, col: 1 }, package: 'data.shop_test', name: 'test_cheap', fail: true },
      { location: { file: 'policy/shop_test.rego', row: 9, col: 1 }, package: 'data.shop_test', name: 'todo_test_later', skip: true },
    ])
    const coverage = await maestro(['rego', 'test', '-f', 'json', '--coverage', 'policy'], { cwd: dir })
    expect(JSON.parse(coverage.out)).toMatchObject({ covered_lines: 6, not_covered_lines: 1 })
  })

  it('refuses in strict mode what is not used', async () => {
    writeFileSync(join(dir, 'careless.rego'), 'package careless\n\nimport data.shop\n\np if {\n\tx := 1\n}\n')
    expect(await maestro(['rego', 'check', 'careless.rego'], { cwd: dir })).toMatchObject({ code: 0 })
    const { code, err } = await maestro(['rego', 'check', '--strict', 'careless.rego'], { cwd: dir })
    expect(code).toBe(1)
    expect(err).toContain('careless.rego:3: rego_compile_error: import data.shop unused')
  })

  it('checks modules, and names file, row, code and what is wrong', async () => {
    expect(await maestro(['rego', 'check', 'policy'], { cwd: dir })).toMatchObject({ code: 0, out: '' })
    const { code, err } = await maestro(['rego', 'check', 'unsafe.rego'], { cwd: dir })
    expect(err).toContain('unsafe.rego:3: rego_unsafe_var_error: var x is unsafe')
    expect(code).toBe(1)
  })

  it('formats modules, and says which are not', async () => {
    const formatted = 'package ugly\n\np if input.x == 1\n'
    expect(await maestro(['rego', 'fmt', '--list', '--fail', 'ugly.rego', 'policy'], { cwd: dir })).toMatchObject({ code: 1, out: 'ugly.rego\n' })
    expect(await maestro(['rego', 'fmt', '--list', 'ugly.rego'], { cwd: dir })).toMatchObject({ code: 0, out: 'ugly.rego\n' })
    expect((await maestro(['rego', 'fmt', 'ugly.rego'], { cwd: dir })).out).toBe(formatted)
    await maestro(['rego', 'fmt', '--write', 'ugly.rego'], { cwd: dir })
    expect(readFileSync(join(dir, 'ugly.rego'), 'utf8')).toBe(formatted)
  })

  it('refuses what does not merge, and what is not there', async () => {
    writeFileSync(join(dir, 'other.json'), '{"limits": {"price": 11}}')
    expect(await maestro(['rego', 'eval', '-d', 'policy', '-d', 'other.json', 'data.limits'], { cwd: dir })).toMatchObject({ code: 2 })
    expect(await maestro(['rego', 'check', 'nowhere'], { cwd: dir })).toMatchObject({ code: 1, err: expect.stringContaining('there is nothing at nowhere') })
  })
})
