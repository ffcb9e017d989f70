import type { Edit, NextStep } from '../../../model/gate.ts'
import { type Phrase, place, say } from '../../../model/phrase.ts'
import { counted } from '../../findings.ts'
import { linesOf } from '../twin/difference.ts'
import { patchOf } from './patch.ts'
import type { SmallestFix } from './smallest-fix.ts'

/** Files that a step names; the patch has them all. */
const MAX_NAMED = 3
const MAX_PATCH = 20_000

/** A fix as a way out of the reasons with these indices. It is judged by every gate before it is shown. */
export function stepOf(fix: SmallestFix, unblocks: readonly number[]): NextStep {
  const [first] = fix.files
  const patch = patchOf(fix)
  return {
    kind: 'edit',
    message: say`take back ${whatOf(fix)}${fix.isMinimal ? ': nothing less is enough' : ''}`,
    unblocks,
    ...(first === undefined || patch.length > MAX_PATCH ? {} : { snippet: { path: first.path, text: patch } }),
    edit: editOf(fix),
  }
}

function editOf({ files }: SmallestFix): Edit {
  return { files: files.map(({ path, text }) => (text === undefined ? { path, kind: 'restore' } : { path, kind: 'write', text })) }
}

function whatOf({ files, lines, parts }: SmallestFix): Phrase {
  const named = files.slice(0, MAX_NAMED).flatMap(({ path, versions, text }, index): Phrase => {
    const joint = index === 0 ? [] : [', ']
    if (text === undefined) return [...joint, ...say`${place(path)} as a whole`]
    const range = changedRange(versions.after.text ?? '', text)
    return [...joint, ...(range === undefined ? say`${place(path)}` : say`${range} of ${place(path)}`)]
  })
  const more = files.length > MAX_NAMED ? say` and ${files.length - MAX_NAMED} more` : []
  return say`${[...named, ...more]} (${counted(parts, 'part')}, ${counted(lines, 'line')})`
}

/** The lines of the head between the first and the last that would change. */
function changedRange(now: string, then: string): string | undefined {
  const [a, b] = [linesOf(now), linesOf(then)]
  let first = 0
  while (first < a.length && first < b.length && a[first] === b[first]) first += 1
  let last = 0
  while (last < a.length - first && last < b.length - first && a[a.length - 1 - last] === b[b.length - 1 - last]) last += 1
  if (a.length - last <= first) return `line ${first + 1}`
  return a.length - last === first + 1 ? `line ${first + 1}` : `lines ${first + 1}–${a.length - last}`
}
