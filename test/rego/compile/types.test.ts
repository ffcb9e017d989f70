import { describe, expect, it } from 'vitest'
import { compile, RegoErrors } from '../../../src/rego/index.ts'

/** What the compiler says of a module, without its file. */
function complaints(text: string): readonly string[] {
  try {
    compile([{ name: 'a.rego', text: `package t\n\n${text}` }])
    return []
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
    return error.errors.map(({ row, col, code, message }) => `${row}:${col} ${code}: ${message}`)
  }
}

describe('types of operands', () => {
  it.each([
    ['p if split("a")', '3:6 rego_type_error: split: arity mismatch\n\thave: (string)\n\twant: (x: string, delimiter: string)'],
    [
      'p if startswith(1, "a")',
      '3:6 rego_type_error: startswith: invalid argument(s)\n\thave: (number, string)\n\twant: (search: string, base: string, result: boolean)',
    ],
    [
      'p if sprintf("a", "b") == "a"',
      '3:6 rego_type_error: sprintf: invalid argument(s)\n\thave: (string, string, ???)\n\twant: (format: string, values: array[any], output: string)',
    ],
    ['f([a, _]) := a\n\np if f(1)', '5:6 rego_type_error: data.t.f: invalid argument(s)\n\thave: (number)\n\twant: (array<any, any>, any)'],
    ['f(x) := x\n\np if f(1, 2, 3)', '5:6 rego_type_error: function data.t.f has arity 1, got 3 arguments'],
    ['p if 1 == "a"', '3:6 rego_type_error: match error\n\tleft  : number\n\tright : string'],
  ])('%s', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })
})

describe('functions that `with` replaces', () => {
  it.each([
    ['f(x) := x\n\ng(x, y) := [x, y]\n\np if f(1) with f as g', '7:11 rego_type_error: data.t.f: arity mismatch\n\thave: (any, any)\n\twant: (any)'],
    [
      'g(x, y) := x if y\n\np if count([1]) == 1 with count as g',
      '5:22 rego_type_error: count: arity mismatch\n\thave: (any, any)\n\twant: (collection: any<string, array[any], object[any: any], set[any]>)',
    ],
    [
      'p if upper("a") == "A" with upper as count',
      '3:24 rego_type_error: upper: arity mismatch\n\thave: (any<string, array[any], object[any: any], set[any]>)\n\twant: (x: string)',
    ],
  ])('have as many operands, and a result of the same type: %s', (text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })

  it.each([
    'f(x) := x\n\ng(y) := [y]\n\np if f(1) with f as g',
    'p if count("a") with count as 5',
    'f(x) := x\n\np if f(1) with f as data.base',
    'p if max([1]) with max as min',
  ])('or are replaced by a value: %s', (text) => {
    expect(complaints(text)).toEqual([])
  })
})

it('a function is called, or replaced, and nothing else', () => {
  const complaint = 'rego_type_error: function data.t.f used as reference, not called\n\tdata.t.f\n\t^^^^^^^^\n\thave: (any) => any'
  expect(complaints('f(x) := x\n\np := f')).toEqual([`5:6 ${complaint}`])
  expect(complaints('f(x) := x\n\np if count(f) > 1')).toEqual([`5:12 ${complaint}`])
  expect(complaints('f(x) := x\n\ng(x) := x\n\np if f(1) with f as g\n\nq if count("a") with count as f\n\nr := data.t[k] if k := 1')).toEqual([
    expect.stringContaining('rego_recursion_error'),
  ])
  expect(complaints('f(x) := x\n\ng(x) := x\n\np if f(1) with f as g\n\nq if count("a") == 1 with count as f')).toEqual([])
})

it('a rule where the data has a document is refused where that is asked for', () => {
  const sources = [{ name: 'a.rego', text: 'package t.u\n\np := 1\n\nq := 2' }]
  const refused = (data: object) => () => compile(sources, { data, refuseOverlap: true })
  expect(refused({ t: { u: { p: {} } } })).toThrow('a.rego:3: rego_compile_error: conflicting rule for data path t/u/p found')
  expect(refused({ t: { u: { z: 1 } }, p: 2 })).not.toThrow()
  expect(refused({ t: 5 })).not.toThrow()
  expect(() => compile(sources, { data: { t: { u: { p: {} } } } })).not.toThrow()
})

describe('types of what is looked up', () => {
  const q = 'q := {"a": 1, "b": [1, "x"]}\n\n'
  it.each([
    [
      'a field that is not there',
      `${q}p if q.c`,
      '5:6 rego_type_error: undefined ref: data.t.q.c\n\tdata.t.q.c\n\t         ^\n\t         have: "c"\n\t         want (one of): ["a" "b"]',
    ],
    ['a field of a number', `${q}p if q.a.b`, '5:6 rego_type_error: undefined ref: data.t.q.a.b\n\tdata.t.q.a.b\n\t^^^^^^^^^^\n\thave: number'],
    [
      'a name in an array',
      `${q}p if q.b.x`,
      '5:6 rego_type_error: undefined ref: data.t.q.b.x\n\tdata.t.q.b.x\n\t           ^\n\t           have: "x"\n\t           want (type): number',
    ],
    [
      'a position beyond the end',
      `${q}p if q.b[2]`,
      '5:6 rego_type_error: undefined ref: data.t.q.b[2]\n\tdata.t.q.b[2]\n\t           ^\n\t           have: 2\n\t           want (type): number',
    ],
    [
      'a variable of another type',
      `${q}p if { k := "a"; q.b[k] }`,
      '5:18 rego_type_error: undefined ref: data.t.q.b[k]\n\tdata.t.q.b[k]\n\t           ^\n\t           have (type): string\n\t           want (type): number',
    ],
    [
      'an item that no set has',
      's := {1, 2}\n\np if s["a"]',
      '5:6 rego_type_error: undefined ref: data.t.s.a\n\tdata.t.s.a\n\t         ^\n\t         have: "a"\n\t         want (type): number',
    ],
    [
      'a field of a local value',
      'p if { y := {"a": 1}; y.b }',
      '3:23 rego_type_error: undefined ref: y.b\n\ty.b\n\t  ^\n\t  have: "b"\n\t  want (one of): ["a"]',
    ],
    ['a position that is compared with a text', `${q}p if { q.b[i]; i == "a" }`, '5:16 rego_type_error: match error\n\tleft  : number\n\tright : string'],
  ])('refuses %s, where it can never be', (_, text, complaint) => {
    expect(complaints(text)).toEqual([complaint])
  })

  it.each([
    ['one of several definitions has the field', 'q := {"a": 1} if input.x\n\nq := {"b": 1} if input.y\n\np if q.b'],
    ['one of several types has fields', 'q := [1, "a", {"x": 1}]\n\np if q[_].x\n\nr if { some v in q; v.x }'],
    ['keys come from outside', 'o[k] := v if some k, v in input\n\np if o.x.y\n\nr := {k: v | some k, v in input}\n\ns if r.foo.bar'],
    ['a value comes from outside', 'q := json.unmarshal(input.x)\n\np if q.a.b\n\nr := {"a": input}\n\ns if r[input.k].b\n\nt if r.a[3].c'],
    ['a builtin may add fields', 'q := object.union({"a": 1}, input.z)\n\np if q.b'],
    ['a function gives what it is given', 'f(x) := x\n\np if f({"a": 1}).b'],
  ])('has nothing to say where %s', (_, text) => {
    expect(complaints(text)).toEqual([])
  })
})
