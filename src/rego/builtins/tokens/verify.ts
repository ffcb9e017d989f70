import { T } from '../../types/type.ts'
import { bytesOf } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { type Algorithm, algorithms, hmacHolds } from './algorithms.ts'
import { readHeader } from './header.ts'
import { headerOf, sectionBytes, signedText, splitToken } from './token.ts'
import { verificationKeys, verifiesAny } from './verification-keys.ts'

function verifies(algorithm: Algorithm, jwt: Value, certificate: Value, host: Host): boolean {
  const text = stringOperand(jwt, 1)
  host.spend(1 + text.length / 10)
  const token = splitToken(text)
  const keys = verificationKeys(stringOperand(certificate, 2), host)
  const signature = sectionBytes(token.signature)
  const { kid, alg } = readHeader(headerOf(token))
  return verifiesAny(keys, algorithm, { kid, alg, text: signedText(token), signature }, host)
}

function verifiesSecret(algorithm: Algorithm, jwt: Value, secret: Value, host: Host): boolean {
  const text = stringOperand(jwt, 1)
  host.spend(1 + text.length / 10)
  const bytes = bytesOf(stringOperand(secret, 2))
  const token = splitToken(text)
  return hmacHolds(algorithm, bytes, signedText(token), sectionBytes(token.signature))
}

/** io.jwt.verify_rs256 and so on: the algorithm is the name's, whatever the token says. */
export const verifiers: readonly Builtin[] = Array.from(algorithms, ([name, algorithm]) =>
  binary(`io.jwt.verify_${name.toLowerCase()}`, [T.string, T.string], T.boolean, (jwt, key, host) =>
    algorithm.kind === 'HS' ? verifiesSecret(algorithm, jwt, key, host) : verifies(algorithm, jwt, key, host),
  ),
)
