import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/* Certificates and requests made on the spot, with whatever is in them: nothing in the tests expires or is secret. */

export function der(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const contents = Buffer.concat(parts)
  if (contents.length < 0x80) return Buffer.concat([Buffer.of(id, contents.length), contents])
  const length = Buffer.from(contents.length.toString(16).padStart(contents.length > 0xff ? 4 : 2, '0'), 'hex')
  return Buffer.concat([Buffer.of(id, 0x80 | length.length), length, contents])
}

export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const arc = (value: number): number[] => (value < 128 ? [value] : [...arc(Math.floor(value / 128)).map((byte) => byte | 0x80), value % 128])
  return der(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(arc)))
}

export const text = (id: number, value: string): Buffer => der(id, Buffer.from(value))
export const integer = (value: number): Buffer => der(0x02, Buffer.of(value))
const yes = der(0x01, Buffer.of(0xff))

function name(attributes: Readonly<Record<string, string>>): Buffer {
  const types: Readonly<Record<string, string>> = { CN: '2.5.4.3', C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', SN: '2.5.4.5' }
  return der(0x30, ...Object.entries(attributes).map(([type, value]) => der(0x31, der(0x30, oid(types[type] ?? type), text(0x0c, value)))))
}

export function extension(id: string, value: Uint8Array, critical = false): Buffer {
  return der(0x30, oid(id), ...(critical ? [yes] : []), der(0x04, value))
}

export const authority = (...limit: readonly number[]): Buffer => extension('2.5.29.19', der(0x30, yes, ...limit.map(integer)), true)
export const usage = (bits: number): Buffer => extension('2.5.29.15', der(0x03, Buffer.of(0, bits)), true)
export const extendedUsage = (...oids: readonly string[]): Buffer => extension('2.5.29.37', der(0x30, ...oids.map(oid)))
export const alternativeNames = (...names: readonly Uint8Array[]): Buffer => extension('2.5.29.17', der(0x30, ...names))
export const dns = (value: string): Buffer => text(0x82, value)
export const constraints = (permitted: readonly Uint8Array[], excluded: readonly Uint8Array[]): Buffer =>
  extension(
    '2.5.29.30',
    der(0x30, ...(permitted.length > 0 ? [subtrees(0xa0, permitted)] : []), ...(excluded.length > 0 ? [subtrees(0xa1, excluded)] : [])),
    true,
  )

function subtrees(id: number, bases: readonly Uint8Array[]): Buffer {
  return der(id, ...bases.map((base) => der(0x30, base)))
}

export interface Party {
  readonly subject: Buffer
  readonly privateKey: KeyObject
  readonly certificate: Buffer
}

export interface Making {
  readonly subject: Readonly<Record<string, string>>
  readonly by?: Party
  readonly extensions?: readonly Buffer[]
  readonly notBefore?: string
  readonly notAfter?: string
  readonly key?: 'ec' | 'ed25519' | 'rsa'
}

const algorithms = {
  ec: der(0x30, oid('1.2.840.10045.4.3.2')),
  ed25519: der(0x30, oid('1.3.101.112')),
  rsa: der(0x30, oid('1.2.840.113549.1.1.11'), der(0x05)),
}

export function keyPair(kind: 'ec' | 'ed25519' | 'rsa'): { privateKey: KeyObject; publicKey: KeyObject } {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519')
}

function signed(tbs: Buffer, privateKey: KeyObject): Buffer {
  const kind = privateKey.asymmetricKeyType === 'ed25519' ? 'ed25519' : privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec'
  const signature = sign(kind === 'ed25519' ? null : 'sha256', tbs, privateKey)
  return der(0x30, tbs, algorithms[kind], der(0x03, Buffer.of(0), signature))
}

export function make({ subject, by, extensions = [], notBefore = '200101000000Z', notAfter = '400101000000Z', key = 'ec' }: Making): Party {
  const { privateKey, publicKey } = keyPair(key)
  const own = name(subject)
  const signer = by?.privateKey ?? privateKey
  const kind = signer.asymmetricKeyType === 'ed25519' ? 'ed25519' : signer.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec'
  const tbs = der(
    0x30,
    der(0xa0, integer(2)),
    integer(7),
    algorithms[kind],
    by?.subject ?? own,
    der(0x30, text(0x17, notBefore), text(0x17, notAfter)),
    own,
    publicKey.export({ format: 'der', type: 'spki' }),
    ...(extensions.length > 0 ? [der(0xa3, der(0x30, ...extensions))] : []),
  )
  return { subject: own, privateKey, certificate: signed(tbs, signer) }
}

export function makeRequest(subject: Readonly<Record<string, string>>, extensions: readonly Buffer[]): Buffer {
  const { privateKey, publicKey } = keyPair('ec')
  const attribute = der(0x30, oid('1.2.840.113549.1.9.14'), der(0x31, der(0x30, ...extensions)))
  return signed(der(0x30, integer(0), name(subject), publicKey.export({ format: 'der', type: 'spki' }), der(0xa0, attribute)), privateKey)
}

export function pem(type: string, bytes: Uint8Array): string {
  return `-----BEGIN ${type}-----\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${type}-----\n`
}

export function pemOf(...parties: readonly Party[]): string {
  return parties.map(({ certificate }) => pem('CERTIFICATE', certificate)).join('')
}
