import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto'
import { BuiltinError } from '../../errors.ts'
import { JsonError, parseJson } from '../../values/json.ts'
import { getKey, isArray, isObject } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Key } from './algorithms.ts'

/** A JSON Web Key (RFC 7517). */
export interface WebKey {
  readonly key: Key
  readonly alg: string
  readonly kid: string
}

/** Signing needs more than one key for nothing: a set is of some keys. */
const mostKeys = 1000

/** The keys of a set, or one key alone. */
export function parseJwks(text: string): readonly WebKey[] {
  const value = parsed(text)
  if (!isObject(value)) throw new BuiltinError('failed to unmarshal JWK: not an object')
  const keys = getKey(value, 'keys')
  if (keys === undefined) return [parseJwk(value)]
  if (!isArray(keys) || keys.length > mostKeys) throw new BuiltinError('failed to unmarshal JWK set: keys must be an array')
  return keys.map(parseJwk)
}

function parsed(text: string): Value {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonError) throw new BuiltinError(`failed to unmarshal JWK: ${error.message}`)
    throw error
  }
}

function parseJwk(value: Value): WebKey {
  if (!isObject(value)) throw new BuiltinError('failed to unmarshal JWK: not an object')
  const kty = field(value, 'kty')
  return { key: kty === 'oct' ? bytesOf(required(value, 'k')) : keyObject(value, kty), alg: field(value, 'alg'), kid: field(value, 'kid') }
}

/** What each type of key is made of: public parts, and private ones, of which the first tells that it is private. */
const parts: ReadonlyMap<string, { readonly open: readonly string[]; readonly secret: readonly string[] }> = new Map([
  ['RSA', { open: ['n', 'e'], secret: ['d', 'p', 'q', 'dp', 'dq', 'qi'] }],
  ['EC', { open: ['crv', 'x', 'y'], secret: ['d'] }],
  ['OKP', { open: ['crv', 'x'], secret: ['d'] }],
])

function keyObject(object: ObjectValue, kty: string): Key {
  const shape = parts.get(kty)
  if (shape === undefined) throw new BuiltinError(`failed to unmarshal JWK: invalid key type from JSON (${kty})`)
  const jwk: JsonWebKey = { kty }
  const isPrivate = field(object, 'd') !== ''
  for (const name of [...shape.open, ...(isPrivate ? shape.secret : [])])
    jwk[name] = name === 'crv' ? required(object, name) : bytesOf(required(object, name)).toString('base64url')
  try {
    return isPrivate ? createPrivateKey({ key: jwk, format: 'jwk' }) : createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    throw new BuiltinError(`failed to unmarshal JWK: invalid ${kty} key`)
  }
}

function field(object: ObjectValue, name: string): string {
  const value = getKey(object, name) ?? ''
  if (typeof value !== 'string') throw new BuiltinError(`failed to unmarshal JWK: ${name} must be a string`)
  return value
}

function required(object: ObjectValue, name: string): string {
  const value = field(object, name)
  if (value === '') throw new BuiltinError(`failed to unmarshal JWK: required field ${name} is missing`)
  return value
}

/** Base64 in any of its alphabets. */
function bytesOf(text: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new BuiltinError('failed to unmarshal JWK: invalid base64')
  return Buffer.from(text, 'base64')
}
