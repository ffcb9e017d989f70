import { diffArrays } from 'diff'

/** Lines of one text that stand where lines of another stood. Numbers are 1-based; of no lines, the line they would come behind. */
export interface Hunk {
  readonly before: { readonly start: number; readonly lines: readonly string[] }
  readonly after: { readonly start: number; readonly lines: readonly string[] }
}

/** Beyond so many lines put in and taken out the texts have little in common, and the middle of both is one hunk. */
const MAX_EDITS = 4000

/** The hunks that lead from one text to another, without context, in order. The same texts give the same hunks. */
export function hunksOf(before: string, after: string): readonly Hunk[] {
  const [old, fresh] = [linesOf(before), linesOf(after)]
  const ahead = common(old, fresh, (lines, index) => lines[index])
  const [a, b] = [old.slice(ahead), fresh.slice(ahead)]
  const behind = common(a, b, (lines, index) => lines[lines.length - 1 - index])
  const middle = [a.slice(0, a.length - behind), b.slice(0, b.length - behind)] as const
  return joined(middle[0], middle[1], ahead)
}

function joined(old: readonly string[], fresh: readonly string[], ahead: number): readonly Hunk[] {
  if (old.length === 0 && fresh.length === 0) return []
  const changes = diffArrays([...old], [...fresh], { maxEditLength: MAX_EDITS })
  if (changes === undefined) return [{ before: { start: ahead + 1, lines: old }, after: { start: ahead + 1, lines: fresh } }]
  const hunks: Hunk[] = []
  let [at, to] = [ahead, ahead]
  let open: { before: string[]; after: string[]; at: number; to: number } | undefined
  const close = () => {
    if (open)
      hunks.push({ before: { start: startOf(open.at, open.before), lines: open.before }, after: { start: startOf(open.to, open.after), lines: open.after } })
    open = undefined
  }
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      close()
      at += value.length
      to += value.length
      continue
    }
    open ??= { before: [], after: [], at, to }
    if (removed) {
      open.before.push(...value)
      at += value.length
    } else {
      open.after.push(...value)
      to += value.length
    }
  }
  close()
  return hunks
}

function startOf(passed: number, lines: readonly string[]): number {
  return lines.length > 0 ? passed + 1 : passed
}

function common(a: readonly string[], b: readonly string[], at: (lines: readonly string[], index: number) => string | undefined): number {
  const most = Math.min(a.length, b.length)
  let count = 0
  while (count < most && at(a, count) === at(b, count)) count += 1
  return count
}

/** A last line without an end is another line than one with it, as git has it. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return []
  const lines = text.split('\n')
  const last = lines.pop()
  return last === '' ? lines.map((line) => `${line}\n`) : [...lines.map((line) => `${line}\n`), last ?? '']
}
