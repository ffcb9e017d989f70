import { regoText } from '../values/rego-text.ts'
import type { Value } from '../values/value.ts'
import type { RefTerm, Rule, Term } from './ir.ts'

/** Linear: one character class after another. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

/** `data.a["b-c"][0]`, as OPA writes references in messages. */
export function pathText(path: readonly Value[]): string {
  let text = 'data'
  for (const part of path) text += typeof part === 'string' && NAME.test(part) ? `.${part}` : `[${regoText(part)}]`
  return text
}

/** The full reference of a rule: variables by their names. */
export function ruleText(rule: Rule): string {
  return rule.ref.reduce((text, part) => text + partText(part), 'data')
}

/** A reference as it is written, or its first `parts`. */
export function referenceText(ref: RefTerm, parts = ref.path.length): string {
  const head = typeof ref.head === 'string' ? ref.head : ref.head.name
  return ref.path.slice(0, parts).reduce((text, part) => text + partText(part), head)
}

function partText(part: Term): string {
  if (part.kind === 'var') return `[${part.variable.name}]`
  if (part.kind !== 'const') return '[_]'
  return typeof part.value === 'string' && NAME.test(part.value) ? `.${part.value}` : `[${regoText(part.value)}]`
}
