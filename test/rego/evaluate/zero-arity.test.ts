import { expect, it } from 'vitest'
import { compile } from '../../../src/rego/index.ts'

it('a function without operands is a document, by its name and called', () => {
  const policy = compile([{ name: 'a.rego', text: 'package t\n\nf() := 1\n\np := f\n\nq := f()\n\nr := data.t.f + 1' }])
  expect(policy.evaluate('data.t')[0]?.expressions[0]?.value).toEqual({ f: 1, p: 1, q: 1, r: 2 })
})
