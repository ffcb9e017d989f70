import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/providers/family.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, refusal } from '../calling.ts'

const call = caller(family)
const at = 1451311705000000000n
const config = { aws_access_key: 'KEY', aws_secret_access_key: 'SECRET', aws_service: 's3', aws_region: 'us-east-1' }
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** By the letter of AWS's documentation. */
function signature(canonical: string, service = 's3'): string {
  const key = ['us-east-1', service, 'aws4_request'].reduce(hmac, hmac('AWS4SECRET', '20151228'))
  return hmac(key, `AWS4-HMAC-SHA256\n20151228T140825Z\n20151228/us-east-1/${service}/aws4_request\n${sha256(canonical)}`).toString('hex')
}

describe('providers.aws.sign_req', () => {
  it('signs the request and its headers', () => {
    const request = { method: 'PUT', url: 'https://u@h.example:8443/a b/ü?x=1&y=%20#f', headers: { Foo: 'bar', 'User-Agent': 'me' }, body: { b: [1], a: '<' } }
    const body = sha256('{"a":"\\u003c","b":[1]}')
    const names = 'foo;host;x-amz-content-sha256;x-amz-date'
    const canonical = `PUT\n/a%20b/%C3%BC\nx=1&y=%20\nfoo:bar\nhost:h.example:8443\nx-amz-content-sha256:${body}\nx-amz-date:20151228T140825Z\n\n${names}\n${body}`
    expect(call('providers.aws.sign_req', request, config, at)).toEqual({
      ...request,
      headers: {
        Foo: 'bar',
        'User-Agent': 'me',
        host: 'h.example:8443',
        'x-amz-content-sha256': body,
        'x-amz-date': '20151228T140825Z',
        Authorization: `AWS4-HMAC-SHA256 Credential=KEY/20151228/us-east-1/s3/aws4_request,SignedHeaders=${names},Signature=${signature(canonical)}`,
      },
    })
  })

  it('knows session tokens, other services, raw and unsigned bodies', () => {
    const request = { method: 'get', url: 'http://h', raw_body: 'raw', body: 1 }
    const headers = (more: object): Value => (call('providers.aws.sign_req', request, { ...config, ...more }, at) as { headers: Value }).headers
    expect(headers({ aws_session_token: 'T' })).toMatchObject({ 'x-amz-security-token': 'T', 'x-amz-content-sha256': sha256('raw') })
    expect(headers({ disable_payload_signing: true })).toMatchObject({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' })
    expect(headers({ aws_service: 'ec2' })).toEqual({
      host: 'h',
      'x-amz-date': '20151228T140825Z',
      Authorization: expect.stringContaining(signature(`get\n\n\nhost:h\nx-amz-date:20151228T140825Z\n\nhost;x-amz-date\n${sha256('raw')}`, 'ec2')),
    })
  })

  it.each<[Value, Value, Value, string]>([
    [{ method: 'get' }, config, at, 'operand 1 missing required request parameters(s): {"url"}'],
    [{ method: 'get', url: 'x', other: 1 }, config, at, 'operand 1 invalid request parameters(s): {"other"}'],
    [{ method: 1, url: 2 }, config, at, 'operand 1 invalid values for required request parameters(s): {"method", "url"}'],
    [{ method: 'get', url: 'x', headers: 1 }, config, at, 'operand 0 must be object but got number'],
    [{ method: 'get', url: 'http://[x' }, config, at, `parse "http://[x": missing ']' in host`],
    [
      { method: 'get', url: 'x' },
      {},
      at,
      'operand 2 missing required AWS config parameters(s): {"aws_access_key", "aws_region", "aws_secret_access_key", "aws_service"}',
    ],
    [{ method: 'get', url: 'x' }, { ...config, aws_region: 1 }, at, 'operand 2 invalid values for required AWS config parameters(s): {"aws_region"}'],
    [{ method: 'get', url: 'x' }, { ...config, disable_payload_signing: 1 }, at, "operand 2 invalid value for 'disable_payload_signing' in AWS config"],
    [{ method: 'get', url: 'x' }, config, 1.5, 'operand 3 could not convert time_ns value into a unix timestamp'],
    [1, config, at, 'operand 1 must be object but got number'],
  ])('refuses case %#', (request, aws, time, message) => {
    expect(refusal(() => call('providers.aws.sign_req', request, aws, time))).toBe(message)
  })
})
