import { T } from '../../types/type.ts'
import type { Builtin } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { decode } from './decode.ts'
import { decodeVerify } from './decode-verify.ts'
import { encodeSign, encodeSignRaw } from './encode-sign.ts'
import { verifiers } from './verify.ts'

const record = T.object(T.string, T.any)

export const family: readonly Builtin[] = [
  unary('io.jwt.decode', [T.string], T.tuple(T.object(), T.object(), T.string), decode),
  { ...binary('io.jwt.decode_verify', [T.string, record], T.tuple(T.boolean, T.object(), T.object()), decodeVerify), nondeterministic: true },
  { ...ternary('io.jwt.encode_sign', [record, record, record], T.string, encodeSign), nondeterministic: true },
  { ...ternary('io.jwt.encode_sign_raw', [T.string, T.string, T.string], T.string, encodeSignRaw), nondeterministic: true },
  ...verifiers,
]
