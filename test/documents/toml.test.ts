import { describe, expect, test } from 'vitest'
import { ANY_FILE } from '../../src/documents/limits.ts'
import { placesOf, problemsOf, valuesOf } from './placed.ts'

describe('values', () => {
  test.each<[title: string, text: string, values: readonly unknown[]]>([
    ['keys and tables', 'a = 1\n[b]\nc = "x"\n[b.d]\ne = true\n', [{ a: 1, b: { c: 'x', d: { e: true } } }]],
    ['lists of tables', '[[p]]\nn = 1\n[[p]]\nn = 2\n', [{ p: [{ n: 1 }, { n: 2 }] }]],
    ['a day is a text', 'd = 2026-11-27\n', [{ d: expect.stringMatching(/^2026-11-27/) }]],
    ['a number that no number holds is a text', 'n = 9007199254740993\n', [{ n: '9007199254740993' }]],
    ['the name of the prototype is a name like others', '[__proto__]\na = 1\n', [JSON.parse('{"__proto__": {"a": 1}}')]],
  ])('%s', (_, text, values) => {
    expect(valuesOf('toml', text)).toEqual(values)
  })
})

describe('places', () => {
  test('of keys, dotted keys and tables', () => {
    expect(placesOf('toml', 'a = 1\n\n[b]\nc.d = 2\n"e f" = 3\n')).toEqual(['$ 1-5', '$.a 1', '$.b 3-5', '$.b.c 4', '$.b.c.d 4', '$.b.e f 5'])
  })
  test('of each table of a list', () => {
    expect(placesOf('toml', '[[p]]\nn = 1\n\n[[p]]\nn = 2\n')).toEqual(['$ 1-5', '$.p 1-5', '$.p.0 1-2', '$.p.0.n 2', '$.p.1 4-5', '$.p.1.n 5'])
  })
  test('a line within a text of several lines is no key', () => {
    expect(placesOf('toml', 'a = """\nb = 1\n"""\nb = 2\n')).toEqual(['$ 1-4', '$.a 1', '$.b 4'])
  })
})

test('what is wrong is told with its line, and what is too deep or too large is not walked', () => {
  expect(problemsOf('toml', 'a = 1\nb = \n')[0]).toMatch(/^2: no valid TOML/)
  expect(problemsOf('toml', 'a = 1\na = 2\n')[0]).toMatch(/^2: no valid TOML/)
  expect(problemsOf('toml', `a = ${'['.repeat(90)}${']'.repeat(90)}\n`)).toHaveLength(1)
  expect(problemsOf('toml', `a = [${'1,'.repeat(50)}]\n`, { ...ANY_FILE, values: 20 })).toEqual(['1: too large: too many values'])
})
