import type { Op } from '../plan/plan.ts'
import type { Emitter } from './emitter.ts'
import { emitPattern } from './patterns.ts'
import { emitScan } from './scans.ts'
import { emitSource } from './sources.ts'
import type { Step, Test } from './step.ts'
import { emitTest, isTest } from './tests.ts'
import { emitWith } from './with.ts'

/** A body: `next` runs for each way in which all of its operations hold. */
export function emitBody(e: Emitter, ops: readonly Op[], next: Step): Step {
  let step = next
  let tests: Test[] = []
  for (let index = ops.length - 1; index >= 0; index--) {
    const op = ops[index]
    if (op === undefined) continue
    if (isTest(op)) tests.push(emitTest(e, op))
    else {
      step = emitLoop(e, op, afterTests(tests.reverse(), step))
      tests = []
    }
  }
  return afterTests(tests.reverse(), step)
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

function emitLoop(e: Emitter, op: Op, next: Step): Step {
  switch (op.op) {
    case 'scan':
      return emitScan(e, op, next)
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
      return emitWith(e, op, next)
    default:
      throw new Error(`${op.op} is no loop`)
  }
}
