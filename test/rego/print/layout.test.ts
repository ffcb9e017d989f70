import { describe, expect, it } from 'vitest'
import { printBody, printExpr, printModule, printRef, printRule, printTerm } from '../../../src/rego/print/print.ts'
import { type ParseOptions, parseModule, parseQuery, parseRef, parseTerm } from '../../../src/rego/syntax/parse.ts'

function format(text: string, options: ParseOptions = {}): string {
  return printModule(parseModule('a.rego', text, options))
}

describe('layout', () => {
  it('indents with tabs, keeps lists over lines and empty lines between expressions, and puts comments where they stood', () => {
    const text = `# top
package a.b # package
import data.z
import data.c as d # why
# between
import input.q

import rego.v1
# METADATA
# title: x
p := 1 # one
q := 2

default r = false
p contains x if { some x in xs; x # yes
 # end
} # after
# before f
f(x, # argument
  y) := [ # open
 1, 2, # two
 # three
 3 # last
] if {
  a

  b # bb
  # own
  c with input as {"a":1}
    with data.x as 2
  x := {k: v | # comprehension
    some k
    v := a[k]
  }
  every x in xs { y; z }
  every x in xs {
    y }
  z == [1,
     2, {"k":
       "v"}]
  w := f(
    a, b)
  s := "é\\u0001" + \`raw
   x\`
}
# end`
    expect(format(text)).toBe(`# top
package a.b # package

import data.c as d # why
import data.z

# between
import input.q

import rego.v1

# METADATA
# title: x
p := 1 # one
q := 2

default r = false

p contains x if {
	some x in xs
	x # yes
	# end
} # after

# before f
f(
	x, # argument
	y,
) := [ # open
	1, 2, # two
	# three
	3, # last
] if {
	a

	b # bb

	# own
	c with input as {"a": 1}
		with data.x as 2
	x := {k: v | # comprehension
		some k
		v := a[k]
	}
	every x in xs { y; z }
	every x in xs {
		y
	}
	z == [
		1,
		2, {"k": "v"},
	]
	w := f(
		a, b,
	)
	s := "é\\u0001" + \`raw
   x\`
}

# end
`)
  })

  it.each([
    ['p if { x }', 'p if x'],
    ['p if {\n x }', 'p if {\n\tx\n}'],
    ['p if { {x} }', 'p if {\n\t{x}\n}'],
    ['p if {"a": 1}', 'p if {"a": 1}'],
    ['p if { x; y }', 'p if {\n\tx\n\ty\n}'],
    ['p if { (a | b) == c; d }', 'p if {\n\t(a | b) == c\n\td\n}'],
    ['p if { (a | b); d }', 'p if {\n\t(a | b)\n\td\n}'],
    ['p if { x; -1 == y }', 'p if {\n\tx;\n\t-1 == y\n}'],
    ['p := 1 if x else := 2 if { y } else := 3', 'p := 1 if x\n\nelse := 2 if y\n\nelse := 3'],
    ['p if {\n x\n} else := 2 if {\n y\n}\nelse := 3', 'p if {\n\tx\n} else := 2 if {\n\ty\n}\n\nelse := 3'],
    ['p if {\n x\n}\n# why\nelse := 2', 'p if {\n\tx\n}\n\n# why\nelse := 2'],
    ['p if x else if { {"a": 1} }', 'p if x\n\nelse if {\n\t{"a": 1}\n}'],
    ['p.q := 1', 'p["q"] := 1'],
    ['p.q := 1\n\np.q.r := 1', 'p.q := 1\n\np.q.r := 1'],
    ['p := a["b"]["not"].if["c d"]', 'p := a.b["not"].if["c d"]'],
    ['p := [(a | b), c, (k, v in d)]', 'p := [(a | b), c, (k, v in d)]'],
    ['p := a + b * c', 'p := a + (b * c)'],
    ['p if a + b * c - d == (e | f) & g', 'p if (a + (b * c)) - d == (e | f) & g'],
    ['p if (a == b) == (c == d)', 'p if a == b == (c == d)'],
    ['p if x in (y in z)', 'p if x in (y in z)'],
    ['p := $"a\\{b{ x }c{[1,2]}\\n"', 'p := $"a\\{b{x}c{[1, 2]}\\n"'],
    ['p := {  }', 'p := {}'],
    ['p := set(  )', 'p := set()'],
    ['p := [x|x:=y[_]]', 'p := [x | x := y[_]]'],
    ['p := {k:v|v:=y[k]}', 'p := {k: v | v := y[k]}'],
    ['p := [\n# none\n]', 'p := [\n\t# none\n]'],
    ['f(x):=x', 'f(x) := x'],
    ['p := [\n\n1,2,\n\n\n3]', 'p := [\n\t1, 2,\n\t3,\n]'],
  ])('%j', (text, expected) => expect(format(`package a\n${text}\n`)).toBe(`package a\n\n${expected}\n`))

  it.each([
    ['p { x }', 'p {\n\tx\n}'],
    ['p[x] { x := 1 }', 'p[x] {\n\tx := 1\n}'],
    ['p { x } { y }', 'p {\n\tx\n}\n\np {\n\ty\n}'],
    ['import future.keywords\np[x] { x := 1 }\nq { x }', 'import future.keywords\n\np contains x if x := 1\nq if x'],
    ['import future.keywords.if\np[x] { x := 1 }\nq[x] if x := 1', 'import future.keywords.if\n\np[x] {\n\tx := 1\n}\n\nq[x] if x := 1'],
  ])('v0: %j', (text, expected) => expect(format(`package a\n${text}\n`, { version: 'v0' })).toBe(`package a\n\n${expected}\n`))

  it('keeps metadata at the beginning of its lines and apart from other comments', () => {
    const text = 'package a\n\np if {\n\tx\n# METADATA\n# title: q\n\t# other\n}\n\nq := 1\n'
    const module = parseModule('a.rego', text)
    expect(module.rules.map(({ annotations }) => annotations?.[0]?.title)).toEqual([undefined, 'q'])
    const again = parseModule('a.rego', printModule(module))
    expect(again.rules.map(({ annotations }) => annotations?.[0]?.title)).toEqual([undefined, 'q'])
  })

  it('writes what a program made: rules without positions, and metadata', () => {
    const module = parseModule('a.rego', 'package a')
    const printed = printModule({
      ...module,
      annotations: [{ scope: 'package', title: 'A "title"' }],
      rules: [
        {
          default: false,
          head: { ref: [{ type: 'var', name: 'p' }], value: { type: 'number', text: '1' }, assign: true },
          body: [],
          annotations: [{ scope: 'rule', custom: { a: [1, 2n ** 70n] } }],
        },
      ],
    })
    expect(printed).toBe(
      '# METADATA\n# scope: "package"\n# title: "A \\"title\\""\npackage a\n\n# METADATA\n# scope: "rule"\n# custom: {"a": [1, 1180591620717411303424]}\np := 1\n',
    )
    expect(parseModule('a.rego', printed).annotations.map(({ custom, title }) => custom ?? title)).toEqual(['A "title"', { a: [1, 2n ** 70n] }])
  })
})

describe('parts', () => {
  it('are printed by themselves', () => {
    expect(printTerm(parseTerm('{"a":[1,x]}'))).toBe('{"a": [1, x]}')
    expect(printRef(parseRef('data.a["b c"][_]').ref)).toBe('data.a["b c"][_]')
    const body = parseQuery('x := 1; not y with input as 1')
    expect(printBody(body)).toBe('x := 1\nnot y with input as 1\n')
    expect(printBody(body, { inline: true })).toBe('x := 1; not y with input as 1')
    expect(body.map(printExpr)).toEqual(['x := 1', 'not y with input as 1'])
    const [rule] = parseModule('a.rego', 'package a\np.q := 1 if { x }').rules
    expect(rule && printRule(rule)).toBe('p.q := 1 if x')
  })
})
