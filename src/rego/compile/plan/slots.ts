import type { Op, Pattern, Source } from './plan.ts'

/** Places of the frame that a source reads, in comprehensions too. */
export function slotsRead(source: Source, found: Set<number>): void {
  switch (source.kind) {
    case 'slot':
      found.add(source.slot)
      break
    case 'lookup':
      slotsRead(source.of, found)
      for (const part of source.path) slotsRead(part, found)
      break
    case 'tree':
      for (const part of source.path) slotsRead(part, found)
      break
    case 'array':
    case 'set':
      for (const item of source.items) slotsRead(item, found)
      break
    case 'object':
      for (const [key, value] of source.entries) {
        slotsRead(key, found)
        slotsRead(value, found)
      }
      break
    case 'call':
    case 'function':
      for (const arg of source.args) slotsRead(arg, found)
      break
    case 'comprehension':
      slotsUsed(source.body, found)
      slotsRead(source.item, found)
      if (source.key !== undefined) slotsRead(source.key, found)
      break
  }
}

/** Places that operations read or write. */
export function slotsUsed(ops: readonly Op[], found: Set<number>): void {
  for (const op of ops) {
    slotsWritten(op, found)
    slotsReadBy(op, found)
  }
}

function slotsReadBy(op: Op, found: Set<number>): void {
  switch (op.op) {
    case 'equal':
      slotsRead(op.left, found)
      slotsRead(op.right, found)
      break
    case 'match':
      slotsRead(op.source, found)
      readByPattern(op.pattern, found)
      break
    case 'bind':
    case 'test':
    case 'effect':
    case 'every':
      slotsRead(op.source, found)
      if (op.op === 'every') slotsUsed(op.body, found)
      break
    case 'scan':
      slotsRead(op.source, found)
      readByPattern(op.key, found)
      readByPattern(op.value, found)
      break
    case 'tree-scan':
      for (const part of op.path) readByPattern(part, found)
      readByPattern(op.value, found)
      break
    case 'relation':
      slotsRead(op.call, found)
      readByPattern(op.value, found)
      break
    case 'not':
      slotsUsed(op.body, found)
      break
    case 'with':
      for (const modifier of op.modifiers) slotsRead(modifier.value, found)
      slotsUsed(op.body, found)
      break
  }
}

/** Places that an operation binds for those after it. */
export function slotsWritten(op: Op, found: Set<number>): void {
  switch (op.op) {
    case 'bind':
      found.add(op.slot)
      break
    case 'match':
      writtenByPattern(op.pattern, found)
      break
    case 'scan':
      writtenByPattern(op.key, found)
      writtenByPattern(op.value, found)
      break
    case 'tree-scan':
      for (const part of op.path) writtenByPattern(part, found)
      writtenByPattern(op.value, found)
      break
    case 'relation':
      writtenByPattern(op.value, found)
      break
    case 'every':
      if (op.key !== undefined) found.add(op.key)
      if (op.value !== undefined) found.add(op.value)
      break
    case 'with':
      for (const inner of op.body) slotsWritten(inner, found)
      break
  }
}

function readByPattern(pattern: Pattern, found: Set<number>): void {
  if (pattern.kind === 'is') slotsRead(pattern.source, found)
  else if (pattern.kind === 'array') for (const item of pattern.items) readByPattern(item, found)
  else if (pattern.kind === 'object') {
    for (const [key, value] of pattern.entries) {
      slotsRead(key, found)
      readByPattern(value, found)
    }
  }
}

function writtenByPattern(pattern: Pattern, found: Set<number>): void {
  if (pattern.kind === 'bind') found.add(pattern.slot)
  else if (pattern.kind === 'array') for (const item of pattern.items) writtenByPattern(item, found)
  else if (pattern.kind === 'object') for (const [, value] of pattern.entries) writtenByPattern(value, found)
}

export function isDisjoint(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  for (const slot of a) if (b.has(slot)) return false
  return true
}
