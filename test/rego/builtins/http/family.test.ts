import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/http/family.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, countingHost, refusal } from '../calling.ts'

const request = { method: 'get', url: 'http://example.com' }

describe('http.send', () => {
  it('is refused without a hook', () => {
    const call = caller(family)
    expect(refusal(() => call('http.send', request))).toBe('requests are not allowed here')
    expect(call('http.send', { ...request, raise_error: false })).toEqual({
      status_code: 0,
      error: { code: 'eval_http_send_internal_error', message: 'http.send: requests are not allowed here' },
    })
  })

  it.each<[Value, string]>([
    [{ ...request, bad_key: 1, worse: 2 }, 'operand 1 invalid request parameters(s): {"bad_key", "worse"}'],
    [{ method: 'get' }, 'operand 1 missing required request parameters(s): {"url"}'],
    [{}, 'operand 1 missing required request parameters(s): {"method", "url"}'],
    [{ ...request, raise_error: 1 }, 'invalid value for raise_error field'],
    ['x', 'operand 1 must be object but got string'],
  ])('refuses %j', (value, message) => {
    expect(refusal(() => caller(family, { httpSend: () => ({}) })('http.send', value))).toBe(message)
  })

  it('asks the hook once for a request, however it is written', () => {
    const asked: Value[] = []
    const host = countingHost({
      httpSend: (one) => {
        asked.push(one)
        return { status_code: 200 }
      },
    })
    const send = (value: Value) => family[0]?.call([value], host)
    expect(send(request)).toEqual({ status_code: 200 })
    expect(send({ url: 'http://example.com', method: 'get' })).toEqual({ status_code: 200 })
    send({ ...request, method: 'post' })
    expect(asked).toEqual([request, { ...request, method: 'post' }])
    expect(host.spent()).toBe(2000)
  })
})
