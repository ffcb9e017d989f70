import { describe, expect, test } from 'vitest'
import { ANY_FILE } from '../../src/documents/limits.ts'
import { placesOf, problemsOf, valuesOf } from './placed.ts'

describe('values', () => {
  test.each<[title: string, text: string, values: readonly unknown[]]>([
    ['nothing', '', []],
    ['a comment alone', '# nothing\n', []],
    ['on is a word, and yes and no too, as YAML 1.2 has it', 'on: yes\noff: no\n', [{ on: 'yes', off: 'no' }]],
    ['numbers, truths and nothing', 'a: 1\nb: 1.5\nc: true\nd: ~\ne:\n', [{ a: 1, b: 1.5, c: true, d: null, e: null }]],
    ['a number as a key stays as it was written', '0x10: a\n010: b\n', [{ '0x10': 'a', '010': 'b' }]],
    ['several documents, the empty ones left out', 'a: 1\n---\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['an anchor and its alias', 'a: &x [1, 2]\nb: *x\n', [{ a: [1, 2], b: [1, 2] }]],
    ['a merge key: what is said here counts', 'a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n', [{ a: { p: 1, q: 2 }, b: { q: 3, p: 1 } }]],
    [
      'merge keys of several: the first counts',
      'a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc:\n  <<: [*x, *y]\n',
      [{ a: { p: 1 }, b: { p: 2, q: 2 }, c: { p: 1, q: 2 } }],
    ],
    ['a block of text', 'run: |\n  a\n  b\n', [{ run: 'a\nb\n' }]],
    ['the name of the prototype is a name like others', '__proto__: {a: 1}\n', [JSON.parse('{"__proto__": {"a": 1}}')]],
  ])('%s', (_, text, values) => {
    expect(valuesOf('yaml', text)).toEqual(values)
  })
})

describe('places', () => {
  test('of keys, values, items and blocks', () => {
    expect(placesOf('yaml', 'a: 1\nb:\n  - x\n  - |\n    y\n    z\nc: 2\n')).toEqual(['$ 1-7', '$.a 1', '$.b@2', '$.b 3-6', '$.b.0 3', '$.b.1 4-6', '$.c 7'])
  })
  test('of what an alias repeats: where the alias stands', () => {
    expect(placesOf('yaml', 'a: &x\n  p: 1\nb: *x\n')).toEqual(['$ 1-3', '$.a@1', '$.a 2', '$.a.p 2', '$.b 3', '$.b.p 2'])
  })
  test('of a second document', () => {
    expect(placesOf('yaml', 'a: 1\n---\nb: 2\n')).toEqual(['$ 1', '$.a 1', '$ 3', '$.b 3'])
  })
  test('with the line ends of Windows', () => {
    expect(placesOf('yaml', 'a: 1\r\nb: 2\r\n')).toEqual(['$ 1-2', '$.a 1', '$.b 2'])
  })
})

describe('problems', () => {
  test.each<[title: string, text: string, problem: RegExp]>([
    ['a bracket that is not closed', 'a: 1\nb: [1,\n', /^[23]: no valid YAML/],
    ['a template of Helm', 'a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\n', /^\d: no valid YAML/],
    ['a key given twice', 'a: 1\na: 2\n', /^2: the key `a` is given twice/],
    ['an alias of nothing', 'a: *x\n', /^1: .*no valid YAML.*x|^1: `\*x` repeats/],
    ['an alias inside its own anchor', 'a: &x\n  b: *x\n', /^2: `\*x` repeats something that does not stand before it/],
    ['infinity', 'a: .inf\n', /^1: `Infinity` is no value/],
  ])('%s', (_, text, problem) => {
    expect(problemsOf('yaml', text)[0]).toMatch(problem)
  })
  test('a billion laughs are cut short', () => {
    const text = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${[1, 2, 3, 4, 5, 6, 7, 8]
      .map(
        (n) =>
          `a${n}: &a${n} [${Array(9)
            .fill(`*a${n - 1}`)
            .join(', ')}]\n`,
      )
      .join('')}`
    expect(valuesOf('yaml', text)).toEqual([])
    expect(problemsOf('yaml', text)).toEqual(['1: too large: more than 40000 values, counting what aliases repeat'])
  })
  test('more words than the limit are not parsed', () => {
    expect(problemsOf('yaml', 'a: 1\n'.repeat(10), { ...ANY_FILE, lexemes: 20 })).toEqual(['1: too large: more than 20 words and signs'])
  })
  test('what is nested too deep is not walked', () => {
    expect(problemsOf('yaml', `${'['.repeat(80)}${']'.repeat(80)}\n`)[0]).toMatch(/nested more than 64 deep/)
  })
})
