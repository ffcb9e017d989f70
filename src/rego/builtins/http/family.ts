import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { type HashKey, hashKey } from '../../values/hash-key.ts'
import { getKey } from '../../values/objects.ts'
import type { ObjectValue, Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { unary } from '../define.ts'
import { objectOperand } from '../operands.ts'
import { requestOperand } from './request.ts'

const KEPT = 'http.send'
const stepsOfRequest = 1000

/** Whether a failure is an error of the builtin; else it is what the call gives. */
function raisesErrors(request: ObjectValue): boolean {
  const value = getKey(request, 'raise_error') ?? true
  if (typeof value !== 'boolean') throw new BuiltinError('invalid value for raise_error field')
  return value
}

function send(value: Value, host: Host): Value {
  const raises = raisesErrors(objectOperand(value, 1))
  try {
    return answered(requestOperand(value, 1), host)
  } catch (error) {
    if (raises || !(error instanceof BuiltinError)) throw error
    return { status_code: 0, error: { code: 'eval_http_send_internal_error', message: `http.send: ${error.message}` } }
  }
}

/** One request gets one answer in a query, however often it is made. */
function answered(request: ObjectValue, host: Host): Value {
  const answers = answersOf(host)
  const key = hashKey(request)
  const known = answers.get(key)
  if (known !== undefined) return known
  if (host.hooks.httpSend === undefined) throw new BuiltinError('requests are not allowed here')
  host.spend(stepsOfRequest)
  const answer = host.hooks.httpSend(request)
  answers.set(key, answer)
  return answer
}

function answersOf(host: Host): Map<HashKey, Value> {
  const kept = host.memory.get(KEPT)
  if (kept instanceof Map) return kept
  const answers = new Map<HashKey, Value>()
  host.memory.set(KEPT, answers)
  return answers
}

export const family: readonly Builtin[] = [{ ...unary('http.send', [T.object(T.string, T.any)], T.object(), send), nondeterministic: true }]
