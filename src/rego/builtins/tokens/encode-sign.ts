import { BuiltinError } from '../../errors.ts'
import { JsonError, jsonText, parseJson } from '../../values/json.ts'
import { getKey, isObject } from '../../values/objects.ts'
import { bytesOf } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { stringOperand } from '../operands.ts'
import { algorithms, signatureOf } from './algorithms.ts'
import { parseJwks } from './jwk.ts'

/** OpenSSL takes about a millisecond for a signature of RSA. */
const stepsOfSigning = 1000

export function encodeSign(headers: Value, payload: Value, key: Value, host: Host): string {
  return signedToken(jsonText(headers), jsonText(payload), jsonText(key), host)
}

export function encodeSignRaw(headers: Value, payload: Value, key: Value, host: Host): string {
  // OPA looks at the key first.
  const jwk = stringOperand(key, 3)
  return signedToken(stringOperand(headers, 1), stringOperand(payload, 2), jwk, host)
}

function signedToken(headers: string, payload: string, jwk: string, host: Host): string {
  host.spend(stepsOfSigning + (headers.length + payload.length + jwk.length) / 10)
  const [first] = parseJwks(jwk)
  if (first === undefined) throw new BuiltinError('no keys found in JWK set')
  const parameters = headerParameters(headers)
  const name = parameters('alg')
  if (name === undefined) throw new BuiltinError(`missing or invalid 'alg' header: jwsbb: header "alg" not found`)
  const algorithm = algorithms.get(name)
  if (algorithm === undefined) throw new BuiltinError(`unknown JWS algorithm: ${name}`)
  if ((parameters('typ') ?? 'JWT') === 'JWT' && !isJson(payload)) throw new BuiltinError('type is JWT but payload is not JSON')
  const isChance = algorithm.kind === 'ES' || algorithm.kind === 'PS'
  if (isChance && host.hooks.random === undefined) throw new BuiltinError(`${name} needs randomness, and none is given`)
  const text = `${base64url(bytesOf(headers))}.${base64url(bytesOf(payload))}`
  return `${text}.${base64url(signatureOf(algorithm, first.key, Buffer.from(text)))}`
}

/** Gives a parameter that is a string. */
function headerParameters(text: string): (name: string) => string | undefined {
  const headers = parsed(text)
  return (name) => {
    const value = isObject(headers) ? getKey(headers, name) : undefined
    return typeof value === 'string' ? value : undefined
  }
}

function parsed(text: string): Value {
  try {
    return parseJson(text)
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new BuiltinError(`missing or invalid 'alg' header: cannot parse JSON: ${text === '' ? 'cannot parse empty string' : error.message}`)
  }
}

function isJson(text: string): boolean {
  try {
    parseJson(text)
    return true
  } catch (error) {
    if (error instanceof JsonError) return false
    throw error
  }
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
