import { describe, expect, it } from 'vitest'
import { parseQuery, parseRef, parseTerm } from '../../../src/rego/syntax/parse.ts'
import { briefBody, briefTerm } from './brief.ts'

describe('terms', () => {
  it.each([
    ['null', 'null'],
    ['true', 'true'],
    ['-1', '-1'],
    ['- 1', '-1'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['1e3', '1e3'],
    ['0E-3', '0E-3'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['"a\\n\\u00e9\\"\\/"', '"a\\né\\"/"'],
    ['"\\ud83d\\ude00"', '"😀"'],
    ['"\\ud83d"', '"�"'],
    ['`a\\n"`', 'raw"a\\\\n\\""'],
    ['``', 'raw""'],
    ['x', 'x'],
    ['_', '$0'],
    ['[_, _]', '[$0 $1]'],
    ['a.b["c"][d].e', 'a["b"]["c"][d]["e"]'],
    ['a[b, c in d]', 'a[(internal.member_3 b c d)]'],
    ['f(1)', '(f 1)'],
    ['f()', '(f)'],
    ['f(1, 2,)', '(f 1 2)'],
    ['a.b.f(x)[0].g(y)', '((a.b.f x).0.g y)'],
    ['f(x).y', '(f x)["y"]'],
    ['[1, [2]][0]', '[1 [2]][0]'],
    ['{"a": 1}.a', '{"a":1}["a"]'],
    ['set()', '<>'],
    ['{}', '{}'],
    ['[]', '[]'],
    ['{1}', '<1>'],
    ['{1, 2,}', '<1 2>'],
    ['{"a": 1, "b": 2,}', '{"a":1 "b":2}'],
    ['[, 1, 2]', '[1 2]'],
    ['{x + 1: y}', '{(plus x 1):y}'],
    ['p.not.if', 'p["not"]["if"]'],
    ['data.package.with', 'data["package"]["with"]'],
    ['contains(x, y)', '(contains x y)'],
    ['(x)', 'x'],
    ['(f(x))[0]', '(f x)[0]'],
    ['internal.member_2(x, y)', '(internal.member_2 x y)'],
  ])('%s', (text, brief) => expect(briefTerm(parseTerm(text))).toBe(brief))
})

describe('operators', () => {
  it.each([
    ['1 + 2 * 3', '(plus 1 (mul 2 3))'],
    ['1 * 2 + 3', '(plus (mul 1 2) 3)'],
    ['1 - 2 - 3', '(minus (minus 1 2) 3)'],
    ['1 - (2 - 3)', '(minus 1 (minus 2 3))'],
    ['a | b & c', '(or a (and b c))'],
    ['a & b + c', '(and a (plus b c))'],
    ['a == b | c', '(equal a (or b c))'],
    ['a < b == c', '(equal (lt a b) c)'],
    ['a % b / c', '(div (rem a b) c)'],
    ['x in xs == y', '(internal.member_2 x (equal xs y))'],
    ['x in xs in ys', '(internal.member_2 (internal.member_2 x xs) ys)'],
    ['k, v in xs', '(internal.member_3 k v xs)'],
    ['k, v in xs in ys', '(internal.member_2 (internal.member_3 k v xs) ys)'],
    ['[k, v in xs]', '[k (internal.member_2 v xs)]'],
    ['[(k, v in xs)]', '[(internal.member_3 k v xs)]'],
    ['x := y', '(assign x y)'],
    ['x = y + 1', '(eq x (plus y 1))'],
    ['x := y in z', '(assign x (internal.member_2 y z))'],
    ['x-1', '(minus x 1)'],
    ['x - -1', '(minus x -1)'],
  ])('%s', (text, brief) => expect(briefBody(parseQuery(text))).toBe(brief))
})

describe('comprehensions and the unions that look like them', () => {
  it.each([
    ['[x | y]', '[x | y]'],
    ['{x | x := a[_]; not x}', '<x | (assign x a[$0]); not x>'],
    ['{k: v | v := a[k]}', '{k:v | (assign v a[k])}'],
    ['{k + 1: v | v}', '{(plus k 1):v | v}'],
    ['[(x | y) | z]', '[(or x y) | z]'],
    ['[x | k, v in xs]', '[x | (internal.member_3 k v xs)]'],
    ['[a | b, c]', '[(or a b) c]'],
    ['[a | b,]', '[(or a b)]'],
    ['{a | b, c}', '<(or a b) c>'],
    ['{a | b | c, d}', '<(or (or a b) c) d>'],
    ['[a | b == c, d]', '[(equal (or a b) c) d]'],
    ['[a | (b == c), d]', '[(or a (equal b c)) d]'],
    ['[a | b & c, d + 1, e]', '[(or a (and b c)) (plus d 1) e]'],
    ['{k: a | b, l: c}', '{k:(or a b) l:c}'],
    ['{k: a | b, l + 1: c, m: d}', '{k:(or a b) (plus l 1):c m:d}'],
    ['[, a | b]', '[(or a b)]'],
    ['[x, a | b]', '[x (or a b)]'],
    ['[a + 1 | b]', '[(or (plus a 1) b)]'],
    ['{a: [x | y], b: {x | z}}', '{a:[x | y] b:<x | z>}'],
  ])('%s', (text, brief) => expect(briefTerm(parseTerm(text))).toBe(brief))
})

describe('templates', () => {
  it.each([
    ['$"a {x} b"', '$<"a " x " b">'],
    ['$"{x}{y}"', '$<x y>'],
    ['$""', '$<>'],
    ['$"no"', '$<"no">'],
    ['$"\\{x\\} \\\\{x}\\n"', undefined],
    ['$"\\{x} \\\\{x}\\n"', '$<"{x} \\\\" x "\\n">'],
    ['$`a\n{x}\\{\\n`', '$raw<"a\\n" x "{\\\\n">'],
    ['$"{ {1, 2} } {f({"a": $"{y}"})}"', '$<<1 2> " " (f {"a":$<y>})>'],
    ['$"{x + 1}{k, v in xs}"', '$<(plus x 1) (internal.member_3 k v xs)>'],
    ['$"{input.x with input as {"x": 1}}"', '$<input["x"] with input as {"x":1}>'],
  ])('%s', (text, brief) => {
    if (brief === undefined) expect(() => parseTerm(text)).toThrow('illegal escape sequence')
    else expect(briefTerm(parseTerm(text))).toBe(brief)
  })
})

describe('queries', () => {
  it.each([
    ['x; y', 'x; y'],
    ['x\ny', 'x; y'],
    ['not x', 'not x'],
    ['not not.x', 'not not["x"]'],
    ['some x, y; x = y', 'some x y; (eq x y)'],
    ['some x in xs', 'some x in xs'],
    ['some k, v in xs with input as 1', 'some k v in xs with input as 1'],
    ['some [a, {"b": c}] in xs', 'some [a {"b":c}] in xs'],
    ['some x in xs in ys', 'some (internal.member_2 x xs) in ys'],
    ['every x in xs { x > 1; x < 3 }', 'every x in xs {(gt x 1); (lt x 3)}'],
    ['every k, x in {1, 2} { x } with input.y as 2', 'every k x in <1 2> {x} with input["y"] as 2'],
    ['x == 1 with input as {} with data.a.b as f(1)', '(equal x 1) with input as {} with data["a"]["b"] as (f 1)'],
    ['x == 1\n  with input as 2', '(equal x 1) with input as 2'],
    ['with.x == 1', '(equal with["x"] 1)'],
  ])('%s', (text, brief) => expect(briefBody(parseQuery(text))).toBe(brief))

  it('reads a name alone as a reference', () => {
    expect(parseRef('data').ref).toHaveLength(1)
    expect(parseRef('data.a[0]').ref).toHaveLength(3)
    expect(() => parseRef('1')).toThrow('expected ref but got number')
    expect(() => parseTerm('x; y')).toThrow('expected exactly one term')
  })
})
