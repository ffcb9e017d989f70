import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/crypto/family.ts'
import { pemBlocks } from '../../../../src/rego/builtins/crypto/pem.ts'
import type { Value } from '../../../../src/rego/values/value.ts'
import { caller, refusal } from '../calling.ts'
import {
  alternativeNames,
  authority,
  constraints,
  der,
  dns,
  extendedUsage,
  extension,
  integer,
  keyPair,
  make,
  makeRequest,
  oid,
  pem,
  pemOf,
  text,
  usage,
} from './making.ts'

const now = BigInt(Date.UTC(2026, 0, 1)) * 1_000_000n
const call = caller(family, { now: () => now })

describe('digests', () => {
  it.each([
    ['crypto.md5', '80a751fde577028640c419000e33eba6'],
    ['crypto.sha1', 'bfb7759a67daeb65410490b4d98bb9da7d1ea2ce'],
    ['crypto.sha256', '5e2bf57d3f40c4b6df69daf1936cb766f832374b4fc0259a7cbff06e2f70f269'],
  ])('%s', (builtin, expected) => {
    expect(call(builtin, 'lorem ipsum')).toBe(expected)
    expect(refusal(() => call(builtin, 1))).toBe('operand 1 must be string but got number')
  })

  it.each(['md5', 'sha1', 'sha256', 'sha512'])('crypto.hmac.%s takes the message first', (hash) => {
    expect(call(`crypto.hmac.${hash}`, 'åäöçß🥲♙Ω', '秘密の')).toBe(createHmac(hash, '秘密の').update('åäöçß🥲♙Ω').digest('hex'))
    expect(refusal(() => call(`crypto.hmac.${hash}`, 'a', null))).toBe('operand 2 must be string but got null')
  })

  it('hashes bytes that are no text', () => {
    expect(call('crypto.sha256', '\udcff')).toBe(createHash('sha256').update(Buffer.of(0xff)).digest('hex'))
  })

  it('compares codes', () => {
    expect(call('crypto.hmac.equal', 'abc', 'abc')).toBe(true)
    expect(call('crypto.hmac.equal', 'abc', 'abd')).toBe(false)
    expect(call('crypto.hmac.equal', 'abc', 'abcd')).toBe(false)
  })
})

const root = make({ subject: { CN: 'Root', O: 'Test' }, extensions: [authority(), usage(0b0000_0110)] })
const middle = make({ subject: { CN: 'Middle' }, by: root, extensions: [authority(0), usage(0b0000_0110)] })
const leaf = make({
  subject: { C: 'DE', O: 'Test', OU: 'Unit', CN: 'leaf.example', SN: '12' },
  by: middle,
  extensions: [
    usage(0b1000_0000),
    extendedUsage('1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '1.2.3'),
    alternativeNames(
      dns('leaf.example'),
      dns('*.wild.example'),
      text(0x81, 'a@leaf.example'),
      text(0x86, 'https://u@h.example:1/p%20q?x=1#f'),
      der(0x87, Buffer.of(10, 0, 0, 1)),
    ),
    extension('2.5.29.14', der(0x04, Buffer.of(1, 2))),
    extension('2.5.29.35', der(0x30, der(0x80, Buffer.of(3, 4)))),
    extension('2.5.29.31', der(0x30, der(0x30, der(0xa0, der(0xa0, text(0x86, 'http://crl.example')))))),
    extension('2.5.29.32', der(0x30, der(0x30, oid('2.23.140.1.2.1')))),
    extension(
      '1.3.6.1.5.5.7.1.1',
      der(0x30, der(0x30, oid('1.3.6.1.5.5.7.48.1'), text(0x86, 'http://ocsp.example')), der(0x30, oid('1.3.6.1.5.5.7.48.2'), text(0x86, 'http://ca.example'))),
    ),
  ],
})

describe('crypto.x509.parse_certificates', () => {
  it('gives what Go knows of a certificate', () => {
    const [parsed] = call('crypto.x509.parse_certificates', pemOf(leaf)) as Value[]
    expect(parsed).toMatchObject({
      Raw: leaf.certificate.toString('base64'),
      Version: 3,
      SerialNumber: 7,
      SignatureAlgorithm: 10,
      PublicKeyAlgorithm: 3,
      PublicKey: { Curve: {}, X: expect.any(BigInt), Y: expect.any(BigInt) },
      Issuer: { CommonName: 'Middle', Country: null },
      Subject: { CommonName: 'leaf.example', Country: ['DE'], Organization: ['Test'], OrganizationalUnit: ['Unit'], SerialNumber: '12', ExtraNames: null },
      NotBefore: '2020-01-01T00:00:00Z',
      NotAfter: '2040-01-01T00:00:00Z',
      KeyUsage: 1,
      ExtKeyUsage: [1, 2],
      UnknownExtKeyUsage: [[1, 2, 3]],
      BasicConstraintsValid: false,
      IsCA: false,
      MaxPathLen: 0,
      SubjectKeyId: 'AQI=',
      AuthorityKeyId: 'AwQ=',
      OCSPServer: ['http://ocsp.example'],
      IssuingCertificateURL: ['http://ca.example'],
      DNSNames: ['leaf.example', '*.wild.example'],
      EmailAddresses: ['a@leaf.example'],
      IPAddresses: ['10.0.0.1'],
      URIs: [{ Scheme: 'https', Host: 'h.example:1', User: {}, Path: '/p q', RawPath: '', RawQuery: 'x=1', Fragment: 'f', ForceQuery: false }],
      URIStrings: ['https://u@h.example:1/p%20q?x=1#f'],
      CRLDistributionPoints: ['http://crl.example'],
      PolicyIdentifiers: [[2, 23, 140, 1, 2, 1]],
      Policies: ['2.23.140.1.2.1'],
      UnhandledCriticalExtensions: null,
    })
    expect((parsed as { Subject: { Names: Value } }).Subject.Names).toContainEqual({ Type: [2, 5, 4, 3], Value: 'leaf.example' })
    expect((parsed as { Extensions: Value[] }).Extensions).toHaveLength(8)
  })

  it.each<[string, string]>([
    ['PEM', pemOf(root, leaf)],
    ['base64 of PEM', Buffer.from(pemOf(root, leaf)).toString('base64')],
    ['base64 of DER', Buffer.concat([root.certificate, leaf.certificate]).toString('base64')],
  ])('reads %s', (_, input) => {
    const parsed = call('crypto.x509.parse_certificates', input) as { Subject: { CommonName: string } }[]
    expect(parsed.map(({ Subject }) => Subject.CommonName)).toEqual(['Root', 'leaf.example'])
  })

  it('knows authorities, and constraints on the names below them', () => {
    const party = make({
      subject: { CN: 'X' },
      extensions: [authority(2), constraints([dns('.example.com'), der(0x87, Buffer.of(10, 0, 0, 0, 255, 0, 0, 0))], [text(0x81, 'bad.example')])],
    })
    expect(call('crypto.x509.parse_certificates', pemOf(party))).toMatchObject([
      {
        BasicConstraintsValid: true,
        IsCA: true,
        MaxPathLen: 2,
        MaxPathLenZero: false,
        PermittedDNSDomainsCritical: true,
        PermittedDNSDomains: ['.example.com'],
        PermittedIPRanges: [{ IP: '10.0.0.0', Mask: '/wAAAA==' }],
        ExcludedEmailAddresses: ['bad.example'],
      },
    ])
    expect(call('crypto.x509.parse_certificates', pemOf(middle))).toMatchObject([{ MaxPathLen: 0, MaxPathLenZero: true }])
  })

  it.each(['rsa', 'ed25519'] as const)('reads a key of %s', (key) => {
    const [parsed] = call('crypto.x509.parse_certificates', pemOf(make({ subject: { CN: 'K' }, key }))) as Value[]
    expect(parsed).toMatchObject(
      key === 'rsa'
        ? { PublicKeyAlgorithm: 1, SignatureAlgorithm: 4, PublicKey: { E: 65537 } }
        : { PublicKeyAlgorithm: 4, SignatureAlgorithm: 16, PublicKey: expect.stringMatching(/^.{43}=$/) },
    )
  })

  it.each<[string, string]>([
    ['foobar', 'illegal base64 data at input byte 4'],
    ['Zm9vYmFy', 'x509: malformed certificate'],
    [pem('CERTIFICATE', Buffer.from('3003020101', 'hex')), 'x509: malformed certificate'],
    [pem('PUBLIC KEY', Buffer.of(1)), "PEM block type is 'PUBLIC KEY', expected CERTIFICATE"],
    [pem('CERTIFICATE', leaf.certificate.subarray(0, -3)), 'x509: malformed certificate'],
    [pemOf(make({ subject: { CN: 'D' }, extensions: [usage(1), usage(1)] })), 'x509: certificate contains duplicate extensions'],
  ])('case %# is refused', (input, message) => {
    expect(refusal(() => call('crypto.x509.parse_certificates', input))).toBe(message)
  })

  it('gives nothing for nothing', () => {
    expect(call('crypto.x509.parse_certificates', '')).toEqual([])
  })

  it('ends with a refusal for any byte that is wrong', () => {
    for (let at = 0; at < leaf.certificate.length; at += 7) {
      const broken = Buffer.from(leaf.certificate)
      broken[at] = (broken[at] ?? 0) ^ 0x55
      expect(() => refusal(() => call('crypto.x509.parse_certificates', broken.toString('base64')))).not.toThrow()
    }
  })
})

function names(result: Value | undefined): Value {
  if (!Array.isArray(result) || !Array.isArray(result[1])) throw new Error('no pair')
  return [result[0] ?? null, result[1].map((one) => (one as { Subject: { CommonName: string } }).Subject.CommonName)]
}

describe('crypto.x509.parse_and_verify_certificates', () => {
  it('gives the chain, leaf first', () => {
    expect(names(call('crypto.x509.parse_and_verify_certificates', pemOf(root, middle, leaf)))).toEqual([true, ['leaf.example', 'Middle', 'Root']])
    expect(names(call('crypto.x509.parse_and_verify_certificates', pemOf(root, middle)))).toEqual([true, ['Middle', 'Root']])
  })

  const other = make({ subject: { CN: 'Root', O: 'Test' }, extensions: [authority()] })
  const noAuthority = make({ subject: { CN: 'NoCA' }, by: root })
  const noSigner = make({ subject: { CN: 'NoSign' }, by: root, extensions: [authority(), usage(0b1000_0000)] })
  const late = make({ subject: { CN: 'Late' }, by: root, notAfter: '250101000000Z' })
  const early = make({ subject: { CN: 'Early' }, by: root, notBefore: '270101000000Z' })
  const client = make({ subject: { CN: 'Client' }, by: root, extensions: [extendedUsage('1.3.6.1.5.5.7.3.2')] })
  const strange = make({ subject: { CN: 'Strange' }, by: root, extensions: [extension('1.2.3.4', integer(1), true)] })
  const under = make({ subject: { CN: 'Under' }, by: middle, extensions: [authority()] })
  const limited = make({ subject: { CN: 'Limited' }, by: root, extensions: [authority(), constraints([dns('example.com')], [dns('bad.example.com')])] })
  const named = (host: string): string => pemOf(root, limited, make({ subject: { CN: 'N' }, by: limited, extensions: [alternativeNames(dns(host))] }))

  it.each<[string, string]>([
    ['one certificate only', pemOf(root)],
    ['a missing intermediate', pemOf(root, leaf)],
    ['another root of the same name', pemOf(other, middle, leaf)],
    ['an issuer that is no authority', pemOf(root, noAuthority, make({ subject: { CN: 'L' }, by: noAuthority }))],
    ['an issuer that may not sign', pemOf(root, noSigner, make({ subject: { CN: 'L' }, by: noSigner }))],
    ['an expired leaf', pemOf(root, late)],
    ['a leaf that is not valid yet', pemOf(root, early)],
    ['a leaf for clients', pemOf(root, client)],
    ['a critical extension that nobody knows', pemOf(root, strange)],
    ['a path longer than it may be', pemOf(root, middle, under, make({ subject: { CN: 'L' }, by: under }))],
    ['a name outside of what is permitted', named('example.org')],
    ['a name that is excluded', named('a.bad.example.com')],
    ['no certificates', 'Zm9v'],
  ])('refuses %s', (_, input) => {
    expect(call('crypto.x509.parse_and_verify_certificates', input)).toEqual([false, []])
  })

  it('takes a name that is permitted', () => {
    expect(names(call('crypto.x509.parse_and_verify_certificates', named('a.example.com')))).toEqual([true, ['N', 'Limited', 'Root']])
  })

  it('takes other options', () => {
    const verify = (input: string, options: Value): Value => names(call('crypto.x509.parse_and_verify_certificates_with_options', input, options))
    expect(verify(pemOf(root, client), { KeyUsages: ['KeyUsageClientAuth'] })).toEqual([true, ['Client', 'Root']])
    expect(verify(pemOf(root, client), { KeyUsages: ['KeyUsageAny'] })).toEqual([true, ['Client', 'Root']])
    expect(verify(pemOf(root, client), { KeyUsages: ['KeyUsageCodeSigning'] })).toEqual([false, []])
    expect(verify(pemOf(root, late), { CurrentTime: BigInt(Date.UTC(2024, 0, 1)) * 1_000_000n })).toEqual([true, ['Late', 'Root']])
    expect(verify(pemOf(root, middle, leaf), { DNSName: 'leaf.example' })).toEqual([true, ['leaf.example', 'Middle', 'Root']])
    expect(verify(pemOf(root, middle, leaf), { DNSName: 'LEAF.example.' })).toEqual([true, ['leaf.example', 'Middle', 'Root']])
    expect(verify(pemOf(root, middle, leaf), { DNSName: 'a.wild.example' })).toEqual([true, ['leaf.example', 'Middle', 'Root']])
    expect(verify(pemOf(root, middle, leaf), { DNSName: 'a.b.wild.example' })).toEqual([false, []])
    expect(verify(pemOf(root, middle, leaf), { DNSName: '10.0.0.1' })).toEqual([true, ['leaf.example', 'Middle', 'Root']])
    expect(verify(pemOf(root, middle, leaf), { DNSName: '10.0.0.2' })).toEqual([false, []])
    expect(verify(pemOf(root, middle, leaf), { MaxConstraintComparisons: 5 })).toEqual([true, ['leaf.example', 'Middle', 'Root']])
  })

  it.each<[Value, string]>([
    [{ DNSName: 1 }, "'DNSName' should be a string"],
    [{ CurrentTime: 'x' }, "'CurrentTime' should be a number"],
    [{ CurrentTime: 1.5 }, "'CurrentTime' should be a valid int64 number"],
    [{ MaxConstraintComparisons: 'x' }, "'MaxConstraintComparisons' should be a number"],
    [{ KeyUsages: 'KeyUsageAny' }, "'KeyUsages' should be an Array or Set"],
    [{ KeyUsages: ['a', 'KeyUsageAny', 'b'] }, "invalid entries for 'KeyUsages' found: [a b]"],
    [{ Other: 1 }, 'invalid key option'],
    [[], 'operand 2 must be object but got array'],
  ])('refuses options: %j', (options, message) => {
    expect(refusal(() => call('crypto.x509.parse_and_verify_certificates_with_options', pemOf(root, client), options))).toBe(message)
  })

  it('is an error, not a broken chain, without a clock', () => {
    expect(refusal(() => caller(family)('crypto.x509.parse_and_verify_certificates', pemOf(root, middle)))).toBe('no clock is given')
  })
})

describe('crypto.x509.parse_certificate_request', () => {
  const request = makeRequest({ CN: 'req.example' }, [alternativeNames(dns('req.example')), usage(1)])

  it.each<[string, string]>([
    ['PEM', pem('CERTIFICATE REQUEST', request)],
    ['base64 of PEM', Buffer.from(pem('CERTIFICATE REQUEST', request)).toString('base64')],
    ['base64 of DER', request.toString('base64')],
  ])('reads %s', (_, input) => {
    expect(call('crypto.x509.parse_certificate_request', input)).toMatchObject({
      Raw: request.toString('base64'),
      Version: 0,
      Subject: { CommonName: 'req.example' },
      SignatureAlgorithm: 10,
      DNSNames: ['req.example'],
      EmailAddresses: null,
      Extensions: [
        { Id: [2, 5, 29, 17], Critical: false },
        { Id: [2, 5, 29, 15], Critical: true },
      ],
      Attributes: [
        {
          Type: [1, 2, 840, 113549, 1, 9, 14],
          Value: [
            [
              { Type: [2, 5, 29, 17], Value: expect.any(String) },
              { Type: [2, 5, 29, 15], Value: null },
            ],
          ],
        },
      ],
    })
  })

  it.each<[string, string]>([
    ['YmFkc3RyaW5n', "asn1: structure error: tags don't match (16 vs {class:1 tag:2 length:97 isCompound:true})"],
    ['foobar', 'illegal base64 data at input byte 4'],
    [Buffer.from(pemOf(root)).toString('base64'), 'invalid PEM-encoded certificate signing request'],
    [Buffer.concat([request, Buffer.of(0)]).toString('base64'), 'asn1: syntax error: trailing data'],
  ])('case %# is refused', (input, message) => {
    expect(refusal(() => call('crypto.x509.parse_certificate_request', input))).toBe(message)
  })
})

describe('private keys', () => {
  const rsa = keyPair('rsa').privateKey
  const ec = keyPair('ec').privateKey
  const ed = keyPair('ed25519').privateKey
  const all = [
    pem('RSA PRIVATE KEY', rsa.export({ format: 'der', type: 'pkcs1' })),
    pem('EC PRIVATE KEY', ec.export({ format: 'der', type: 'sec1' })),
    pem('PRIVATE KEY', ed.export({ format: 'der', type: 'pkcs8' })),
  ]

  it('are what Go makes of them', () => {
    const seed = ed.export({ format: 'jwk' })
    expect(call('crypto.parse_private_keys', all.join('\n'))).toEqual([
      {
        N: expect.any(BigInt),
        E: 65537,
        D: expect.any(BigInt),
        Primes: [expect.any(BigInt), expect.any(BigInt)],
        Precomputed: { Dp: expect.any(BigInt), Dq: expect.any(BigInt), Qinv: expect.any(BigInt), CRTValues: [] },
      },
      { Curve: {}, X: expect.any(BigInt), Y: expect.any(BigInt), D: expect.any(BigInt) },
      Buffer.concat([Buffer.from(seed.d ?? '', 'base64url'), Buffer.from(seed.x ?? '', 'base64url')]).toString('base64'),
    ])
    expect(call('crypto.parse_private_keys', Buffer.from(all[1] ?? '').toString('base64'))).toHaveLength(1)
  })

  it('may be none', () => {
    expect(call('crypto.parse_private_keys', '')).toBe(null)
    expect(call('crypto.parse_private_keys', 'nope')).toEqual([])
    expect(call('crypto.parse_private_keys', pemOf(root))).toEqual([])
    expect(refusal(() => call('crypto.parse_private_keys', pem('PRIVATE KEY', Buffer.of(1, 2))))).toBe('x509: failed to parse private key (PKCS#8)')
  })

  it('are JSON Web Keys to crypto.x509.parse_rsa_private_key', () => {
    expect(call('crypto.x509.parse_rsa_private_key', all[0] ?? '')).toEqual(rsa.export({ format: 'jwk' }))
    expect(call('crypto.x509.parse_rsa_private_key', Buffer.from(all[0] ?? '').toString('base64'))).toEqual(rsa.export({ format: 'jwk' }))
    expect(refusal(() => call('crypto.x509.parse_rsa_private_key', ''))).toBe('input PEM data was empty')
    expect(refusal(() => call('crypto.x509.parse_rsa_private_key', 'invalid'))).toBe('illegal base64 data at input byte 4')
    expect(call('crypto.x509.parse_rsa_private_key', pemOf(root))).toBe(null)
  })

  it('belong to a certificate, or not', () => {
    const key = pem('PRIVATE KEY', leaf.privateKey.export({ format: 'der', type: 'pkcs8' }))
    expect(call('crypto.x509.parse_keypair', pemOf(leaf, middle), key)).toMatchObject({
      Certificate: [leaf.certificate.toString('base64'), middle.certificate.toString('base64')],
      PrivateKey: { Curve: {}, D: expect.any(BigInt) },
      Leaf: { Subject: { CommonName: 'leaf.example' } },
      OCSPStaple: null,
    })
    const bare = leaf.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
    expect(call('crypto.x509.parse_keypair', leaf.certificate.toString('base64'), bare)).toMatchObject({ Leaf: { Version: 3 } })
    expect(refusal(() => call('crypto.x509.parse_keypair', pemOf(root), key))).toBe('tls: private key does not match public key')
    expect(refusal(() => call('crypto.x509.parse_keypair', pemOf(root), all[0] ?? ''))).toBe('tls: private key type does not match public key type')
    expect(refusal(() => call('crypto.x509.parse_keypair', key, key))).toContain('PEM inputs may have been switched')
    expect(refusal(() => call('crypto.x509.parse_keypair', pemOf(leaf), pemOf(leaf)))).toBe(
      'tls: found a certificate rather than a key in the PEM for the private key',
    )
    expect(refusal(() => call('crypto.x509.parse_keypair', '-----BEGIN ', key))).toBe('tls: failed to find any PEM data in certificate input')
    expect(refusal(() => call('crypto.x509.parse_keypair', pemOf(leaf), pem('PRIVATE KEY', Buffer.of(1))))).toBe('tls: failed to parse private key')
  })
})

describe('PEM', () => {
  it.each<[string, readonly string[]]>([
    ['text before\n-----BEGIN A-----\nAQI=\n-----END A-----\ntext behind', ['A']],
    ['-----BEGIN A-----\r\nAQI=\r\n-----END A-----\r\n-----BEGIN B-----\r\n-----END B-----', ['A', 'B']],
    ['-----BEGIN A-----\nProc-Type: 4\nX: y\n\nAQI=\n-----END A-----\n', ['A']],
    ['-----BEGIN A-----\nAQI=\n-----END B-----\n', []],
    ['-----BEGIN A-----\nA\n-----END A-----\n-----BEGIN B-----\nAQI=\n-----END B-----\n', ['B']],
    ['x-----BEGIN A-----\nAQI=\n-----END A-----\n', []],
    ['-----BEGIN A-----', []],
  ])('case %#', (input, types) => {
    expect(pemBlocks(input).map(({ type }) => type)).toEqual(types)
  })

  it('gives up on a text of beginnings without ends', () => {
    expect(pemBlocks('-----BEGIN A-----\n'.repeat(50_000))).toEqual([])
  })
})
