import { BuiltinError } from '../../errors.ts'
import { T } from '../../types/type.ts'
import { quoted } from '../../values/rego-text.ts'
import type { Value } from '../../values/value.ts'
import type { Builtin, Host } from '../builtin.ts'
import { binary, unary } from '../define.ts'
import { stringOperand } from '../operands.ts'
import { compareVersions, parseVersion } from './version.ts'

function compare(a: Value, b: Value, host: Host): number {
  const texts = [stringOperand(a, 1), stringOperand(b, 2)] as const
  host.spend(1 + (texts[0].length + texts[1].length) / 50)
  const [first, second] = texts.map((text, index) => {
    const version = parseVersion(text)
    if (version === undefined) throw new BuiltinError(`operand ${index + 1}: string ${quoted(text)} is not a valid SemVer`)
    return version
  })
  return first === undefined || second === undefined ? 0 : compareVersions(first, second)
}

function isValid(value: Value, host: Host): boolean {
  if (typeof value !== 'string') return false
  host.spend(1 + value.length / 50)
  return parseVersion(value) !== undefined
}

export const family: readonly Builtin[] = [
  binary('semver.compare', [T.string, T.string], T.number, compare),
  unary('semver.is_valid', [T.any], T.boolean, isValid),
]
