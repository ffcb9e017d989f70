import { visibleCode } from '../../cards/visible-text.ts'

/** Rows as aligned columns, numbers to the right; what a terminal would obey is written out. The last column is not padded. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => visibleCode(String(cell))))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => length(row[column]))))
  const lines = cells.map((row, index) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(Math.max(0, (widths[column] ?? 0) - length(cell)))
        if (typeof rows[index - 1]?.[column] === 'number') return pad + cell
        return column === row.length - 1 ? cell : cell + pad
      })
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

function length(cell: string | undefined): number {
  return [...(cell ?? '')].length
}
