import type { Term } from './ast.ts'

/** Whether a term has no variables that its surroundings could give a value; those of comprehensions do not count. */
export function isGround(term: Term): boolean {
  switch (term.type) {
    case 'var':
    case 'template':
      return false
    case 'call':
      return term.args.every(isGround)
    case 'ref':
      return term.ref.slice(1).every(isGround)
    case 'array':
    case 'set':
      return term.items.every(isGround)
    case 'object':
      return term.entries.every(([key, value]) => isGround(key) && isGround(value))
    default:
      return true
  }
}
