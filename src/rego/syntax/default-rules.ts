import type { Rule, Term } from './ast.ts'
import type { Cursor } from './cursor.ts'

/** A default's value must be known without evaluating anything but comprehensions, and its arguments are plain variables. */
export function checkDefault(p: Cursor, rule: Rule): boolean {
  const before = p.problems.length
  if (rule.head.value !== undefined) checkValue(p, rule, rule.head.value)
  const seen = new Set<string>()
  for (const arg of rule.head.args ?? []) {
    if (arg.type !== 'var') p.fail(`illegal default rule (arguments cannot contain ${arg.type.replace('-', '')})`, rule.location)
    else if (seen.has(arg.name)) p.fail(`illegal default rule (arguments cannot be repeated ${arg.name})`, rule.location)
    else seen.add(arg.name)
  }
  return p.problems.length === before
}

function checkValue(p: Cursor, rule: Rule, term: Term): void {
  switch (term.type) {
    case 'var':
      p.fail(`illegal default rule (value cannot contain ${term.name === 'data' || term.name === 'input' ? 'ref' : 'var'})`, rule.location)
      return
    case 'ref':
    case 'call':
      p.fail(`illegal default rule (value cannot contain ${term.type})`, rule.location)
      return
    case 'array':
    case 'set':
      for (const item of term.items) checkValue(p, rule, item)
      return
    case 'object':
      for (const [key, value] of term.entries) {
        checkValue(p, rule, key)
        checkValue(p, rule, value)
      }
      return
    default:
      return
  }
}
