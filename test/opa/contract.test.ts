import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opaEngine } from '../../src/opa/engine.ts'
import { embeddedEngine, type PolicyBundle, type PolicyEngine, RegoError, RegoErrors } from '../../src/rego/index.ts'
import { hasRealOpa, realOpa } from './servers.ts'
import { startStandIn } from './stand-in.ts'

interface Backend {
  readonly name: string
  readonly isHere: boolean
  readonly start: () => Promise<{ readonly engine: PolicyEngine; readonly stop: () => Promise<void> }>
}

const backends: readonly Backend[] = [
  { name: 'the embedded engine', isHere: true, start: async () => ({ engine: embeddedEngine(), stop: async () => {} }) },
  {
    name: "the adapter for OPA, with a stand-in for the server that follows OPA's REST API",
    isHere: true,
    start: async () => {
      const server = await startStandIn()
      return { engine: opaEngine({ url: server.url }), stop: server.close }
    },
  },
  {
    name: 'a real OPA server (skipped without an `opa` on the PATH or OPA_URL)',
    isHere: hasRealOpa(),
    start: async () => {
      const server = await realOpa()
      return { engine: opaEngine({ url: server.url }), stop: server.stop }
    },
  },
]

const SHOP = `package shop

import data.limits

deny contains message if {
	some item in input.items
	item.price > limits.price
	message := sprintf("%s costs too much", [item.name])
}

allow if count(deny) == 0

ids contains id if some id, _ in data.people

second := data.people[input.id].friends[1]

exact := input.number + 1

nothing := null

ratio := 1 / input.by

clash := 1 if input.by == 0

clash := 2 if input.by == 0
`

const shop: PolicyBundle = {
  namespace: 'acme/shop',
  revision: '1',
  modules: [{ name: 'policy/shop.rego', text: SHOP }],
  data: { limits: { price: 10 }, people: { ann: { friends: ['bo', 'cy'] }, bo: { friends: [] } } },
  entrypoints: ['shop/deny', 'shop/allow', 'shop/ids', 'shop/second', 'shop/exact', 'shop/nothing', 'shop/ratio', 'shop/clash', 'shop/gone', 'people'],
}

const module = (text: string, name = 'a.rego') => ({ name, text })

for (const { name, isHere, start } of backends) {
  describe.skipIf(!isHere)(name, () => {
    let engine: PolicyEngine
    let stop: () => Promise<void>
    beforeAll(async () => {
      ;({ engine, stop } = await start())
    })
    afterAll(() => stop?.())

    async function askedOf(
      bundle: PolicyBundle,
      entrypoint: string,
      input?: unknown,
      options?: Parameters<Awaited<ReturnType<PolicyEngine['load']>>['evaluate']>[2],
    ) {
      const policy = await engine.load(bundle)
      try {
        return await policy.evaluate(entrypoint, input, options)
      } finally {
        await policy.close()
      }
    }

    function modules(...texts: readonly string[]): PolicyBundle {
      return { namespace: 'acme/other', revision: texts.join(), modules: texts.map((text, index) => module(text, `m${index}.rego`)), entrypoints: ['a/p'] }
    }

    async function failureOf(work: Promise<unknown>): Promise<RegoError> {
      const error = await work.then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      const first = error instanceof RegoErrors ? error.errors[0] : error
      if (!(first instanceof RegoError)) throw new Error(`wanted a RegoError, got ${String(error)}`, { cause: error })
      return first
    }

    const items = { items: [{ name: 'a lamp', price: 11 }] }

    it('gives the value of a document: sets as arrays, and what depends on the data of the bundle', async () => {
      expect(await askedOf(shop, 'shop/deny', items)).toEqual(['a lamp costs too much'])
      expect(await askedOf(shop, 'shop/deny', { items: [] })).toEqual([])
    })

    it('gives undefined where the document is undefined, which is not null', async () => {
      expect(await askedOf(shop, 'shop/allow', items)).toBeUndefined()
      expect(await askedOf(shop, 'shop/gone', items)).toBeUndefined()
      expect(await askedOf(shop, 'shop/nothing')).toBeNull()
    })

    it('reads data by variables and by paths, and gives documents of data themselves', async () => {
      expect(await askedOf(shop, 'shop/ids')).toEqual(['ann', 'bo'])
      expect(await askedOf(shop, 'shop/second', { id: 'ann' })).toBe('cy')
      expect(await askedOf(shop, 'people')).toEqual(shop.data?.['people'])
    })

    it('keeps whole numbers exact both ways', async () => {
      expect(await askedOf(shop, 'shop/exact', { number: 9007199254740993n })).toBe(9007199254740994n)
    })

    it('takes null, and keys of any name, as input', async () => {
      expect(await askedOf(modules('package a\n\np := [input]'), 'a/p', null)).toEqual([null])
      const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2, "toInput": 3}')
      expect(await askedOf(modules('package a\n\np := input'), 'a/p', hostile)).toEqual(hostile)
      expect(await askedOf(modules('package a\n\np := input["__proto__"].x'), 'a/p', hostile)).toBe(1)
    })

    it('finds functions in other modules, whichever comes first, and in both directions', async () => {
      const calls = 'package a\n\nimport data.b\n\np := b.twice(data.c.three)\n\nonce(x) := x'
      const defines = 'package b\n\ntwice(x) := data.a.once(x) * 2'
      expect(await askedOf(modules(calls, defines, 'package c\n\nthree := 3'), 'a/p')).toBe(6)
      expect(await askedOf(modules(defines, calls, 'package c\n\nthree := 3'), 'a/p')).toBe(6)
    })

    it('replaces data, rules and functions by `with`', async () => {
      const text = 'package a\n\nq := data.x\n\nf(_) := 1\n\np := r if r := [q, f(0)] with data.x as 7 with f as 8'
      expect(await askedOf(modules(text), 'a/p')).toEqual([7, 8])
    })

    it('leaves `data` alone where it is a text or a key', async () => {
      const text = 'package a\n\np := {"data": input.data.data, "text": "data.x", "inside": $"{data.b.x}!"}'
      expect(await askedOf(modules(text, 'package b\n\nx := 1'), 'a/p', { data: { data: 3 } })).toEqual({ data: 3, text: 'data.x', inside: '1!' })
    })

    it('shows nothing of one bundle to another', async () => {
      const ours = await engine.load(modules('package a\n\np := 1 if not data.b.x'))
      const theirs = await engine.load({ ...modules('package a\n\np := data.b.x + 1', 'package b\n\nx := 1'), namespace: 'acme/theirs' })
      expect(await ours.evaluate('a/p')).toBe(1)
      expect(await theirs.evaluate('a/p')).toBe(2)
      await theirs.close()
      await ours.close()
    })

    it('keeps a policy that is loaded twice until it is closed twice', async () => {
      const [first, second] = await Promise.all([engine.load(shop), engine.load(shop)])
      await first.close()
      await first.close()
      expect(await second.evaluate('shop/ids')).toEqual(['ann', 'bo'])
      await second.close()
    })

    it.each([
      ['an unsafe variable', 'package a\n\np if x > data.b', 'rego_unsafe_var_error', 'var x is unsafe', 3, 6],
      ['recursion', 'package a\n\np if data.a.p', 'rego_recursion_error', 'rule data.a.p is recursive: data.a.p -> data.a.p', 3, 1],
      ['a type error', 'package a\n\np if count(1) > data.b', 'rego_type_error', 'count: invalid argument(s)', 3, 6],
      ['a parse error', 'package a\n\np if data.b )', 'rego_parse_error', 'unexpected ) token', 3, 13],
    ])('refuses %s with its code, message, row and column in the text that was given', async (_, text, code, message, row, col) => {
      const error = await failureOf(engine.load(modules(text)))
      expect(error).toMatchObject({ code, file: 'm0.rego', row, col })
      expect(error.message).toContain(message)
    })

    it('refuses a rule where the data has a document: one would hide the other', async () => {
      const error = await failureOf(engine.load({ ...modules('package a\n\np contains "x"'), data: { a: { p: [] } } }))
      expect(error).toMatchObject({ code: 'rego_compile_error', message: 'conflicting rule for data path a/p found', file: 'm0.rego', row: 3 })
    })

    it('is as it was after a bundle was refused', async () => {
      await failureOf(engine.load(modules('package a\n\nimport data.b\n\np := b.f(1)', 'package b\n\nf(x) := x + y')))
      expect(await askedOf(modules('package a\n\np := 1'), 'a/p')).toBe(1)
    })

    it('tells of conflicts where they are', async () => {
      expect(await failureOf(askedOf(shop, 'shop/clash', { by: 0 }))).toMatchObject({ code: 'eval_conflict_error', file: 'policy/shop.rego' })
    })

    it('takes a builtin that fails for undefined, or for an error where that is asked for', async () => {
      expect(await askedOf(shop, 'shop/ratio', { by: 0 })).toBeUndefined()
      expect(await askedOf(shop, 'shop/ratio', { by: 2 }, { strictBuiltinErrors: true })).toBe(0.5)
      const error = await failureOf(askedOf(shop, 'shop/ratio', { by: 0 }, { strictBuiltinErrors: true }))
      expect(error).toMatchObject({ code: 'eval_builtin_error', file: 'policy/shop.rego', row: 21 })
      expect(error.message).toContain('divide by zero')
    })

    it('refuses an entrypoint that was not named, and one that is none', async () => {
      await expect(askedOf(shop, 'shop/secret')).rejects.toThrow(RangeError)
      await expect(engine.load({ ...shop, revision: '2', entrypoints: ['shop//deny'] })).rejects.toThrow(RangeError)
    })

    it('ends when the caller ends it', async () => {
      const policy = await engine.load(shop)
      await expect(policy.evaluate('shop/ids', {}, { signal: AbortSignal.abort() })).rejects.toThrow()
      await policy.close()
    })
  })
}
