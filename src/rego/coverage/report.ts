import type { CoveredExpression } from './coverage.ts'

/** Rows are 1-based, ends included; `coverage` is in percent. */
export interface CoverageReport {
  readonly files: Readonly<Record<string, FileCoverage>>
  readonly covered_lines: number
  readonly not_covered_lines: number
  readonly coverage: number
}

export interface FileCoverage {
  readonly covered?: readonly LineRange[]
  readonly not_covered?: readonly LineRange[]
  readonly covered_lines?: number
  readonly not_covered_lines?: number
  readonly coverage: number
}

export interface LineRange {
  readonly start: { readonly row: number }
  readonly end: { readonly row: number }
}

/** A line counts as covered as soon as something that begins on it was reached. */
export function reportOf(expressions: readonly CoveredExpression[]): CoverageReport {
  const files = new Map<string, { covered: Set<number>; all: Set<number> }>()
  for (const { location, isCovered } of expressions) {
    const file = files.get(location.file) ?? { covered: new Set(), all: new Set() }
    files.set(location.file, file)
    file.all.add(location.row)
    if (isCovered) file.covered.add(location.row)
  }
  const reports: [string, FileCoverage][] = []
  let covered = 0
  let all = 0
  for (const [name, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    covered += file.covered.size
    all += file.all.size
    reports.push([name, fileCoverage(file.covered, file.all)])
  }
  return { files: Object.fromEntries(reports), covered_lines: covered, not_covered_lines: all - covered, coverage: percent(covered, all) }
}

function fileCoverage(covered: ReadonlySet<number>, all: ReadonlySet<number>): FileCoverage {
  const missing = [...all].filter((row) => !covered.has(row))
  return {
    ...(covered.size > 0 && { covered: ranges([...covered]), covered_lines: covered.size }),
    ...(missing.length > 0 && { not_covered: ranges(missing), not_covered_lines: missing.length }),
    coverage: percent(covered.size, all.size),
  }
}

function percent(part: number, all: number): number {
  return all === 0 ? 0 : Math.round((10_000 * part) / all) / 100
}

/** Rows that follow each other are one range. */
function ranges(rows: readonly number[]): LineRange[] {
  const found: { start: { row: number }; end: { row: number } }[] = []
  for (const row of rows.toSorted((a, b) => a - b)) {
    const last = found.at(-1)
    if (last !== undefined && last.end.row === row - 1) last.end = { row }
    else found.push({ start: { row }, end: { row } })
  }
  return found
}
