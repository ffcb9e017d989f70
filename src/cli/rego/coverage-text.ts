import type { CoverageReport, LineRange } from '../../rego/index.ts'

/** A line for each file, with the rows that nothing reached, and one for all of them. */
export function coverageLines({ files, coverage }: CoverageReport): readonly string[] {
  const lines = Object.entries(files).map(([name, file]) => {
    const missing = (file.not_covered ?? []).map(rowsText)
    return `${name}: ${percentText(file.coverage)}${missing.length > 0 ? `, not covered: ${missing.join(', ')}` : ''}`
  })
  return [...lines, `coverage: ${percentText(coverage)}`]
}

export function percentText(percent: number): string {
  return `${percent.toFixed(2)}%`
}

function rowsText({ start, end }: LineRange): string {
  return start.row === end.row ? String(start.row) : `${start.row}-${end.row}`
}
