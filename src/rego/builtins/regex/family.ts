import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { bytesOf } from '../../values/strings.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, ternary, unary } from '../define.ts'
import { intOperand, stringOperand } from '../operands.ts'
import { regexOf } from './compile.ts'
import { expand, parseTemplate } from './expand.ts'
import { globsIntersect } from './globs-intersect.ts'
import { findAll } from './search.ts'
import { templatePattern } from './template.ts'

function matches(pattern: Value, value: Value, host: Host): boolean {
  const regex = regexOf(stringOperand(pattern, 1), host)
  const text = stringOperand(value, 2)
  host.spend(1 + text.length / 100)
  return regex.test(text)
}

function isValid(pattern: Value, host: Host): boolean {
  if (typeof pattern !== 'string') return false
  try {
    regexOf(pattern, host)
    return true
  } catch (error) {
    if (error instanceof BuiltinError) return false
    throw error
  }
}

function find(pattern: Value, value: Value, number: Value, host: Host): Value {
  const source = stringOperand(pattern, 1)
  const text = stringOperand(value, 2)
  const limit = intOperand(number, 3)
  return findAll(regexOf(source, host), text, limit, host).map((match) => match.groups[0] ?? '')
}

function findSubmatches(pattern: Value, value: Value, number: Value, host: Host): Value {
  const source = stringOperand(pattern, 1)
  const text = stringOperand(value, 2)
  const limit = intOperand(number, 3)
  const regex = regexOf(source, host)
  const found = findAll(regex, text, limit, host)
  host.spend(found.length * regex.groupCount)
  return found.map(({ groups }) => groups.map((group) => group ?? ''))
}

/** Go's rule: nothing is split off at the very beginning by an empty match. */
function split(pattern: Value, value: Value, host: Host): Value {
  const source = stringOperand(pattern, 1)
  const text = stringOperand(value, 2)
  const regex = regexOf(source, host)
  if (text === '' && source !== '') return ['']
  const global = regex.groupCount === 0 ? regex.globalFor(text) : undefined
  if (global !== undefined) return splitNatively(text, global, host)
  const parts: string[] = []
  let from = 0
  let end = 0
  for (const match of findAll(regex, text, -1, host)) {
    end = match.start
    if (match.end !== 0) parts.push(text.slice(from, end))
    from = match.end
  }
  if (end !== text.length) parts.push(text.slice(from))
  return parts
}

function splitNatively(text: string, pattern: RegExp, host: Host): Value {
  const parts = text.split(pattern)
  host.spend(parts.length + text.length / 100)
  return parts
}

/** Longer ones could make of each character a text that nobody paid for. */
const shortReplacement = 32

function replace(base: Value, pattern: Value, value: Value, host: Host): Value {
  const text = stringOperand(base, 1)
  const source = stringOperand(pattern, 2)
  const replacing = stringOperand(value, 3)
  const regex = regexOf(source, host)
  const global = replacing.length <= shortReplacement && !replacing.includes('$') ? regex.globalFor(text) : undefined
  if (global !== undefined) {
    const replaced = text.replace(global, replacing)
    host.spend(1 + (text.length + replaced.length) / 100)
    return replaced
  }
  const template = parseTemplate(replacing, regex)
  let result = ''
  let from = 0
  for (const match of findAll(regex, text, -1, host)) {
    const replacement = expand(template, match)
    host.spend(replacement.length / 100)
    result += text.slice(from, match.start) + replacement
    from = match.end
  }
  return result + text.slice(from)
}

function templateMatches(operands: readonly Value[], host: Host): boolean {
  const [template, value, start, end] = operands.map((operand, i) => stringOperand(operand, i + 1))
  if (template === undefined || value === undefined || start === undefined || end === undefined) return false
  const [open, more] = bytesOf(start)
  // Both messages give the length of the first delimiter, as OPA's do.
  if (open === undefined || more !== undefined)
    throw new BuiltinError(`start delimiter has to be exactly one character long but is ${bytesOf(start).length} long`)
  const [close, behind] = bytesOf(end)
  if (close === undefined || behind !== undefined)
    throw new BuiltinError(`end delimiter has to be exactly one character long but is ${bytesOf(start).length} long`)
  const { whole, parts } = templatePattern(template, open, close)
  for (const part of parts) regexOf(part, host)
  host.spend(1 + value.length / 100)
  return regexOf(whole, host).test(value)
}

export const family: readonly Builtin[] = [
  binary('regex.match', [T.string, T.string], T.boolean, matches),
  { ...binary('re_match', [T.string, T.string], T.boolean, matches), deprecated: true },
  unary('regex.is_valid', [T.string], T.boolean, isValid),
  ternary('regex.find_n', [T.string, T.string, T.number], T.array(T.string), find),
  ternary('regex.find_all_string_submatch_n', [T.string, T.string, T.number], T.array(T.array(T.string)), findSubmatches),
  binary('regex.split', [T.string, T.string], T.array(T.string), split),
  ternary('regex.replace', [T.string, T.string, T.string], T.string, replace),
  { name: 'regex.template_match', type: { args: [T.string, T.string, T.string, T.string], result: T.boolean }, call: templateMatches },
  binary('regex.globs_match', [T.string, T.string], T.boolean, (a, b, host) => globsIntersect(stringOperand(a, 1), stringOperand(b, 2), host)),
]
