import { BuiltinError } from '../../errors.ts'
import { wholeOf } from '../../values/numbers.ts'
import type { Value } from '../../values/value.ts'
import { signatureAlgorithmOf } from './algorithms.ts'
import { alternativeNamesJson, extensionsJson } from './certificate-json.ts'
import { contextual, type DerElement, DerReader, ID } from './der.ts'
import { bitStringOf, integerOf, oidOf, textOf, timeOf } from './der-values.ts'
import { readExtensions } from './extensions.ts'
import { noNames, readAlternativeNames } from './general-names.ts'
import { bytesJson, listJson, oidJson, timeJson } from './go-json.ts'
import { nameJson, readName } from './names.ts'
import { readPublicKey } from './public-key.ts'

const EXTENSION_REQUEST = '1.2.840.113549.1.9.14'
const ALTERNATIVE_NAMES = '2.5.29.17'

/** A request of PKCS #10 (RFC 2986) as Go's x509.CertificateRequest. */
export function certificateRequestJson(bytes: Uint8Array): Value {
  const whole = new DerReader(bytes)
  const { raw, contents } = whole.element(ID.sequence)
  const outer = new DerReader(contents)
  if (!whole.done) throw new BuiltinError('asn1: syntax error: trailing data')
  const tbs = outer.element(ID.sequence)
  const algorithm = outer.read(ID.sequence)
  const signature = bitStringOf(outer.read(ID.bitString)).bytes
  const inner = new DerReader(tbs.contents)
  const version = integerOf(inner.read(ID.integer))
  const subject = readName(inner)
  const publicKey = readPublicKey(inner)
  const attributes = [...new DerReader(inner.read(contextual(0))).rest()].map(attributeOf)
  const requested = attributes.find(({ oid }) => oid === EXTENSION_REQUEST)
  const extensions = requested === undefined ? [] : readExtensions(new DerReader(requested.values).inside(ID.sequence))
  const alternative = extensions.find(({ oid }) => oid === ALTERNATIVE_NAMES)
  return {
    Raw: bytesJson(raw),
    RawTBSCertificateRequest: bytesJson(tbs.raw),
    RawSubjectPublicKeyInfo: bytesJson(publicKey.raw),
    RawSubject: bytesJson(subject.raw),
    Version: wholeOf(version),
    Signature: bytesJson(signature),
    SignatureAlgorithm: signatureAlgorithmOf(algorithm).number,
    PublicKeyAlgorithm: publicKey.algorithm,
    PublicKey: publicKey.json,
    Subject: nameJson(subject),
    Attributes: listJson(attributes.flatMap(attributeJson), (attribute) => attribute),
    Extensions: extensionsJson(extensions),
    ExtraExtensions: null,
    ...alternativeNamesJson(alternative === undefined ? noNames : readAlternativeNames(alternative.value)),
  }
}

interface Attribute {
  readonly oid: string
  /** What is inside of the set. */
  readonly values: Uint8Array
}

function attributeOf({ raw }: DerElement): Attribute {
  const parts = new DerReader(raw).inside(ID.sequence)
  return { oid: oidOf(parts.read(ID.oid)), values: parts.read(ID.set) }
}

/** Only attributes whose values are sequences of types and values; nothing for others, as Go does. */
function attributeJson({ oid, values }: Attribute): readonly Value[] {
  try {
    const sequences = [...new DerReader(values).rest()].map(({ raw }) => [...new DerReader(raw).inside(ID.sequence).rest()])
    const json = sequences.map((pairs) => pairs.map((pair) => typeAndValueJson(pair)))
    return [{ Type: oidJson(oid), Value: json }]
  } catch (error) {
    if (error instanceof BuiltinError) return []
    throw error
  }
}

function typeAndValueJson({ raw }: DerElement): Value {
  const parts = new DerReader(raw).inside(ID.sequence)
  return { Type: oidJson(oidOf(parts.read(ID.oid))), Value: anyJson(parts.element()) }
}

/** What Go makes of a value whose type it is not told. */
function anyJson(element: DerElement): Value {
  const { id, contents } = element
  switch (id) {
    case ID.integer:
      return wholeOf(integerOf(contents))
    case ID.bitString: {
      const { bytes, length } = bitStringOf(contents)
      return { Bytes: bytesJson(bytes), BitLength: length }
    }
    case ID.oid:
      return oidJson(oidOf(contents))
    case ID.octetString:
      return bytesJson(contents)
    case ID.utcTime:
    case ID.generalizedTime:
      return timeJson(timeOf(element))
    case ID.printable:
    case ID.numeric:
    case ID.ia5:
    case ID.t61:
    case ID.utf8:
    case ID.bmp:
      return textOf(element)
    default:
      return null
  }
}
