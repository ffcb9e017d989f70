import { BuiltinError } from '../../errors.ts'
import { compareNumbers, isNumber } from '../../values/numbers.ts'
import { getKey, isArray } from '../../values/objects.ts'
import { bytesOf } from '../../values/strings.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { objectOperand, stringOperand } from '../operands.ts'
import { algorithms, signatureHolds } from './algorithms.ts'
import { type Constraints, readConstraints } from './constraints.ts'
import { type Header, isValidHeader, readHeader } from './header.ts'
import { headerOf, jsonObject, sectionBytes, sectionText, signedText, splitToken, type Token } from './token.ts'
import { verifiesAny } from './verification-keys.ts'

const unverified: Value = [false, {}, {}]

/** `[true, header, payload]` of a token that is signed and meets all constraints (RFC 7519, section 7.2), else `[false, {}, {}]`. */
export function decodeVerify(jwt: Value, wanted: Value, host: Host): Value {
  const constraints = readConstraints(objectOperand(wanted, 2), host)
  let text = stringOperand(jwt, 1)
  for (;;) {
    host.spend(1 + text.length / 10)
    const token = splitToken(text)
    const decoded = headerOf(token)
    const header = readHeader(decoded)
    if (!isValidHeader(header) || (constraints.alg !== '' && constraints.alg !== header.alg)) return unverified
    if (!isSigned(token, header, constraints, host)) return unverified
    text = sectionText(token.payload, 'payload')
    // A token inside of a token is verified in the same way; it is shorter.
    if (header.cty.toLowerCase() === 'jwt') continue
    const payload = jsonObject(text)
    return meets(payload, constraints) ? [true, decoded, payload] : unverified
  }
}

function isSigned(token: Token, { kid, alg }: Header, { key }: Constraints, host: Host): boolean {
  const signature = sectionBytes(token.signature)
  const algorithm = algorithms.get(alg)
  if (algorithm === undefined) return false
  const signed = { kid, alg, text: signedText(token), signature }
  return typeof key === 'string' ? signatureHolds(algorithm, bytesOf(key), signed.text, signature) : verifiesAny(key, algorithm, signed, host)
}

/** The registered claims (RFC 7519, section 4.1). */
function meets(payload: ObjectValue, { iss, aud, time }: Constraints): boolean {
  if (iss !== '' && getKey(payload, 'iss') !== iss) return false
  const audience = getKey(payload, 'aud')
  if (audience === undefined ? aud !== '' : !isFor(audience, aud)) return false
  const seconds = time / 1e9
  const expires = claimedTime(payload, 'exp')
  if (expires !== undefined && compareNumbers(seconds, expires) >= 0) return false
  const begins = claimedTime(payload, 'nbf')
  return begins === undefined || compareNumbers(seconds, begins) >= 0
}

function isFor(audience: Value, aud: string): boolean {
  return isArray(audience) ? audience.includes(aud) : audience === aud
}

function claimedTime(payload: ObjectValue, name: 'exp' | 'nbf'): Parameters<typeof compareNumbers>[1] | undefined {
  const value = getKey(payload, name)
  if (value === undefined || isNumber(value)) return value
  throw new BuiltinError(`${name} value must be a number`)
}
