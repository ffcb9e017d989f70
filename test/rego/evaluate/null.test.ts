import { expect, test } from 'vitest'
import { compile } from '../../../src/rego/index.ts'

/** What `data.t.p` is; `'undefined'` where it is none. */
function answerOf(rules: string, { data, input }: { data?: unknown; input?: unknown } = {}): unknown {
  const policy = compile([{ name: 't.rego', text: `package t\n${rules}` }], { data })
  const [row] = policy.evaluate('data.t.p', input)
  return row === undefined ? 'undefined' : row.expressions[0]?.value
}

test.each([
  ['a rule', 'p := null'],
  ['a rule with a body', 'p := null if true'],
  ['two rules that agree', 'p := null if 1 == 1\np := null if 2 == 2'],
  ['a default', 'default p := null\np := 1 if false'],
  ['an else', 'p := 1 if false\nelse := null'],
  ['a rule before an else', 'p := null if true\nelse := 1'],
  ['a rule with a default', 'default p := 1\np := null if true'],
  ['a function', 'p := f(1)\nf(_) := null'],
  ['a function with a default', 'p := f(1)\ndefault f(_) := 1\nf(x) := null if x == 1'],
  ["a function's default", 'p := f(2)\ndefault f(_) := null\nf(x) := 1 if x == 1'],
  ["a function's else", 'p := f(2)\nf(x) := 1 if x == 1\nelse := null'],
  ['a function that remembers its results', 'p := [x | some y in [1, 1]; x := f(y)][1]\nf(y) := null if { some z in [1, 2]; z == y }'],
  ['a rule that refers to one', 'p := q\nq := null'],
  ['a field', 'p := {"a": null}.a'],
  ['a key', 'p := {null: null}[null]'],
  ['a builtin', 'p := json.unmarshal("null")'],
  ['a builtin that finds it', 'p := object.get({"a": null}, "a", 1)'],
  ['a builtin that finds it at a path', 'p := object.get({"a": {"b": null}}, ["a", "b"], 1)'],
  ["a function's replacement", 'p := x if { x := f(1) with f as null }\nf(y) := y'],
  ["a builtin's replacement", 'p := x if { x := count([1]) with count as null }'],
  ['a replaced input', 'p := x if { x := q with input as null }\nq := input'],
  ['replaced data', 'p := x if { x := q with data.a as null }\nq := data.a'],
])('null is a value: of %s', (_, rules) => {
  expect(answerOf(rules)).toBe(null)
})

test('null is a value in data and input', () => {
  const data = { a: { x: null, 1: null } }
  expect(answerOf('p := data.a.x', { data })).toBe(null)
  expect(answerOf('p := data.a[1]', { data })).toBe(null)
  expect(answerOf('p := input.x', { input: { x: null } })).toBe(null)
  expect(answerOf('p := input', { input: null })).toBe(null)
  expect(answerOf('p := [x | some x in data.a]', { data })).toEqual([null, null])
})

test('null is true enough for an expression, and not undefined for `not`', () => {
  expect(answerOf('p if null')).toBe(true)
  expect(answerOf('p if input.a', { input: { a: null } })).toBe(true)
  expect(answerOf('p if not null')).toBe('undefined')
  expect(answerOf('p if not q\nq := null')).toBe('undefined')
  expect(answerOf('p if not f(1)\nf(_) := null')).toBe('undefined')
  expect(answerOf('p if every x in [null] { x == null }')).toBe(true)
})

test('null and another value of one rule are a conflict', () => {
  expect(() => answerOf('p := null if true\np := 1 if true')).toThrow('complete rules must not produce multiple outputs')
  expect(() => answerOf('p := 1 if true\np := null if true')).toThrow('complete rules must not produce multiple outputs')
  expect(() => answerOf('p := f(1)\nf(x) := null if x == 1\nf(x) := 1 if x > 0')).toThrow('functions must not produce multiple outputs')
})
