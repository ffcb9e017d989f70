import type { Op, Pattern, Source } from '../plan/plan.ts'

/** How many loops and bodies an operation's continuation is nested in, at most: what a stack has to hold. */
export function weightOf(ops: readonly Op[]): number {
  let loops = 0
  let most = 0
  for (const op of ops) {
    most = Math.max(most, loops + innerWeight(op))
    if (op.op === 'scan' || op.op === 'tree-scan' || op.op === 'relation') loops++
    else if (op.op === 'with') loops += 1 + weightOf(op.body)
  }
  return Math.max(most, loops)
}

function innerWeight(op: Op): number {
  switch (op.op) {
    case 'not':
      return 1 + weightOf(op.body)
    case 'every':
      return 1 + Math.max(weightOf(op.body), weightOfSource(op.source))
    case 'with':
      return 1 + weightOf(op.body)
    case 'equal':
      return Math.max(weightOfSource(op.left), weightOfSource(op.right))
    case 'bind':
    case 'test':
    case 'effect':
    case 'scan':
    case 'match':
      return weightOfSource(op.source)
    case 'relation':
      return weightOfSource(op.call)
    case 'tree-scan':
      return op.path.reduce((most, part) => Math.max(most, weightOfPattern(part)), 1)
    default:
      return 0
  }
}

function weightOfPattern(pattern: Pattern): number {
  return pattern.kind === 'is' ? weightOfSource(pattern.source) : 0
}

function weightOfSource(source: Source): number {
  switch (source.kind) {
    case 'comprehension':
      return 1 + weightOf(source.body)
    case 'array':
    case 'set':
      return most(source.items)
    case 'object':
      return source.entries.reduce((weight, [key, value]) => Math.max(weight, weightOfSource(key), weightOfSource(value)), 0)
    case 'call':
    case 'function':
      return most(source.args)
    case 'lookup':
      return Math.max(weightOfSource(source.of), most(source.path))
    default:
      return 0
  }
}

function most(sources: readonly Source[]): number {
  return sources.reduce((weight, source) => Math.max(weight, weightOfSource(source)), 0)
}
