import { describe, expect, it } from 'vitest'
import { compile, RegoErrors } from '../../../src/rego/index.ts'

function complaints(text: string, strict: boolean): readonly string[] {
  try {
    compile([{ name: 'a.rego', text: `package t\n\n${text}` }], { strict })
    return []
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
    return error.errors.map(({ row, col, message }) => `${row}:${col} ${message}`)
  }
}

describe('strict mode', () => {
  it.each([
    ['an import', 'import data.a\n\np := 1', ['3:1 import data.a unused']],
    ['an import by its alias', 'import input.b as c\n\np := 1', ['3:1 import input.b as c unused']],
    ['variables, in each rule', 'p if { x := 1 }\n\nq if { y := 2 }', ['3:8 assigned var x unused', '5:8 assigned var y unused']],
    [
      'variables, in a body and in its else',
      'p := 1 if { x := 1; false } else := 2 if { y := 2 }',
      ['3:13 assigned var x unused', '3:44 assigned var y unused'],
    ],
    ['a variable in a comprehension', 'p := [1 | x := 2]', ['3:11 assigned var x unused']],
    ['an argument', 'f(a, b) := b', ['3:1 unused argument a. (hint: use _ (wildcard variable) instead)']],
    ['a variable in an argument', 'f({"a": z}) := 1', ['3:1 unused argument z. (hint: use _ (wildcard variable) instead)']],
  ])('refuses %s that nothing uses, which is allowed without', (_, text, found) => {
    expect(complaints(text, true)).toEqual(found)
    expect(complaints(text, false)).toEqual([])
  })

  it.each([
    'p := x if { x := 1 }',
    'p contains x if { x := 1 }',
    'p[x] := y if { x := 1; y := 2 }',
    'p if { some k, v in [1]; v == 1 }',
    'f(x) := 1 if { true } else := x',
    'f(_, [y, _]) := y',
    'p if { x := 1; print(x) }',
  ])('has nothing against %s', (text) => {
    expect(complaints(text, true)).toEqual([])
  })

  it.each([
    ['p if { some x; input.y }', '3:8 declared var x unused'],
    ['p if { input := 1; input == 1 }', '3:8 variables must not shadow input (use a different variable name)'],
    ['f(data) := data', '3:3 args must not shadow data (use a different variable name)'],
    ['input := 1', '3:1 rules must not shadow input (use a different rule name)'],
    ['import data.a\n\nimport data.b.a\n\np := a', '5:1 import must not shadow import data.a'],
    ['p if any([true])', '3:6 deprecated built-in function calls in expression: any'],
  ])('is not needed to refuse %s', (text, complaint) => {
    expect(complaints(text, false)).toEqual([complaint])
    expect(complaints(text, true)).toContain(complaint)
  })
})
