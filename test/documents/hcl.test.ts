// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of Terraform
import { describe, expect, test } from 'vitest'
import { ANY_FILE } from '../../src/documents/limits.ts'
import { placesOf, problemsOf, valuesOf } from './placed.ts'

describe('values', () => {
  test.each<[title: string, text: string, values: readonly unknown[]]>([
    ['nothing', '', []],
    ['a block under its type and labels', 'resource "a" "b" {\n  c = 1\n}\n', [{ resource: { a: { b: { c: 1 } } } }]],
    ['blocks of one type and other labels', 'r "a" "b" {}\nr "a" "c" {}\n', [{ r: { a: { b: {}, c: {} } } }]],
    ['a block that is repeated is a list', 's {\n  a = 1\n}\ns {\n  a = 2\n}\n', [{ s: [{ a: 1 }, { a: 2 }] }]],
    ['literals', 'a = "x"\nb = true\nc = null\nd = -3\ne = 1.5\n', [{ a: 'x', b: true, c: null, d: -3, e: 1.5 }]],
    ['lists and objects', 'a = ["x", 1]\nb = { c = 1, "d" = 2, e : 3 }\n', [{ a: ['x', 1], b: { c: 1, d: 2, e: 3 } }]],
    ['an expression is its text', 'a = var.x\nb = f(1)\nc = 1 + 2\n', [{ a: '${var.x}', b: '${f(1)}', c: '${1 + 2}' }]],
    ['a text with something to be filled in', 'a = "x-${var.y}"\n', [{ a: 'x-${var.y}' }]],
    ['signs in texts', 'a = "x\\n\\"y\\""\n', [{ a: 'x\n"y"' }]],
    ['jsonencode of a literal is that literal', 'p = jsonencode({ a = [1] })\n', [{ p: { a: [1] } }]],
    ['a heredoc is its lines', 'p = <<EOT\n{\n  "a": 1\n}\nEOT\n', [{ p: '{\n  "a": 1\n}' }]],
    ['comments of three kinds', '# a\n// b\n/* c */\na = 1\n', [{ a: 1 }]],
  ])('%s', (_, text, values) => {
    expect(valuesOf('hcl', text)).toEqual(values)
  })
})

test('places of blocks, attributes and items', () => {
  expect(placesOf('hcl', 'a "b" {\n  c = [\n    1,\n    2\n  ]\n}\n')).toEqual(['$ 1-6', '$.a 1-6', '$.a.b 1-6', '$.a.b.c 2-5', '$.a.b.c.0 3', '$.a.b.c.1 4'])
})

test('what is wrong is told with its line, beside all that could be made out', () => {
  expect(problemsOf('hcl', 'a = 1\nb = {\n')[0]).toMatch(/^[123]: no valid HCL/)
  const text = 'a "b" {\n  c = [\n    "x"\n    "y",\n  ]\n}\nd = 1\n'
  expect(problemsOf('hcl', text)).toEqual(['3: no valid HCL'])
  expect(valuesOf('hcl', text)).toEqual([expect.objectContaining({ d: 1 })])
})

test('what is too large or nested too deep is not walked', () => {
  expect(problemsOf('hcl', `a = ${'['.repeat(90)}${']'.repeat(90)}\n`)).toEqual(['1: nested more than 64 deep'])
  expect(problemsOf('hcl', `a = [${'1,'.repeat(50)}1]\n`, { ...ANY_FILE, values: 20 })).toEqual(['1: too large: more than 20 values'])
})
