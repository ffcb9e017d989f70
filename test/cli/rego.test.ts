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

  it('runs tests: names what fails, counts all, and exits with 1', async () => {
    const { code, out } = await maestro(['rego', 'test', 'policy'], { cwd: dir })
    expect(out).toBe('data.shop_test.test_cheap: FAIL\ndata.shop_test.todo_test_later: SKIP\n1 passed, 1 failed, 1 skipped\n')
    expect(code).toBe(1)
  })

  it('checks modules, and names file, row, code and what is wrong', async () => {
    expect(await maestro(['rego', 'check', 'policy'], { cwd: dir })).toMatchObject({ code: 0, out: '' })
    const { code, err } = await maestro(['rego', 'check', 'unsafe.rego'], { cwd: dir })
    expect(err).toContain('unsafe.rego:3: rego_unsafe_var_error: var x is unsafe')
    expect(code).toBe(2)
  })

  it('formats modules, and says which are not', async () => {
    const formatted = 'package ugly\n\np if input.x == 1\n'
    expect(await maestro(['rego', 'fmt', '--list', 'ugly.rego', 'policy'], { cwd: dir })).toMatchObject({ code: 1, out: 'ugly.rego\n' })
    expect((await maestro(['rego', 'fmt', 'ugly.rego'], { cwd: dir })).out).toBe(formatted)
    await maestro(['rego', 'fmt', '--write', 'ugly.rego'], { cwd: dir })
    expect(readFileSync(join(dir, 'ugly.rego'), 'utf8')).toBe(formatted)
  })

  it('refuses what does not merge, and what is not there', async () => {
    writeFileSync(join(dir, 'other.json'), '{"limits": {"price": 11}}')
    expect(await maestro(['rego', 'eval', '-d', 'policy', '-d', 'other.json', 'data.limits'], { cwd: dir })).toMatchObject({ code: 2 })
    expect(await maestro(['rego', 'check', 'nowhere'], { cwd: dir })).toMatchObject({ code: 2, err: expect.stringContaining('there is nothing at nowhere') })
  })
})
