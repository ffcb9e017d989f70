import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { bytesOf, textOfBytes } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { base64Decoded } from '../encoding/base64.ts'
import { objectOperand, stringOperand } from '../operands.ts'
import { nowOf } from '../time/now.ts'
import { type Certificate, parseCertificates } from './certificate.ts'
import { certificateJson, certificateWithUrisJson } from './certificate-json.ts'
import { certificateRequestJson } from './certificate-request.ts'
import { digests } from './digests.ts'
import { keyPairJson } from './key-pair.ts'
import { decodePem, type PemBlock, pemBlocks } from './pem.ts'
import { privateJwkJson, privateKeyJson, privateKeysOf } from './private-key.ts'
import { verifiedChain } from './verify-chain.ts'
import { usualOptions, verifyOptionsOf } from './verify-options.ts'

const BEGIN = '-----BEGIN'
const records = T.array(T.object(T.string, T.any))
const verified = T.tuple(T.boolean, records)

function textOperand(value: Value, position: number, host: Host): string {
  const text = stringOperand(value, position)
  host.spend(1 + text.length / 10)
  return text
}

/** Certificates in PEM, in base64 of PEM, or in base64 of DER. */
function certificatesIn(text: string): readonly Certificate[] {
  if (text.startsWith(BEGIN)) return certificatesInPem(text)
  const bytes = base64Decoded(text, 'standard')
  const decoded = Buffer.from(bytes).toString('latin1')
  return decoded.startsWith(BEGIN) ? certificatesInPem(decoded) : parseCertificates(bytes)
}

function certificatesInPem(text: string): readonly Certificate[] {
  const blocks = pemBlocks(text)
  for (const { type } of blocks) if (type !== 'CERTIFICATE') throw new BuiltinError(`PEM block type is '${type}', expected CERTIFICATE`)
  return parseCertificates(Buffer.concat(blocks.map(({ bytes }) => bytes)))
}

/** What is wrong with a chain is not told: `[false, []]`. */
function verifiedOrNot(text: string, verify: (certificates: readonly Certificate[]) => Value): Value {
  try {
    return [true, verify(certificatesIn(text))]
  } catch (error) {
    if (error instanceof BuiltinError) return [false, []]
    throw error
  }
}

function verifyCertificates(value: Value, host: Host): Value {
  const text = textOperand(value, 1, host)
  // A missing clock is no fault of the certificates.
  nowOf(host)
  return verifiedOrNot(text, (certificates) => verifiedChain(certificates, usualOptions, host).map(certificateWithUrisJson))
}

function verifyWithOptions(value: Value, options: Value, host: Host): Value {
  const text = textOperand(value, 1, host)
  const object = objectOperand(options, 2)
  const parsed = verifiedOrNot(text, () => [])
  if (Array.isArray(parsed) && parsed[0] === false) return parsed
  const chosen = verifyOptionsOf(object)
  if (chosen.time === undefined) nowOf(host)
  return verifiedOrNot(text, (certificates) => verifiedChain(certificates, chosen, host).map(certificateJson))
}

function parseRequest(value: Value, host: Host): Value {
  const text = textOperand(value, 1, host)
  const bytes = text.startsWith('-----BEGIN CERTIFICATE REQUEST-----') ? bytesOf(text) : base64Decoded(text, 'standard')
  const found = decodePem(Buffer.from(bytes).toString('latin1'))
  if (found !== undefined && found.block.type !== 'CERTIFICATE REQUEST') throw new BuiltinError('invalid PEM-encoded certificate signing request')
  return certificateRequestJson(found?.block.bytes ?? bytes)
}

/** A chain's or a key's blocks; what is no PEM is base64 of it, or base64 of DER. */
function blocksOf(text: string, type: string): readonly PemBlock[] {
  if (text.startsWith(`${BEGIN} `)) return pemBlocks(text)
  const bytes = base64Decoded(text, 'standard')
  const decoded = Buffer.from(bytes).toString('latin1')
  return decoded.startsWith(BEGIN) ? pemBlocks(decoded) : [{ type, bytes }]
}

function parseKeyPair(certificate: Value, key: Value, host: Host): Value {
  // Both are operand 1 to OPA.
  const [chain, secret] = [textOperand(certificate, 1, host), textOperand(key, 1, host)]
  return keyPairJson(blocksOf(chain, 'CERTIFICATE'), blocksOf(secret, 'PRIVATE KEY'))
}

function keyBlocks(text: string): readonly PemBlock[] {
  try {
    return pemBlocks(textOfBytes(base64Decoded(text, 'standard')))
  } catch (error) {
    if (error instanceof BuiltinError) return pemBlocks(text)
    throw error
  }
}

function parseRsaPrivateKey(value: Value, host: Host): Value {
  const text = textOperand(value, 1, host)
  if (text === '') throw new BuiltinError('input PEM data was empty')
  const [key] = privateKeysOf(keyBlocks(text.startsWith(BEGIN) ? text : textOfBytes(base64Decoded(text, 'standard'))))
  return key === undefined ? null : privateJwkJson(key)
}

function parsePrivateKeys(value: Value, host: Host): Value {
  const text = textOperand(value, 1, host)
  return text === '' ? null : privateKeysOf(keyBlocks(text)).map(privateKeyJson)
}

export const family: readonly Builtin[] = [
  ...digests,
  unary('crypto.x509.parse_certificates', [T.string], records, (value, host) => certificatesIn(textOperand(value, 1, host)).map(certificateWithUrisJson)),
  unary('crypto.x509.parse_and_verify_certificates', [T.string], verified, verifyCertificates),
  binary('crypto.x509.parse_and_verify_certificates_with_options', [T.string, T.object(T.string, T.any)], verified, verifyWithOptions),
  unary('crypto.x509.parse_certificate_request', [T.string], T.object(T.string, T.any), parseRequest),
  binary('crypto.x509.parse_keypair', [T.string, T.string], T.object(T.string, T.any), parseKeyPair),
  unary('crypto.x509.parse_rsa_private_key', [T.string], T.object(T.string, T.any), parseRsaPrivateKey),
  unary('crypto.parse_private_keys', [T.string], records, parsePrivateKeys),
]
