import { describe, expect, it } from 'vitest'
import { relocate } from '../../src/opa/relocate.ts'

const root = ['maestro', 'ours', 'policy']

describe('a module that is moved below a package of its own', () => {
  it('has its package and its references to data changed, and nothing else', () => {
    const { text } = relocate(
      'a.rego',
      `package a["b-c"] # data.x

import data
import data.d as e
import input.data as f

data_x := "data.x"

p contains data[k] if {
	some k in data.ks
	not f.data.y with data.z as data.w
	count([1 | data.q]) > 0
}
`,
      root,
    )
    expect(text).toBe(`package maestro.ours.policy.a["b-c"] # data.x

import data
import data.maestro.ours.policy.d as e
import input.data as f

data_x := "data.x"

p contains data.maestro.ours.policy[k] if {
	some k in data.maestro.ours.policy.ks
	not f.data.y with data.maestro.ours.policy.z as data.maestro.ours.policy.w
	count([1 | data.maestro.ours.policy.q]) > 0
}
`)
  })

  it('tells where something was before', () => {
    const { original } = relocate('a.rego', 'package a\n\np if { data.b == data.c; q }\n', root)
    const moved = '.maestro.ours.policy'.length
    expect(original(3, 8)).toEqual({ row: 3, col: 8 })
    expect(original(3, 15 + moved)).toEqual({ row: 3, col: 15 })
    expect(original(3, 18 + moved)).toEqual({ row: 3, col: 18 })
    expect(original(3, 26 + 2 * moved)).toEqual({ row: 3, col: 26 })
    expect(original(4, 50)).toEqual({ row: 4, col: 50 })
  })

  it('names its functions by their arity, without what they do', () => {
    const text = 'package a\n\nf(1, _) := 2\n\nf(2, x) := x + y if y := data.z\n\ng.h(x) if x\n\nq := 1\n'
    expect(relocate('a.rego', text, root).stubs).toBe('package maestro.ours.policy.a\n\nf(a0, a1) := input\n\ng["h"](a0) := input\n')
    expect(relocate('a.rego', 'package a\n\nq := 1\n', root).stubs).toBeUndefined()
  })
})
