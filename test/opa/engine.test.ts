import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Trouble } from '../../src/model/trouble.ts'
import { opaEngine } from '../../src/opa/engine.ts'
import type { LoadedPolicy, PolicyBundle } from '../../src/rego/index.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

const bundle: PolicyBundle = {
  namespace: 'acme/shop',
  revision: '1',
  modules: [
    { name: 'a.rego', text: 'package a\n\nimport data.b\n\ndeny contains "x" if b.f(input) > data.limit' },
    { name: 'b.rego', text: 'package b\n\nf(x) := x' },
  ],
  data: { limit: 1 },
  entrypoints: ['a/deny'],
}

describe('an OPA server as a policy engine', () => {
  let server: StandIn
  let policy: LoadedPolicy
  beforeEach(async () => {
    server = await startStandIn()
    policy = await opaEngine({ url: server.url, token: 's3cret', timeoutMs: 2000, maxBytes: 2000 }).load(bundle)
  })
  afterEach(() => server.close())

  it('puts the policy there again when the server has forgotten it, and does not take it for undefined', async () => {
    expect(await policy.evaluate('a/deny', 2)).toEqual(['x'])
    server.forget()
    expect(await policy.evaluate('a/deny', 2)).toEqual(['x'])
    for (const key of Object.keys(server.data)) delete server.data[key]
    expect(await policy.evaluate('a/deny', 2)).toEqual(['x'])
  })

  it('is trouble when the server does not keep what is put there', async () => {
    server.forget()
    server.instead = (request, response) => {
      if (request.method === 'PUT') response.end('{}')
      return request.method === 'PUT'
    }
    await expect(policy.evaluate('a/deny', 2)).rejects.toThrow(new Trouble('ours', 'the OPA server does not keep the policy of acme/shop'))
  })

  it('leaves nothing behind when it is closed', async () => {
    await policy.close()
    expect(server.policies.size).toBe(0)
    expect(server.data).toEqual({ maestro: {} })
    await expect(policy.evaluate('a/deny', 2)).rejects.toThrow(RangeError)
  })

  it('leaves nothing behind of a bundle that is refused, and says where it is wrong', async () => {
    const wrong = {
      ...bundle,
      revision: '2',
      modules: [...bundle.modules, { name: 'c.rego', text: 'package c\n\np := data.a.deny + data.b.q; r := data.a.x + y' }],
    }
    const before = new Map(server.policies)
    const loading = opaEngine({ url: server.url }).load({ ...wrong, modules: [{ name: 'c.rego', text: 'package c\n\np if data.a.deny + data.b.q == y' }] })
    await expect(loading).rejects.toMatchObject({ errors: [{ code: 'rego_unsafe_var_error', message: 'var y is unsafe', file: 'c.rego', row: 3, col: 6 }] })
    expect(server.policies).toEqual(before)
  })

  it('sends its token with every request', () => {
    expect(server.authorizations).toEqual(new Set(['Bearer s3cret']))
  })

  it('names what it puts after the namespace', () => {
    expect(server.requests[0]).toMatch(/^PUT v1\/data\/maestro\/acme_shop_[0-9a-f]{24}$/)
    expect(server.requests.filter((request) => request.startsWith('PUT v1/policies/'))).toHaveLength(4)
  })

  it.each([
    ['an answer of the server about itself', 503, 'no', 'the OPA server answered with status 503'],
    [
      'an error of the server that is none of the policy',
      500,
      '{"code":"internal_error","message":"out of memory"}',
      'the OPA server answered with status 500',
    ],
    ['a refusal of the request', 401, '{"code":"unauthorized","message":"no"}', 'the OPA server answered with status 401'],
    ['what is no JSON', 200, '<html>', 'the OPA server answered with what is no JSON'],
    ['more than may be read', 200, `{"result": "${'x'.repeat(3000)}"}`, 'the OPA server answered with more than 2000 bytes'],
  ])('takes %s for trouble, never for a result', async (_, status, body, message) => {
    server.instead = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(body)
      return true
    }
    await expect(policy.evaluate('a/deny', 2)).rejects.toThrow(new Trouble('ours', message))
  })

  it('takes a server that is not there for trouble', async () => {
    await server.close()
    await expect(policy.evaluate('a/deny', 2)).rejects.toThrow(new Trouble('ours', 'the OPA server cannot be reached'))
    server = await startStandIn()
  })

  it('takes an answer that does not come, or does not end, for trouble', async () => {
    const impatient = await opaEngine({ url: server.url, timeoutMs: 200 }).load(bundle)
    server.instead = () => true
    await expect(impatient.evaluate('a/deny', 2)).rejects.toThrow(new Trouble('ours', 'the OPA server did not answer within 200 ms'))
    server.instead = (_request, response) => response.write('{"result":') || true
    await expect(impatient.evaluate('a/deny', 2)).rejects.toThrow(new Trouble('ours', 'the OPA server did not answer within 200 ms'))
  })

  it('follows no redirect', async () => {
    server.instead = (_request, response) => {
      response.writeHead(307, { location: `${server.url}/v1/data/elsewhere` })
      response.end()
      return true
    }
    await expect(policy.evaluate('a/deny', 2)).rejects.toBeInstanceOf(Trouble)
  })

  it('ends with the reason of the caller when the caller ends a request that runs', async () => {
    const ending = new AbortController()
    server.instead = () => {
      ending.abort(new Error('superseded'))
      return true
    }
    await expect(policy.evaluate('a/deny', 2, { signal: ending.signal })).rejects.toThrow('superseded')
  })
})
