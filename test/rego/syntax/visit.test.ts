import { describe, expect, it } from 'vitest'
import type { Term } from '../../../src/rego/syntax/ast.ts'
import { parseModule, parseTerm } from '../../../src/rego/syntax/parse.ts'
import { visit } from '../../../src/rego/syntax/visit.ts'
import { briefExpr, briefTerm } from './brief.ts'

describe('a walk over syntax', () => {
  const module = parseModule('a.rego', 'package a\np(x) := [y | y := {z: 1}] if { some k, v in f(x) with input as w; every q in $"{r}" { q } } else := s')

  it('comes to everything, in the order of the text', () => {
    const names: string[] = []
    const exprs: string[] = []
    visit(module, {
      term: (term) => {
        if (term.type === 'var') names.push(term.name)
        return undefined
      },
      expr: (expr) => {
        exprs.push(briefExpr(expr))
        return undefined
      },
    })
    expect(names).toEqual(['p', 'x', 'y', 'assign', 'y', 'z', 'k', 'v', 'f', 'x', 'input', 'w', 'q', 'r', 'q', 'p', 'x', 's'])
    expect(exprs).toEqual(['(assign y {z:1})', 'some k v in (f x) with input as w', 'every q in $<r> {q}', 'r', 'q'])
  })

  it('does not go into what it is told to leave out', () => {
    const terms: string[] = []
    visit(parseTerm('[a, [b, f(c)], d]'), {
      term: (term) => {
        terms.push(briefTerm(term))
        return term.type === 'array' && term.items.length === 2 ? false : undefined
      },
    })
    expect(terms).toEqual(['[a [b (f c)] d]', 'a', '[b (f c)]', 'd'])
  })

  it('begins at a rule, a body or an expression', () => {
    const names = (root: Parameters<typeof visit>[0]): readonly string[] => {
      const found: string[] = []
      visit(root, {
        head: () => {
          found.push('head')
          return undefined
        },
        with: () => {
          found.push('with')
          return undefined
        },
      })
      return found
    }
    const [rule] = module.rules
    expect([rule, rule?.body, rule?.body[0]].map((root) => root && names(root))).toEqual([['head', 'with', 'head'], ['with'], ['with']])
  })

  it('is not bounded in depth', () => {
    let term: Term = { type: 'null' }
    for (let depth = 0; depth < 100_000; depth++) term = { type: 'array', items: [term] }
    let count = 0
    visit(term, {
      term: () => {
        count++
        return undefined
      },
    })
    expect(count).toBe(100_001)
  })
})
