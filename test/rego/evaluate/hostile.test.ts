import { describe, expect, it } from 'vitest'
import { type Budget, compile, Halted, parseJson, RegoError } from '../../../src/rego/index.ts'

/** Enough for any honest policy of this size, and little enough to be used up at once. */
const BUDGET = { steps: 300_000, bytes: 16 * 1024 * 1024, depth: 500 } as const satisfies Budget

/** How the evaluation of `data.t` ends: its value, or which budget is used up, or the code of the error. */
function endOf(text: string, input?: unknown, budget: Budget = BUDGET): unknown {
  const policy = compile([{ name: 'a.rego', text: `package t\n\n${text}` }])
  try {
    return policy.evaluate('data.t', input, { budget })[0]?.expressions[0]?.value
  } catch (error) {
    if (error instanceof Halted) return error.budget
    if (error instanceof RegoError) return error.code
    throw error
  }
}

/** `a0 := first`, and each next an array that has the last ten times: the text is short, the value is not. */
function tenfold(first: string, levels: number): string {
  return [
    `a0 := ${first}`,
    ...Array.from({ length: levels }, (_, level) => `a${level + 1} := [${Array.from({ length: 10 }, () => `a${level}`).join(', ')}]`),
  ].join('; ')
}

describe('policies that never end', () => {
  it.each([
    [
      'a cartesian product',
      'p := count([1 | some a in numbers.range(1, 300); some b in numbers.range(1, 300); some c in numbers.range(1, 300); a + b == c])',
      'steps',
    ],
    ['every of every', 'p if { every a in numbers.range(1, 900) { every b in numbers.range(1, 900) { a != b + 9000 } } }', 'steps'],
    [
      'a rule that is evaluated anew for each of many',
      'q := count([1 | some x in numbers.range(1, 500); x > input.y])\n\np := count([1 | some i in numbers.range(1, 5000); q > 0 with input.y as i])',
      'steps',
    ],
    ['a huge range', 'p := numbers.range(1, 1000000000000)', 'steps'],
    ['a set of sets', 'p := count({{a, b, c} | some a in numbers.range(1, 300); some b in numbers.range(1, 300); some c in numbers.range(1, 300)})', 'steps'],
    ['rules that refer to rules', `${Array.from({ length: 1000 }, (_, i) => `r${i} := r${i + 1}`).join('\n\n')}\n\nr1000 := 1\n\np := r0`, 'depth'],
    [
      'functions that call functions',
      `${Array.from({ length: 1000 }, (_, i) => `f${i}(x) := f${i + 1}([x])`).join('\n\n')}\n\nf1000(x) := x\n\np := f0(1)`,
      'depth',
    ],
    ['a result that is exponentially large', `p := a9 if { ${tenfold('[1]', 9)} }`, 'steps'],
    ['JSON that is exponentially large', `p := count(json.marshal(a9)) if { ${tenfold('["1111111111"]', 9)} }`, 'steps'],
    ['a walk through what is exponentially large', `p := count([1 | walk(a9, [_, 1])]) if { ${tenfold('[1]', 9)} }`, 'steps'],
    ['a text that is repeated', 'p := count(a) if { b := sprintf("%100000d", [1]); a := concat("", [b | some _ in numbers.range(1, 5000)]) }', 'memory'],
    [
      'a text that is replaced by itself',
      'p := count(a3) if { a0 := sprintf("%1000d", [1]); a1 := replace(a0, " ", a0); a2 := replace(a1, " ", a0); a3 := replace(a2, " ", a0) }',
      'memory',
    ],
    ['a pattern with too many states', 'p := regex.match("(((a{1,100}){1,100}){1,100}){1,100}", "aaaa")', 'steps'],
    [
      'YAML whose aliases multiply',
      `p := yaml.unmarshal(concat("\\n", array.concat(["a0: &a0 [x]"], [sprintf("a%d: &a%d [*a%d, *a%d]", [i + 1, i + 1, i, i]) | some i in numbers.range(0, 59)])))`,
      'steps',
    ],
  ])('%s is ended by a budget', (_, text, budget) => {
    expect(endOf(text)).toBe(budget)
  })

  it.each([
    [
      'a pattern that backtracking would never finish',
      'p := regex.match("^(a+)+$", sprintf("%s!", [concat("", [s | some i in numbers.range(1, 1000); s := "aaaa"])]))',
      { p: false },
    ],
    [
      'a glob that backtracking would never finish',
      'p := glob.match("*a*a*a*a*a*a*a*a*a*a*b", [], concat("", [s | some i in numbers.range(1, 500); s := "a"]))',
      { p: false },
    ],
    ['a schema that refers to itself', 'p := json.match_schema({"a": 1}, {"$ref": "#"})', {}],
  ])('%s needs no budget', (_, text, value) => {
    expect(endOf(text)).toEqual(value)
  })

  it('recursion through data is refused before anything runs', () => {
    expect(() => endOf('p := q\n\nq := data[input.package].p')).toThrow('rego_recursion_error')
    expect(() => endOf('f(x) := data.t[x]\n\np := f("p")')).toThrow('rego_recursion_error')
  })

  it('what is nested too deeply is refused, wherever it comes from', () => {
    const deep = `${'['.repeat(2000)}${']'.repeat(2000)}`
    let made: unknown = 1
    for (let level = 0; level < 2000; level++) made = [made]
    expect(() => endOf(`p := ${deep}`)).toThrow('max parsing recursion depth exceeded')
    expect(endOf('p := input', [1])).toEqual({ p: [1] })
    expect(endOf('p := input', made)).toBe('depth')
    expect(endOf(`p := json.unmarshal(input)`, deep)).toEqual({})
  })

  it('the caller ends an evaluation while it runs', () => {
    const controller = new AbortController()
    const policy = compile([
      { name: 'a.rego', text: 'package t\n\np := count([1 | some a in numbers.range(1, 1000); print(a); some b in numbers.range(1, 1000)])' },
    ])
    const print = (text: string) => {
      if (text === '3') controller.abort()
    }
    expect(() => policy.evaluate('data.t.p', undefined, { signal: controller.signal, hooks: { print } })).toThrow(
      expect.objectContaining({ budget: 'aborted' }),
    )
  })

  it('a policy that was ended can be evaluated again', () => {
    const policy = compile([{ name: 'a.rego', text: 'package t\n\np := count(numbers.range(1, input))' }])
    expect(() => policy.evaluate('data.t.p', 1e9, { budget: BUDGET })).toThrow(Halted)
    expect(policy.evaluate('data.t.p', 5, { budget: BUDGET })[0]?.expressions[0]?.value).toBe(5)
  })
})

describe('names of JavaScript', () => {
  const hostile = parseJson('{"__proto__": {"x": 1}, "constructor": 5, "hasOwnProperty": 6}')

  it('are ordinary keys in the input and in objects', () => {
    const text =
      'o := {"__proto__": 1, "constructor": 2, "toString": 3}\n\np := [input.__proto__.x, input.constructor, input.hasOwnProperty, o["__proto__"], o.toString, object.keys(o)]'
    expect(endOf(text, hostile)).toMatchObject({ p: [1, 5, 6, 1, 3, ['__proto__', 'constructor', 'toString']] })
  })

  it('are undefined where nobody set them', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']
    for (const name of names) {
      expect(
        endOf(`p if input["${name}"]\n\nq if data["${name}"]\n\nr if input.list["${name}"]\n\ns := object.get(input, "${name}", 5)`, { list: [] }),
      ).toEqual({ s: 5 })
    }
  })

  it('stay keys in what builtins and `with` make, and nothing else has them', () => {
    const text = `a := object.union({"__proto__": {"a": 1}}, {"__proto__": {"b": 2}})

b := x if { x := input with input.__proto__.polluted as 1 }

c := x if { x := data.foo with data.foo.__proto__.polluted as 1 }

d := json.patch({}, [{"op": "add", "path": "/__proto__", "value": {"polluted": 1}}])

e := json.unmarshal("{\\"__proto__\\": {\\"polluted\\": 1}}")

f := {k: v | some k, v in {"__proto__": {"polluted": 1}}}

g := yaml.unmarshal("__proto__: {polluted: 1}")`
    const value = endOf(text, {})
    const polluted = JSON.parse('{"__proto__": {"polluted": 1}}')
    expect(value).toEqual({ a: JSON.parse('{"__proto__": {"a": 1, "b": 2}}'), b: polluted, c: polluted, d: polluted, e: polluted, f: polluted, g: polluted })
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})
