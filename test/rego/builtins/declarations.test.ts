import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { operandNames } from '../../../src/rego/builtins/operand-names.ts'
import { builtins } from '../../../src/rego/builtins/registry.ts'
import type { Type } from '../../../src/rego/types/type.ts'

/** OPA's own declarations: beside the checkout, or where REGO_CONFORMANCE says. */
const folder = process.env['REGO_CONFORMANCE'] ?? resolve(import.meta.dirname, '../../../../shared/rego-conformance')
const file = resolve(folder, 'capabilities.json')

interface Declared {
  readonly name: string
  readonly infix?: string
  readonly relation?: boolean
  readonly nondeterministic?: boolean
  readonly deprecated?: boolean
  readonly decl: { readonly args?: readonly object[]; readonly variadic?: object; readonly result?: object }
}

/** OPA's JSON without names and descriptions. */
function bare(type: unknown): unknown {
  if (Array.isArray(type)) return type.map(bare)
  if (typeof type !== 'object' || type === null) return type
  const entries = Object.entries(type).filter(([key]) => key !== 'name' && key !== 'description')
  return Object.fromEntries(entries.map(([key, part]) => [key, bare(part)]))
}

function json(type: Type): unknown {
  return type.type === 'object' && type.static !== undefined ? { ...type, static: type.static.map(({ key, value }) => ({ key, value: json(value) })) } : type
}

describe.skipIf(!existsSync(file))(`declarations of builtins (needs ${file})`, () => {
  const declared: readonly Declared[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).builtins : []

  it('are OPA’s, every one of them', () => {
    const missing = declared.map(({ name }) => name).filter((name) => !builtins.has(name))
    expect(missing).toEqual([])
    const extra = [...builtins.keys()].filter((name) => !declared.some((one) => one.name === name))
    expect(extra).toEqual([])
  })

  it.each(declared.map((one) => [one.name, one] as const))('%s', (name, one) => {
    const builtin = builtins.get(name)
    expect(builtin).toBeDefined()
    const { type } = builtin!
    expect(bare(type.args.map(json))).toEqual(bare(one.decl.args ?? []))
    expect(bare(type.result)).toEqual(bare(one.decl.result))
    const named = [...(one.decl.args ?? []), ...(one.decl.result === undefined ? [] : [one.decl.result])] as { readonly name?: string }[]
    expect(operandNames[name] ?? '').toBe(named.flatMap((operand) => operand.name ?? []).join(' '))
    expect(bare(type.variadic)).toEqual(bare(one.decl.variadic))
    expect(builtin!.infix).toBe(one.infix)
    expect(builtin!.relation ?? false).toBe(one.relation ?? false)
    expect(builtin!.nondeterministic ?? false).toBe(one.nondeterministic ?? false)
    expect(builtin!.deprecated ?? false).toBe(one.deprecated ?? false)
  })
})
