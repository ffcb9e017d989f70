import { describe, expect, it } from 'vitest'
import { type ParseOptions, parseModule } from '../../../src/rego/syntax/parse.ts'
import { briefModule } from './brief.ts'

function rules(text: string, options: ParseOptions = {}): readonly string[] {
  return briefModule(parseModule('test.rego', `package test\n${text}`, options))
}

describe('rules of v1', () => {
  it.each([
    ['p := 1', ['p := 1']],
    ['p = 1', ['p = 1']],
    ['p if x', ['p if x']],
    ['p if { x; y }', ['p if x; y']],
    ['p if {\n\tx\n\ty\n}', ['p if x; y']],
    ['p := 1 if x', ['p := 1 if x']],
    ['p contains 1', ['p contains 1']],
    ['p contains x if x := 1', ['p contains x if (assign x 1)']],
    ['p.q contains x if { x := 1 }', ['p["q"] contains x if (assign x 1)']],
    ['p[x] := y if { y := x }', ['p[x] := y if (assign y x)']],
    ['p[x] if { x := 1 }', ['p[x] if (assign x 1)']],
    ['p.q.r := 1', ['p["q"]["r"] := 1']],
    ['p.q[x].r[y] := 1 if x', ['p["q"][x]["r"][y] := 1 if x']],
    ['p [x] := 1', ['p[x] := 1']],
    ['p.not.if := 1', ['p["not"]["if"] := 1']],
    ['else.x := 1', ['else["x"] := 1']],
    ['p := 1\nelse.x := 2', ['p := 1', 'else["x"] := 2']],
    ['f(x) := y if y := x', ['f(x) := y if (assign y x)']],
    ['f([x, {"a": y}], _) := x', ['f([x {"a":y}] $0) := x']],
    ['f(1)', ['f(1)']],
    ['a.b.f(x) if x', ['a["b"]["f"](x) if x']],
    ['default p := false', ['default p := false']],
    ['default p = {"a": [x | x := 1]}', ['default p = {"a":[x | (assign x 1)]}']],
    ['default f(_, x) := 1', ['default f($0 x) := 1']],
    ['default.x := 1', ['default["x"] := 1']],
    ['p if x else := 2 if y else := 3', ['p if x else p := 2 if y else p := 3']],
    ['p := 1 if {\n\tx\n} else if {\n\ty\n}\n\nelse := 3 if { z }', ['p := 1 if x else p if y else p := 3 if z']],
    ['f(_) := 1 if x else := 2', ['f($0) := 1 if x else f($1) := 2']],
    ['p if { a } { b }', ['p if a', 'p if b']],
    ['p := 1 q := 2', ['p := 1', 'q := 2']],
    ['p := {"a": 1} if q', ['p := {"a":1} if q']],
  ])('%s', (text, brief) => expect(rules(text)).toEqual(brief))
})

describe('braces after if', () => {
  it.each([
    ['p if { x }', 'p if x'],
    ['p if { {x} }', 'p if <x>'],
    ['p if {}', 'p if {}'],
    ['p if {"a": 1}', 'p if {"a":1}'],
    ['p if {x + 1: y}', 'p if {(plus x 1):y}'],
    ['p if {x | y}', 'p if <x | y>'],
    ['p if {_: x | y[_]}', 'p if {$0:x | y[$1]}'],
    ['p if {x} == y', 'p if (equal <x> y)'],
    ['p if {1, 2} & y', 'p if (and <1 2> y)'],
    ['p if {x}[y]', 'p if <x>[y]'],
    ['p if {x} in y', 'p if (internal.member_2 <x> y)'],
    ['p if {} == y', 'p if (equal {} y)'],
    ['p if { x == y }', 'p if (equal x y)'],
    ['p if { k, v in xs }', 'p if (internal.member_3 k v xs)'],
    ['p if { (a | b) == c }', 'p if (equal (or a b) c)'],
    ['p if { not x }', 'p if not x'],
    ['p if { some x in xs }', 'p if some x in xs'],
    ['p if { x with input as 1 }', 'p if x with input as 1'],
    ['p if { a := {1 | x} }', 'p if (assign a <1 | x>)'],
    ['p if { {1} | x == y }', 'p if <<1> | (equal x y)>'],
  ])('%s', (text, brief) => expect(rules(text)).toEqual([brief]))
})

describe('v0', () => {
  const v0 = { version: 'v0' } as const
  it.each([
    ['p { x }', ['p if x']],
    ['p = 1 { x }', ['p = 1 if x']],
    ['p[x] { x := 1 }', ['p contains x if (assign x 1)']],
    ['p.q { x }', ['p contains "q" if x']],
    ['p[x]', ['p contains x']],
    ['p[x] = y { y := x }', ['p[x] = y if (assign y x)']],
    ['p.q.r { x }', ['p["q"]["r"] if x']],
    ['p { a } { b }', ['p if a', 'p if b']],
    ['f(_) { a } { b }', ['f($0) if a', 'f($1) if b']],
    ['p { a } else = 2 { b } else { c }', ['p if a else p = 2 if b else p if c']],
    ['in := 1\nif := 2\ncontains := 3\nevery := 4', ['in := 1', 'if := 2', 'contains := 3', 'every := 4']],
    ['import future.keywords.in\np { x in y }', ['p if (internal.member_2 x y)']],
    ['import future.keywords.every\np { every x in y { x } }', ['p if every x in y {x}']],
    ['import future.keywords\np contains x if x := 1', ['p contains x if (assign x 1)']],
    ['import future.keywords.if\np[x] if x := 1', ['p[x] if (assign x 1)']],
    ['import rego.v1\np contains x if x := 1', ['p contains x if (assign x 1)']],
  ])('%s', (text, brief) => expect(rules(text, v0)).toEqual(brief))

  it('says which language a module turned out to be', () => {
    expect(parseModule('a.rego', 'package a\np { x }', v0).version).toBe('v0')
    expect(parseModule('a.rego', 'package a\nimport rego.v1', v0).version).toBe('v1')
    expect(parseModule('a.rego', 'package a').version).toBe('v1')
  })
})

describe('packages and imports', () => {
  it('keep their paths and aliases', () => {
    const module = parseModule('a.rego', 'package a.if["b c"].package\n\nimport data.x.y\nimport input\nimport data.z.not as w\nimport future.keywords.in')
    expect(module.package.path).toEqual(['a', 'if', 'b c', 'package'])
    expect(module.imports.map(({ path, alias }) => [path.ref.length, alias])).toEqual([
      [3, undefined],
      [1, undefined],
      [3, 'w'],
      [3, undefined],
    ])
  })

  it('keeps comments, with their positions', () => {
    const { comments } = parseModule('a.rego', '# one\r\npackage a # two\n\n  #three')
    expect(comments.map(({ text, location }) => [text, location?.row, location?.col])).toEqual([
      [' one', 1, 1],
      [' two', 2, 11],
      ['three', 4, 3],
    ])
  })
})

describe('positions', () => {
  it('count columns in characters and offsets in UTF-16 units', () => {
    const text = 'package a\np := ["😀😀", foo.bar] # 😀\nq := `\n😀` == 1'
    const [p, q] = parseModule('a.rego', text).rules
    const array = p?.head.value
    const ref = array?.type === 'array' ? array.items[1] : undefined
    expect(ref?.location).toEqual({ file: 'a.rego', row: 2, col: 13, start: text.indexOf('foo'), end: text.indexOf('foo') + 7, endRow: 2 })
    expect(text.slice(p?.location?.start, p?.location?.end)).toBe('p := ["😀😀", foo.bar]')
    expect(q?.location).toMatchObject({ row: 3, col: 1, endRow: 4 })
    expect(text.slice(q?.head.value?.location?.start, q?.head.value?.location?.end)).toBe('`\n😀` == 1')
  })

  it('of a rule reach to the end of its own body, and those of else begin at else', () => {
    const text = 'package a\np := 1 if {\n\tx\n} else := 2 if (y)\n\nelse if { z }'
    const [rule] = parseModule('a.rego', text).rules
    expect(text.slice(rule?.location?.start, rule?.location?.end)).toBe('p := 1 if {\n\tx\n}')
    expect(text.slice(rule?.else?.location?.start, rule?.else?.location?.end)).toBe('else := 2 if (y)')
    expect(text.slice(rule?.else?.else?.location?.start, rule?.else?.else?.location?.end)).toBe('else if { z }')
  })

  it('of operands in parentheses are their own, those of calls hold the parentheses', () => {
    const text = 'package a\np := (b + c) * d'
    const value = parseModule('a.rego', text).rules[0]?.head.value
    expect(text.slice(value?.location?.start, value?.location?.end)).toBe('(b + c) * d')
    const left = value?.type === 'call' ? value.args[0] : undefined
    expect(text.slice(left?.location?.start, left?.location?.end)).toBe('b + c')
  })
})
