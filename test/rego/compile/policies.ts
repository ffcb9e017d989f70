import fc from 'fast-check'

/* Random policies over small documents: rules of one package that go through lists, compare, join and count. */

const letters = ['a', 'b', 'c'] as const
const scalar = fc.constantFrom<unknown>(0, 1, 2, 'u', 'v', 'uv', 'uvw', null, true)
const item = fc.record({ a: scalar, b: scalar, c: scalar })
export const documents = fc.record({ xs: fc.array(item, { maxLength: 12 }), k: scalar, m: fc.dictionary(fc.constantFrom('u', 'v', 'w'), item) })

const field = fc.constantFrom(...letters)
const constant = scalar.map((value) => JSON.stringify(value))
const list = fc.constantFrom('input.xs', 'data.xs', 'input.m', 'data.m', 'known', 'known')

/** Expressions that may follow once `x` is bound; `p` is a set that may be referred to. */
function expression(p: string): fc.Arbitrary<string> {
  return fc.oneof(
    fc.tuple(field, constant).map(([f, value]) => `x.${f} == ${value}`),
    fc.tuple(field, constant).map(([f, value]) => `x.${f} == ${value}`),
    fc.tuple(field, constant).map(([f, value]) => `x.${f} != ${value}`),
    fc.tuple(field, field).map(([f, g]) => `x.${f} == x.${g}`),
    field.map((f) => `x.${f} == input.k`),
    field.map((f) => `startswith(x.${f}, "u")`),
    field.map((f) => `startswith(x.${f}, "uv")`),
    fc.tuple(list, field, field).map(([xs, f, g]) => `some y in ${xs}; y.${f} == x.${g}`),
    fc.tuple(list, field, constant).map(([xs, f, value]) => `some y in ${xs}; y.${f} == ${value}; y.a != x.a`),
    fc.tuple(list, field).map(([xs, f]) => `not x.${f} in {y.${f} | some y in ${xs}; y.b == x.b}`),
    fc.tuple(list, field).map(([xs, f]) => `count([1 | some y in ${xs}; y.${f} == x.${f}]) > 1`),
    fc.tuple(list, field).map(([xs, f]) => `every y in ${xs} { y.${f} != x.a }`),
    fc.constant(`some z in ${p}; z == x.a`),
    field.map((f) => `some z in ${p}; z.${f} == x.b`),
    field.map((f) => `some z in ${p}; z.a != x.a; z.${f} == input.k`),
    fc.constant(`x.a in ${p}`),
    fc.constant(`${p}[x.b]`),
    fc.constant(`not ${p}[x.c]`),
    fc.tuple(constant, field).map(([value, f]) => `x.${f} == input.k with input.k as ${value}`),
    fc.constant(`count(${p}) > 1 with input.xs as [x]`),
    fc.constant('f(x.a, x.b) == x.c'),
    fc.constant('g(x) == 1'),
    fc.constant('h(x.a) > 1'),
    fc.constant('h(x.a) > 0 with input.xs as data.xs'),
  )
}

function body(p: string): fc.Arbitrary<string> {
  const start = list.map((xs) => `some x in ${xs}`)
  return fc.tuple(start, fc.array(expression(p), { maxLength: 4 })).map(([first, rest]) => [first, ...rest.map(ownNames)].join('\n\t'))
}

/** Each expression declares variables of its own. */
function ownNames(text: string, index: number): string {
  return text.replace(/\b[yz]\b/g, (name) => `${name}${index}`)
}

function set(name: string, p: string): fc.Arbitrary<string> {
  const head = fc.constantFrom('x.a', 'x.b', '[x.a, x.c]', 'x', 'x', '{"k": x.c}')
  const rule = fc.tuple(head, body(p)).map(([key, lines]) => `${name} contains ${key} if {\n\t${lines}\n}`)
  return fc.array(rule, { minLength: 1, maxLength: 8 }).map((rules) => rules.join('\n\n'))
}

/** Many rules that differ in one value only. */
function family(name: string, p: string): fc.Arbitrary<string> {
  const test = fc
    .tuple(fc.constantFrom('x.a', 'x.b', 'input.k'), fc.constantFrom('starts', 'equals'))
    .chain(([subject, kind]) =>
      fc.array(
        kind === 'starts'
          ? fc.constantFrom('', 'u', 'v', 'uv', 'uvw', 'w').map((prefix) => `startswith(${subject}, "${prefix}")`)
          : constant.map((value) => `${subject} == ${value}`),
        { minLength: 4, maxLength: 8 },
      ),
    )
  return fc
    .tuple(test, list, expression(p))
    .map(([tests, xs, more]) =>
      tests.map((line, index) => `${name} contains [${index}, x.c] if {\n\tsome x in ${xs}\n\t${ownNames(more, 0)}\n\t${line}\n}`).join('\n\n'),
    )
}

function truth(name: string, p: string): fc.Arbitrary<string> {
  const rule = body(p).map((lines) => `${name} if {\n\t${lines}\n}`)
  return fc.array(rule, { minLength: 1, maxLength: 6 }).map((rules) => rules.join('\n\n'))
}

/** Of all types in every field: else some of the policies would not fit it. */
const values = ['0', '"u"', 'true', 'null', '1', '"v"', '2', '"uv"', '"u"', '1']
const known = values.map((a, index) => `{"a": ${a}, "b": ${values[(index + 3) % 10]}, "c": ${values[(index + 6) % 10]}}`)

const functions = `known := [${known.join(', ')}]

f(0, y) := y

f(1, y) := 1 if y != 0

f("u", _) := "v"

f("v", y) := y if startswith(y, "u")

f(null, _) := null

g(x) := 1 if x.a == 1

else := 2 if x.b == 2

else := 3

h(v) := count([1 | some y in input.xs; y.a == v])`

export const policies = fc
  .tuple(set('p0', '{0, 1, "u"}'), set('p1', 'p0'), truth('q1', 'p0'), set('p2', 'p1'), truth('q2', 'p1'), family('p3', 'p1'))
  .map(
    (parts) =>
      `package t\n\n${functions}\n\n${parts.join('\n\n')}\n\nl := [x | some x in p2]\n\nn := {v: n | some x in input.xs; v := x.a; n := count([1 | some y in input.xs; y.a == v])}\n`,
  )

/** A set that one rule goes through, once, and looks for one item in. */
export const lookingThroughOneSet = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom('x', 'x', 'x', 'x.a', '{"a": x.a, "b": 0}'),
        list,
        fc.constantFrom('', 'x.b != 2', 'x.c == "u"', 'some y in data.xs; y.a == x.a'),
      ),
      { minLength: 1, maxLength: 4 },
    ),
    fc.array(fc.constantFrom('g.a == input.k', 'g.b == data.k', 'input.k == g.c', 'g == input.k', 'g.a != 0', 'g.b == g.a'), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('q if', 'q contains 1 if', 'q contains g if'),
  )
  .map(
    ([rules, tests, head]) =>
      `package t\n\n${functions}\n\n${rules
        .map(([item, xs, more]) => `granted contains ${item} if {\n\tsome x in ${xs}\n\t${more}\n}`)
        .join('\n\n')}\n\n${head} {\n\tsome g in granted\n\t${tests.join('\n\t')}\n}\n`,
  )
