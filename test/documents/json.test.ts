import { describe, expect, test } from 'vitest'
import { ANY_FILE } from '../../src/documents/limits.ts'
import { placesOf, problemsOf, valuesOf } from './placed.ts'

describe('values', () => {
  test.each<[title: string, text: string, values: readonly unknown[]]>([
    ['an object', '{"a": [1, true, null, "x"]}', [{ a: [1, true, null, 'x'] }]],
    ['comments and commas at the end, as many tools take them', '{\n  // why\n  "a": 1, /* and */\n}', [{ a: 1 }]],
    ['signs in texts', '{"a": "\\u00e9\\n\\""}', [{ a: 'é\n"' }]],
    ['of a key given twice the last counts, as parsers have it', '{"a": 1, "a": 2}', [{ a: 2 }]],
    ['the name of the prototype is a name like others', '{"__proto__": {"a": 1}}', [JSON.parse('{"__proto__": {"a": 1}}')]],
  ])('%s', (_, text, values) => {
    expect(valuesOf('json', text)).toEqual(values)
  })
})

test('places of keys, values and items', () => {
  expect(placesOf('json', '{\n  "a": 1,\n  "b":\n  [\n    2\n  ]\n}\n')).toEqual(['$ 1-7', '$.a 2', '$.b@3', '$.b 4-6', '$.b.0 5'])
})

test.each<[title: string, text: string, problem: RegExp]>([
  ['a brace that is not closed', '{\n  "a": 1\n', /^\d: no valid JSON/],
  ['a word', '{\n  "a": b\n}', /^2: no valid JSON/],
  ['two values', '1 2', /^1: no valid JSON/],
])('%s is a problem with its line', (_, text, problem) => {
  expect(problemsOf('json', text)[0]).toMatch(problem)
  expect(valuesOf('json', text)).toEqual([])
})

test('what is too large or nested too deep is not parsed', () => {
  expect(problemsOf('json', `[${'1,'.repeat(50)}1]`, { ...ANY_FILE, lexemes: 20 })).toEqual(['1: too large: more than 20 words and signs'])
  expect(problemsOf('json', '['.repeat(200_000))).toEqual(['1: nested more than 64 deep'])
})
