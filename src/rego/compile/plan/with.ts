import { RegoError } from '../../errors.ts'
import type { With } from '../ir.ts'
import type { Modifier, ModifierTarget, Replacement } from './plan.ts'
import type { Planner } from './planner.ts'
import { planSource } from './sources.ts'

export function planModifiers(p: Planner, modifiers: readonly With[]): readonly Modifier[] {
  return modifiers.map((modifier) => {
    const target = targetOf(p, modifier)
    const replacement = target.kind === 'input' || target.kind === 'data' ? undefined : replacementOf(p, modifier)
    return { target, value: replacement === undefined ? planSource(p, modifier.value) : { kind: 'undefined' }, replacement }
  })
}

function targetOf(p: Planner, modifier: With): ModifierTarget {
  const { target } = modifier
  if (target.kind === 'builtin') return { kind: 'builtin', builtin: target.builtin }
  if (target.kind === 'unknown')
    throw new RegoError('rego_type_error', 'with keyword target must reference existing input, data, or a function', modifier.location)
  const path: string[] = []
  for (const part of target.path) {
    if (part.kind !== 'const' || typeof part.value !== 'string') throw new RegoError('eval_conflict_error', 'bad document path', modifier.location)
    path.push(part.value)
  }
  const set = target.kind === 'data' ? p.context.tree.root.find(path)?.set : undefined
  return set?.kind === 'function' ? { kind: 'function', set } : { kind: target.kind, path }
}

function replacementOf(p: Planner, modifier: With): Replacement | undefined {
  const { replacement } = modifier
  if (replacement?.kind === 'builtin') return { kind: 'builtin', builtin: replacement.builtin }
  const set = replacement?.kind === 'function' ? p.context.tree.root.find(replacement.path)?.set : undefined
  return set?.kind === 'function' ? { kind: 'function', set } : undefined
}
