/** One line of the table that `npm run bench` prints. */
export interface Figure {
  readonly what: string
  readonly measured: string
  readonly target: string
  readonly met: boolean
}

/** Markdown, aligned: the same text serves the terminal and the docs. */
export function table(figures: readonly Figure[]): string {
  const rows = [['what', 'measured', 'target', ''], ...figures.map(({ what, measured, target, met }) => [what, measured, target, met ? 'met' : 'MISSED'])]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length), 3))
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(rows[0]!), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.slice(1).map(line)].join('\n')
}

/** The value below which the share `p` of some numbers lies. */
export function percentile(numbers: readonly number[], p: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN
}
