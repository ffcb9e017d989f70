import type { PlainObject } from '../values/value.ts'
import type { Module, Rule } from './ast.ts'
import { isGround } from './ground.ts'
import { refJson, termJson, yes } from './opa-json-terms.ts'

/**
 * A head, with the `name` and `key` that OPA keeps for readers of old: `name` where the head is no longer than
 * `p[x]`, `key` for the `x` of it. Whether there was an `if` is told by the body, in v1.
 */
export function headJson(rule: Rule, version: Module['version']): PlainObject {
  const { head } = rule
  const [name, operand] = head.ref
  const short = head.ref.length === 2 && head.args === undefined && head.key === undefined
  const hasIf = rule.body.length > 0 && (version === 'v1' || head.value === undefined)
  const key = head.key ?? (short && operand !== undefined && (!hasIf || !isGround(operand) || operand.type === 'ref') ? operand : undefined)
  const named = head.ref.length === 1 || (short && (!hasIf || head.value !== undefined))
  return {
    ref: refJson(head.ref),
    ...(named && name.type === 'var' ? { name: name.name } : {}),
    ...(head.args === undefined ? {} : { args: head.args.map(termJson) }),
    ...(key === undefined ? {} : { key: termJson(key) }),
    ...(head.value !== undefined ? { value: termJson(head.value) } : head.key === undefined ? { value: yes } : {}),
    ...(head.assign ? { assign: true } : {}),
  }
}
