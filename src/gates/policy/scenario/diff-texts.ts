/**
 * Both sides of a diff that is written by hand: lines with `+` and `-` before them, and lines of both sides with a blank or nothing.
 * Headers and `@@` ranges are left out. Of a file only these lines are known; they are numbered from 1.
 */
export function textsOfDiff(diff: string): { readonly before: string | undefined; readonly after: string | undefined } {
  const before: string[] = []
  const after: string[] = []
  const lines = diff.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const line of lines) {
    if (/^(?:---|\+\+\+) |^@@ |^diff --git |^index [0-9a-f]/.test(line) || line.startsWith('\\')) continue
    if (line.startsWith('+')) after.push(unmarked(line))
    else if (line.startsWith('-')) before.push(unmarked(line))
    else {
      before.push(unmarked(line))
      after.push(unmarked(line))
    }
  }
  return { before: textOf(before), after: textOf(after) }
}

/** People write a blank behind the sign; diff does not. A sign and one blank are both taken for the sign where every line may be meant so. */
function unmarked(line: string): string {
  return /^[+-] \S/.test(line) ? line.slice(2) : /^[+\- ]/.test(line) ? line.slice(1) : line
}

function textOf(lines: readonly string[]): string | undefined {
  return lines.length === 0 ? undefined : `${lines.join('\n')}\n`
}
