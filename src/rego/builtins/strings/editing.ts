import { T } from '../../types/type.ts'
import { entriesOf } from '../../values/objects.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { objectOperand, operandError, stringOperand } from '../operands.ts'
import { lowerCase, upperCase } from './case.ts'
import { reversed } from './characters.ts'
import { replaced, replacedAll } from './replace.ts'
import { trim, trimSpace } from './trim.ts'

const { string } = T

function ofOne(name: string, change: (text: string) => string): Builtin {
  return unary(name, [string], string, (a, host) => {
    const text = stringOperand(a, 1)
    host.spend(1 + text.length / 10)
    return change(text)
  })
}

function ofTwo(name: string, change: (text: string, other: string) => string): Builtin {
  return binary(name, [string, string], string, (a, b, host) => {
    const text = stringOperand(a, 1)
    const other = stringOperand(b, 2)
    host.spend(1 + text.length / 100)
    return change(text, other)
  })
}

/** Every character at an end may be looked up in the whole cutset. */
function trimming(name: string, left: boolean, right: boolean): Builtin {
  return binary(name, [string, string], string, (a, b, host) => {
    const text = stringOperand(a, 1)
    const cutset = stringOperand(b, 2)
    host.spend(1 + (text.length / 100) * (1 + cutset.length / 10))
    return trim(text, cutset, left, right)
  })
}

function replaceOne(a: Value, b: Value, c: Value, host: Host): string {
  const text = stringOperand(a, 1)
  const old = stringOperand(b, 2)
  const fresh = stringOperand(c, 3)
  host.spend(1 + text.length / 100)
  return replaced(text, old, fresh, host)
}

function replaceMany(a: Value, b: Value, host: Host): string {
  const patterns = objectOperand(a, 1)
  const text = stringOperand(b, 2)
  host.spend(1 + text.length / 10)
  const pairs = entriesOf(patterns).map(([key, value]) => {
    if (typeof key !== 'string') throw operandError(1, 'non-string key found in pattern object')
    if (typeof value !== 'string') throw operandError(1, 'non-string value found in pattern object')
    return [key, value] as const
  })
  return replacedAll(text, pairs, host)
}

export const editing: readonly Builtin[] = [
  ofOne('lower', lowerCase),
  ofOne('upper', upperCase),
  ofOne('strings.reverse', reversed),
  ofOne('trim_space', trimSpace),
  trimming('trim', true, true),
  trimming('trim_left', true, false),
  trimming('trim_right', false, true),
  ofTwo('trim_prefix', (text, prefix) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  ofTwo('trim_suffix', (text, suffix) => (text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text)),
  ternary('replace', [string, string, string], string, replaceOne),
  binary('strings.replace_n', [T.object(string, string), string], string, replaceMany),
]
