import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/tokens/family.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, countingHost, refusal } from '../calling.ts'
import { make, pem } from '../crypto/making.ts'

const now = 1_700_000_000n
const call = caller(family, { now: () => now * 1_000_000_000n, random: (count) => new Uint8Array(count) })

const base64url = (value: string): string => Buffer.from(value).toString('base64url')

/** Signed with a secret, whatever the header says. */
function token(header: string, payload: string, secret = 'secret', hash = 'sha256'): string {
  const text = `${base64url(header)}.${base64url(payload)}`
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`
}

const hs256 = '{"alg":"HS256"}'

describe('io.jwt.decode', () => {
  it('gives header, payload and signature', () => {
    const jwt = token('{"alg":"HS256","typ":"JWT"}', '{"n":12345678901234567890,"__proto__":1}')
    expect(call('io.jwt.decode', jwt)).toEqual([
      { alg: 'HS256', typ: 'JWT' },
      JSON.parse('{"__proto__":1,"n":0}', (key, value) => (key === 'n' ? 12345678901234567890n : value)),
      Buffer.from(jwt.split('.')[2] ?? '', 'base64url').toString('hex'),
    ])
  })

  it('looks into tokens inside of tokens', () => {
    const inner = token(hs256, '{"a":1}')
    expect(call('io.jwt.decode', token('{"cty":"JWT"}', `"${inner}"`))).toMatchObject([{ alg: 'HS256' }, { a: 1 }, expect.any(String)])
  })

  it('takes padding or none', () => {
    expect(call('io.jwt.decode', `${Buffer.from('{}').toString('base64')}.${Buffer.from('{"a":1}').toString('base64')}.`)).toEqual([{}, { a: 1 }, ''])
  })

  it.each<[Value, string]>([
    [1, 'operand 1 must be string but got number'],
    ['abc', 'encoded JWT had no period separators'],
    ['a.b', 'encoded JWT must have 3 sections, found 2'],
    ['a.b.c.d', 'encoded JWT must have 3 sections, found 4'],
    ['/.e30.', 'JWT header had invalid encoding: illegal base64url string: /'],
    ['e30.e3-/.', 'JWT payload had invalid encoding: illegal base64 data at input byte 3'],
    ['e30.e30./', 'JWT signature had invalid encoding: illegal base64url string: /'],
    [`${base64url('[]')}.e30.`, 'bad JWT header: decoded JSON type was not an Object'],
    [`${base64url('{')}.e30.`, 'bad JWT header: invalid JSON: unexpected EOF'],
    [`e30.${base64url('1')}.`, 'decoded JSON type was not an Object'],
    [`${base64url('{"enc":1}')}.e30.`, 'JWT is a JWE object, which is not supported'],
  ])('refuses case %#', (jwt, message) => {
    expect(refusal(() => call('io.jwt.decode', jwt))).toBe(message)
  })
})

interface Pair {
  readonly alg: string
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pairs: readonly Pair[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => ({ alg, ...rsa })),
  { alg: 'ES256', ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) },
  { alg: 'ES384', ...generateKeyPairSync('ec', { namedCurve: 'P-384' }) },
  { alg: 'ES512', ...generateKeyPairSync('ec', { namedCurve: 'P-521' }) },
  { alg: 'EdDSA', ...generateKeyPairSync('ed25519') },
]
const jwkOf = (key: KeyObject, more: object = {}): string => JSON.stringify({ ...key.export({ format: 'jwk' }), ...more })
const pemOf = (key: KeyObject): string => pem('PUBLIC KEY', key.export({ format: 'der', type: 'spki' }))

describe.each(pairs)('$alg', ({ alg, publicKey, privateKey }) => {
  const verify = `io.jwt.verify_${alg.toLowerCase()}`
  const jwt = String(call('io.jwt.encode_sign_raw', `{"alg":"${alg}","kid":"k"}`, '{"iss":"me"}', jwkOf(privateKey)))
  const wrong = `${jwt.slice(0, -10)}${jwt.at(-10) === 'A' ? 'B' : 'A'}${jwt.slice(-9)}`

  it('verifies what it signed, by a key in any form', () => {
    for (const key of [pemOf(publicKey), jwkOf(publicKey), `{"keys":[${jwkOf(publicKey, { kid: 'other' })},${jwkOf(publicKey, { kid: 'k' })}]}`]) {
      expect(call(verify, jwt, key)).toBe(true)
      expect(call(verify, wrong, key)).toBe(false)
      expect(call('io.jwt.decode_verify', jwt, { cert: key })).toEqual([true, { alg, kid: 'k' }, { iss: 'me' }])
      expect(call('io.jwt.decode_verify', wrong, { cert: key })).toEqual([false, {}, {}])
    }
  })

  it('verifies nothing with a key of another kind', () => {
    for (const other of pairs)
      if (other.privateKey.asymmetricKeyType !== privateKey.asymmetricKeyType) expect(call(verify, jwt, pemOf(other.publicKey))).toBe(false)
    expect(call(verify, jwt, '{"kty":"oct","k":"AAAA"}')).toBe(false)
    expect(call(verify, jwt, jwkOf(privateKey))).toBe(false)
  })

  it('does not sign with a key of another kind', () => {
    expect(refusal(() => call('io.jwt.encode_sign_raw', `{"alg":"${alg}"}`, '{}', '{"kty":"oct","k":"AAAA"}'))).toBe(
      'invalid key type for the signature algorithm',
    )
    expect(refusal(() => call('io.jwt.encode_sign_raw', `{"alg":"${alg}"}`, '{}', jwkOf(publicKey)))).toBe('invalid key type for the signature algorithm')
  })
})

describe('verification', () => {
  const es = pairs[6]
  if (es === undefined) throw new Error('no ES256')
  const jwt = String(call('io.jwt.encode_sign_raw', '{"alg":"ES256"}', '{}', jwkOf(es.privateKey)))

  it('reads the key of a certificate', () => {
    const party = make({ subject: { CN: 'X' } })
    const signed = String(call('io.jwt.encode_sign_raw', '{"alg":"ES256"}', '{}', jwkOf(party.privateKey)))
    expect(call('io.jwt.verify_es256', signed, pem('CERTIFICATE', party.certificate))).toBe(true)
    expect(call('io.jwt.verify_es256', jwt, pem('CERTIFICATE', party.certificate))).toBe(false)
  })

  it('takes no public key for a secret', () => {
    const forged = token(hs256, '{}', pemOf(es.publicKey))
    expect(call('io.jwt.decode_verify', forged, { cert: pemOf(es.publicKey) })).toEqual([false, {}, {}])
    expect(call('io.jwt.verify_es256', forged, pemOf(es.publicKey))).toBe(false)
  })

  it('takes the secret of a key set', () => {
    expect(call('io.jwt.decode_verify', token(hs256, '{"a":1}'), { cert: `{"kty":"oct","k":"${base64url('secret')}"}` })).toEqual([
      true,
      { alg: 'HS256' },
      { a: 1 },
    ])
  })

  it('leaves keys for other algorithms out, and those that nobody knows', () => {
    expect(call('io.jwt.verify_es256', jwt, `{"keys":[${jwkOf(es.publicKey, { alg: 'ES384' })}]}`)).toBe(false)
    expect(call('io.jwt.verify_es256', jwt, `{"keys":[${jwkOf(es.publicKey, { alg: 'ECDH-ES' })}]}`)).toBe(false)
    expect(call('io.jwt.verify_es256', jwt, `{"keys":[${jwkOf(es.publicKey, { alg: 'ES256' })}]}`)).toBe(true)
    expect(call('io.jwt.verify_es256', jwt, '{"keys":[]}')).toBe(false)
  })

  it('takes the halves of a signature of ES256 as numbers', () => {
    const [header, payload, signature = ''] = jwt.split('.')
    const bytes = Buffer.from(signature, 'base64url')
    const padded = Buffer.concat([Buffer.of(0), bytes.subarray(0, 32), Buffer.of(0), bytes.subarray(32)])
    expect(call('io.jwt.verify_es256', `${header}.${payload}.${padded.toString('base64url')}`, pemOf(es.publicKey))).toBe(true)
    expect(call('io.jwt.verify_es256', `${header}.${payload}.`, pemOf(es.publicKey))).toBe(false)
  })

  it.each<[string, string]>([
    ['-----BEGIN CERT-----\nAQI=\n-----END CERT-----', 'failed to extract a Key from the PEM certificate'],
    ['-----BEGIN CERTIFICATE-----\nAQI=\n-----END CERTIFICATE-----', 'failed to parse a PEM certificate: x509: malformed certificate'],
    [`${pemOf(es.publicKey)}EXTRA`, 'extra data after a PEM certificate block'],
    ['-----BEGIN PUBLIC KEY-----\nMAA=\n-----END PUBLIC KEY-----', 'failed to parse a PEM public key: asn1: syntax error: truncated tag or length'],
    ['{"kty":"bogus"}', 'failed to parse a JWK key (set): failed to unmarshal JWK: invalid key type from JSON (bogus)'],
    ['{"kty":"RSA","e":"AQAB"}', 'failed to parse a JWK key (set): failed to unmarshal JWK: required field n is missing'],
    ['nonsense', "failed to parse a JWK key (set): failed to unmarshal JWK: invalid character 'o' in literal null (expecting 'u')"],
  ])('refuses key %#', (key, message) => {
    expect(refusal(() => call('io.jwt.verify_es256', jwt, key))).toBe(message)
  })

  it.each(['HS256', 'HS384', 'HS512'])('knows the secrets of %s', (alg) => {
    const signed = token(`{"alg":"${alg}"}`, '{}', 'secret', `sha${alg.slice(2)}`)
    const verify = `io.jwt.verify_${alg.toLowerCase()}`
    expect(call(verify, signed, 'secret')).toBe(true)
    expect(call(verify, signed, 'other')).toBe(false)
    expect(call(verify, `${signed}AAAA`, 'secret')).toBe(false)
    expect(refusal(() => call(verify, 'a.b', 'secret'))).toBe('encoded JWT must have 3 sections, found 2')
    expect(refusal(() => call(verify, signed, 1))).toBe('operand 2 must be string but got number')
  })
})

describe('io.jwt.decode_verify', () => {
  const secret = { secret: 'secret' }

  it.each<[string, string, Value, boolean]>([
    [hs256, '{}', secret, true],
    [hs256, '{}', { secret: 'other' }, false],
    [hs256, '{}', { ...secret, alg: 'HS256' }, true],
    [hs256, '{}', { ...secret, alg: 'HS384' }, false],
    [hs256, '{"iss":"a"}', { ...secret, iss: 'a' }, true],
    [hs256, '{"iss":"a"}', { ...secret, iss: 'b' }, false],
    [hs256, '{}', { ...secret, iss: 'a' }, false],
    [hs256, '{"aud":"a"}', { ...secret, aud: 'a' }, true],
    [hs256, '{"aud":["b","a"]}', { ...secret, aud: 'a' }, true],
    [hs256, '{"aud":["b",1]}', { ...secret, aud: 'a' }, false],
    [hs256, '{"aud":"a"}', secret, false],
    [hs256, '{}', { ...secret, aud: 'a' }, false],
    [hs256, `{"exp":${now + 1n}}`, secret, true],
    [hs256, `{"exp":${now}}`, secret, false],
    [hs256, '{"exp":3000.2}', { ...secret, time: 3_000_100_000_000 }, true],
    [hs256, '{"exp":3000.2}', { ...secret, time: 3_000_200_000_000 }, false],
    [hs256, `{"nbf":${now}}`, secret, true],
    [hs256, `{"nbf":${now + 1n}}`, secret, false],
    ['{"typ":"JWT"}', '{}', secret, false],
    ['{"alg":"none"}', '{}', secret, false],
    ['{"alg":"HS256","crit":["x"],"x":1}', '{}', secret, false],
    ['{"alg":"HS256","crit":["x"]}', '{}', secret, true],
    ['{"alg":"HS256","x":1}', '{}', secret, true],
  ])('case %#', (header, payload, constraints, expected) => {
    const result = call('io.jwt.decode_verify', token(header, payload), constraints)
    expect(result).toEqual(expected ? [true, JSON.parse(header), JSON.parse(payload)] : [false, {}, {}])
  })

  it('verifies tokens inside of tokens, each of them', () => {
    const nested = (inner: string): string => token('{"alg":"HS256","cty":"jwt"}', inner)
    expect(call('io.jwt.decode_verify', nested(nested(token(hs256, '{"a":1}'))), secret)).toEqual([true, { alg: 'HS256' }, { a: 1 }])
    expect(call('io.jwt.decode_verify', nested(token(hs256, '{"a":1}', 'other')), secret)).toEqual([false, {}, {}])
  })

  it.each<[string, Value, string]>([
    [token(hs256, '{}'), {}, 'no key constraint'],
    [token(hs256, '{}'), { secret: '' }, 'no key constraint'],
    [token(hs256, '{}'), { secret: 'a', cert: '{"keys":[]}' }, 'duplicate key constraints'],
    [token(hs256, '{}'), { ...secret, other: 1 }, 'unknown token validation constraint: other'],
    [token(hs256, '{}'), { ...secret, iss: 1 }, 'iss constraint: must be a string'],
    [token(hs256, '{}'), { cert: 1 }, 'cert constraint: must be a string'],
    [token(hs256, '{}'), { ...secret, time: 'x' }, 'token time constraint: must be a number'],
    [token(hs256, '{}'), { ...secret, time: -1 }, 'token time constraint: must not be negative'],
    [token(hs256, '{"exp":"x"}'), secret, 'exp value must be a number'],
    [token(hs256, '{"nbf":"x"}'), secret, 'nbf value must be a number'],
    [token('{"alg":1}', '{}'), secret, 'alg: must be a string'],
    [token('{"alg":"HS256","crit":[]}', '{}'), secret, 'crit: must be a nonempty list'],
    [token('{"alg":"HS256","crit":1}', '{}'), secret, 'crit: must be a list'],
    [token(hs256, '[]'), secret, 'decoded JSON type was not an Object'],
    ['a.b', secret, 'encoded JWT must have 3 sections, found 2'],
  ])('refuses case %#', (jwt, constraints, message) => {
    expect(refusal(() => call('io.jwt.decode_verify', jwt, constraints))).toBe(message)
  })

  it('asks for the time only when it needs to', () => {
    expect(refusal(() => caller(family)('io.jwt.decode_verify', token(hs256, '{}'), secret))).toBe('no clock is given')
    expect(caller(family)('io.jwt.decode_verify', token(hs256, '{}'), { ...secret, time: 0 })).toEqual([true, { alg: 'HS256' }, {}])
  })
})

describe('io.jwt.encode_sign', () => {
  const key = { kty: 'oct', k: base64url('secret') }

  it('writes JSON as Go does: sorted keys, sets as arrays', () => {
    const jwt = String(call('io.jwt.encode_sign', { typ: 'JWT', alg: 'HS256' }, { b: 1, a: '<&>' }, key))
    expect(jwt).toBe(token('{"alg":"HS256","typ":"JWT"}', '{"a":"\\u003c\\u0026\\u003e","b":1}'))
  })

  it.each<[string, string, string, string]>([
    ['', '{}', JSON.stringify(key), "missing or invalid 'alg' header: cannot parse JSON: cannot parse empty string"],
    ['{"typ:"JWT"}', '{}', JSON.stringify(key), "missing or invalid 'alg' header: cannot parse JSON: invalid character 'J' after object key"],
    ['{}', '{}', JSON.stringify(key), `missing or invalid 'alg' header: jwsbb: header "alg" not found`],
    ['{"alg":"none"}', '{}', JSON.stringify(key), 'unknown JWS algorithm: none'],
    ['{"alg":"HS256"}', 'x', JSON.stringify(key), 'type is JWT but payload is not JSON'],
    ['{"alg":"HS256","typ":"JWT"}', '', JSON.stringify(key), 'type is JWT but payload is not JSON'],
    [hs256, '{}', '{"keys":[]}', 'no keys found in JWK set'],
    [hs256, '{}', '{"kty":"oct"}', 'failed to unmarshal JWK: required field k is missing'],
  ])('refuses case %#', (header, payload, jwk, message) => {
    expect(refusal(() => call('io.jwt.encode_sign_raw', header, payload, jwk))).toBe(message)
  })

  it('signs any text that is not said to be a JWT', () => {
    expect(call('io.jwt.encode_sign_raw', '{"typ":"text/plain","alg":"HS256"}', 'e', JSON.stringify(key))).toBe(
      token('{"typ":"text/plain","alg":"HS256"}', 'e'),
    )
  })

  it('has no randomness of its own', () => {
    const bare = caller(family)
    expect(bare('io.jwt.encode_sign_raw', hs256, '{}', JSON.stringify(key))).toBe(token(hs256, '{}'))
    expect(refusal(() => bare('io.jwt.encode_sign_raw', '{"alg":"PS256"}', '{}', jwkOf(rsa.privateKey)))).toBe('PS256 needs randomness, and none is given')
  })

  it('counts its work', () => {
    const host = countingHost()
    family.find(({ name }) => name === 'io.jwt.encode_sign_raw')?.call([hs256, '{}', JSON.stringify(key)], host)
    expect(host.spent()).toBeGreaterThanOrEqual(1000)
  })
})
