import { BuiltinError } from '../../errors.ts'
import { getKey } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Host } from '../builtin.ts'
import { stringOperand } from '../operands.ts'
import { headerOf, jsonObject, sectionBytes, sectionText, splitToken } from './token.ts'

/** `[header, payload, signature]` of a token, whose signature is not looked at. Of a token that has a token for its payload, those of the inner one. */
export function decode(jwt: Value, host: Host): Value {
  let text = stringOperand(jwt, 1)
  // Each token inside of another is shorter than it.
  for (;;) {
    host.spend(1 + text.length / 10)
    const token = splitToken(text)
    const header = headerOf(token)
    const payload = sectionText(token.payload, 'payload')
    if (getKey(header, 'cty') !== 'JWT') return [header, jsonObject(payload), Buffer.from(signatureBytes(token.signature)).toString('hex')]
    text = withoutQuotes(payload)
  }
}

function signatureBytes(text: string): Uint8Array {
  try {
    return sectionBytes(text)
  } catch (error) {
    if (error instanceof BuiltinError) throw new BuiltinError(`JWT signature had invalid encoding: ${error.message}`)
    throw error
  }
}

/** A token inside of another may be quoted. */
function withoutQuotes(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && `"'`.includes(text.charAt(start))) start += 1
  while (end > start && `"'`.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}
