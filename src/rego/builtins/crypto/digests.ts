import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { T } from '../../types/type.ts'
import { bytesOf } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { stringOperand } from '../operands.ts'

function bytesOperand(value: Value, position: number, host: Host): Uint8Array {
  const text = stringOperand(value, position)
  host.spend(1 + text.length / 100)
  return bytesOf(text)
}

function digest(name: string): Builtin {
  return unary(`crypto.${name}`, [T.string], T.string, (value, host) =>
    createHash(name)
      .update(bytesOperand(value, 1, host))
      .digest('hex'),
  )
}

function hmac(name: string): Builtin {
  return binary(`crypto.hmac.${name}`, [T.string, T.string], T.string, (message, key, host) =>
    createHmac(name, bytesOperand(key, 2, host))
      .update(bytesOperand(message, 1, host))
      .digest('hex'),
  )
}

function equalMacs(a: Value, b: Value, host: Host): boolean {
  const [first, second] = [bytesOperand(a, 1, host), bytesOperand(b, 2, host)]
  return first.length === second.length && timingSafeEqual(first, second)
}

export const digests: readonly Builtin[] = [
  digest('md5'),
  digest('sha1'),
  digest('sha256'),
  hmac('md5'),
  hmac('sha1'),
  hmac('sha256'),
  hmac('sha512'),
  binary('crypto.hmac.equal', [T.string, T.string], T.boolean, equalMacs),
]
