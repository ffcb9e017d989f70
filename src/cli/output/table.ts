import { visibleCode } from '../../cards/visible-text.ts'
import { cellsOf, padded } from './cells.ts'

/** Columns that the last one gets at least before a table is not a table any more. */
const LEAST = 24
/** And what a value has, told by itself. */
const LEAST_BELOW = 10

type Row = readonly (string | number)[]

/**
 * Rows as aligned columns, numbers to the right; what a terminal would obey is written out. Where `width` columns do not hold them the
 * last column is broken into lines, and where that is not enough each row is told by itself, one value a line.
 */
export function table(head: readonly string[], rows: readonly Row[], width = Number.POSITIVE_INFINITY): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => visibleCode(String(cell))))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => cellsOf(row[column] ?? ''))))
  const last = head.length - 1
  const before = widths.slice(0, last).reduce((sum, each) => sum + each + 2, 0)
  const room = width - before
  const fits = room >= (widths[last] ?? 0)
  if (!fits && (room < LEAST || rows.some((row) => typeof row[last] === 'number'))) return stacked(head, cells.slice(1), width)
  const lines = cells.flatMap((row, index) => {
    const line = row.slice(0, last).map((cell, column) => {
      return typeof rows[index - 1]?.[column] === 'number' ? cell.padStart(widths[column] ?? 0) : padded(cell, widths[column] ?? 0)
    })
    const isNumber = typeof rows[index - 1]?.[last] === 'number'
    const [first = '', ...more] = fits ? [row[last] ?? ''] : broken(row[last] ?? '', room)
    return [[...line, isNumber ? first.padStart(widths[last] ?? 0) : first].join('  '), ...more.map((text) => ' '.repeat(before) + text)]
  })
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function stacked(head: readonly string[], rows: readonly (readonly string[])[], width: number): string {
  const names = Math.max(...head.slice(1).map(cellsOf)) + 4
  const blocks = rows.map(([first = '', ...rest]) => {
    const lines = rest.flatMap((cell, index) => {
      const [text = '', ...more] = broken(cell, Math.max(LEAST_BELOW, width - names))
      return [`  ${padded(head[index + 1] ?? '', names - 2)}${text}`, ...more.map((each) => ' '.repeat(names) + each)]
    })
    return [`${head[0]} ${first}`, ...lines.map((line) => line.trimEnd())].join('\n')
  })
  return `${blocks.join('\n')}\n`
}

/** Broken at spaces into lines of so many columns; a longer word is cut. */
function broken(text: string, room: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((each) => pieces(each, room))) {
    if (line !== '' && cellsOf(line) + 1 + cellsOf(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function pieces(word: string, room: number): readonly string[] {
  if (cellsOf(word) <= room) return [word]
  const found: string[] = []
  let piece = ''
  for (const character of word) {
    if (cellsOf(piece + character) > room) {
      found.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...found, piece]
}
