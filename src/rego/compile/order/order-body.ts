import type { Body, ComprehensionTerm, Expr, Variable } from '../ir.ts'
import { variablesIn } from '../walk.ts'
import { comprehensionsOf, hasClosure, headOf, type Reach, reachOf } from './closures.ts'
import { type Arity, outputsOf } from './outputs.ts'

/** Which expressions use variables that nothing binds. */
export type Unsafe = Map<Expr, Set<Variable>>

/**
 * A body in an order in which every expression finds its variables bound: as written, but that an expression waits for
 * those that bind what it needs. Bodies inside are ordered in place. What cannot be bound is noted in `unsafe`.
 */
export function orderBody(body: Body, globals: ReadonlySet<Variable>, arity: Arity, unsafe: Unsafe): Body {
  const reaches = body.map(reachOf)
  const ofBody = new Set<Variable>()
  for (const { open } of reaches) for (const variable of open) ofBody.add(variable)
  const safe = new Set<Variable>()
  for (const variable of ofBody) if (globals.has(variable)) safe.add(variable)
  const ordered: Body = []
  const places: Reach[] = []
  let waiting = body.map((_, index) => index)
  while (waiting.length > 0) {
    const still: number[] = []
    for (const index of waiting) {
      const expr = body[index]
      const reach = reaches[index]
      if (expr === undefined || reach === undefined) continue
      const outputs = outputsOf(expr, safe, arity)
      if (!isReady(reach, outputs, safe, ofBody, globals)) {
        still.push(index)
        continue
      }
      ordered.push(expr)
      places.push(reach)
      for (const variable of outputs) safe.add(variable)
    }
    if (still.length === waiting.length) break
    waiting = still
  }
  for (const index of waiting) {
    const expr = body[index]
    const reach = reaches[index]
    if (expr !== undefined && reach !== undefined) note(unsafe, expr, missing(reach, outputsOf(expr, safe, arity), safe, ofBody, globals))
  }
  orderInside(ordered, places, globals, arity, unsafe)
  return ordered
}

function isReady(
  reach: Reach,
  outputs: ReadonlySet<Variable>,
  safe: ReadonlySet<Variable>,
  ofBody: ReadonlySet<Variable>,
  globals: ReadonlySet<Variable>,
): boolean {
  for (const variable of reach.open) if (!safe.has(variable) && !outputs.has(variable)) return false
  for (const variable of reach.closed) if (ofBody.has(variable) && !globals.has(variable) && !safe.has(variable)) return false
  return true
}

/** What keeps an expression from being ready. */
function missing(
  reach: Reach,
  outputs: ReadonlySet<Variable>,
  safe: ReadonlySet<Variable>,
  ofBody: ReadonlySet<Variable>,
  globals: ReadonlySet<Variable>,
): Set<Variable> {
  const found = new Set<Variable>()
  for (const variable of reach.open) if (!safe.has(variable) && !outputs.has(variable)) found.add(variable)
  for (const variable of reach.closed) if (ofBody.has(variable) && !globals.has(variable) && !safe.has(variable)) found.add(variable)
  return found
}

function note(unsafe: Unsafe, expr: Expr, variables: Iterable<Variable>): void {
  const known = unsafe.get(expr) ?? new Set()
  unsafe.set(expr, known)
  for (const variable of variables) known.add(variable)
}

/** Bodies inside know what the expressions before theirs bind. */
function orderInside(ordered: Body, reaches: readonly Reach[], globals: ReadonlySet<Variable>, arity: Arity, unsafe: Unsafe): void {
  if (!reaches.some((reach) => reach.closed.size > 0) && !ordered.some(hasClosure)) return
  const known = new Set(globals)
  for (let index = 0; index < ordered.length; index++) {
    const expr = ordered[index]
    if (expr === undefined) continue
    comprehensionsOf(expr, (comprehension) => orderComprehension(comprehension, expr, known, arity, unsafe))
    if (expr.kind === 'every') {
      const inside = new Set(known)
      inside.add(expr.value)
      if (expr.key !== undefined) inside.add(expr.key)
      expr.body = orderBody(expr.body, inside, arity, unsafe)
    }
    for (const variable of reaches[index]?.open ?? []) known.add(variable)
  }
}

function orderComprehension(comprehension: ComprehensionTerm, expr: Expr, known: ReadonlySet<Variable>, arity: Arity, unsafe: Unsafe): void {
  const ofBody = new Set<Variable>()
  for (const inner of comprehension.body) for (const variable of reachOf(inner).open) ofBody.add(variable)
  for (const head of headOf(comprehension)) {
    const needed = new Set<Variable>()
    variablesIn(head, needed)
    for (const variable of needed) if (!ofBody.has(variable) && !known.has(variable)) note(unsafe, expr, [variable])
  }
  comprehension.body = orderBody(comprehension.body, known, arity, unsafe)
}
