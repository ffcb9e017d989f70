import { hoistLookups } from '../plan/hoist.ts'
import type { Op } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern } from './patterns.ts'
import { emitScan } from './scans.ts'
import { emitSource } from './sources.ts'
import type { Step, Test } from './step.ts'
import { emitTest, isTest } from './tests.ts'
import { emitWith } from './with.ts'

/** What is known of how a body is used. */
export interface Use {
  /** That it holds twice in the same way makes no difference. */
  readonly ignoresRepeats: boolean
  /** It is evaluated once in a scope. */
  readonly isOnce: boolean
}

/** The body of a document: worked out once, and what it yields is compared or kept in a set. */
export const documentUse: Use = { ignoresRepeats: true, isOnce: true }
/** Nothing is known. */
export const anyUse: Use = { ignoresRepeats: false, isOnce: false }
/** It only matters whether it holds, or what set it makes. */
export const repeatedUse: Use = { ignoresRepeats: true, isOnce: false }

/** A body: `next` runs for each way in which all of its operations hold. */
export function emitBody(e: Emitter, body: readonly Op[], next: Step, use: Use): Step {
  const ops = e.mayShare ? hoistLookups(body, () => e.frame.size++) : body
  const firstLoop = ops.findIndex((op) => !isTest(op))
  let step = next
  let tests: Op[] = []
  for (let index = ops.length - 1; index >= 0; index--) {
    const op = ops[index]
    if (op === undefined) continue
    if (isTest(op)) {
      tests.push(op)
      continue
    }
    const useHere = index === firstLoop || !use.isOnce ? use : { ...use, isOnce: false }
    step = emitLoop(e, op, tests.reverse(), step, useHere)
    tests = []
  }
  return emitTests(e, tests.reverse(), step)
}

export function emitTests(e: Emitter, ops: readonly Op[], next: Step): Step {
  return afterTests(
    ops.map((op) => emitTest(e, op)),
    next,
  )
}

function afterTests(tests: readonly Test[], next: Step): Step {
  const [first, second, third, fourth] = tests
  if (first === undefined) return next
  if (second === undefined) return (f) => first(f) && next(f)
  if (third === undefined) return (f) => first(f) && second(f) && next(f)
  if (fourth === undefined) return (f) => first(f) && second(f) && third(f) && next(f)
  return (f) => {
    for (const test of tests) if (!test(f)) return false
    return next(f)
  }
}

/** A loop, the tests that follow it and the rest. */
function emitLoop(e: Emitter, op: Op, tests: readonly Op[], rest: Step, use: Use): Step {
  if (op.op === 'scan') return emitScan(e, op, tests, rest, use)
  const next = emitTests(e, tests, rest)
  switch (op.op) {
    case 'tree-scan':
      return e.treeScan(
        op.path.map((part) => (part.kind === 'is' ? { evaluate: emitSource(e, part.source) } : { matches: emitPattern(e, part) })),
        emitPattern(e, op.value),
        next,
      )
    case 'relation': {
      const { m } = e
      const results = emitSource(e, op.call)
      const matches = emitPattern(e, op.value)
      return (f) => {
        const found = results(f)
        if (!Array.isArray(found)) return false
        for (const result of found) {
          m.tick()
          if (matches(f, result) && next(f)) return true
        }
        return false
      }
    }
    case 'with':
      return emitWith(e, op, next, use)
    default:
      throw new Error(`${op.op} is no loop`)
  }
}
