import type { Location } from '../syntax/ast.ts'
import { byRows, type Placed } from './line-breaks.ts'
import type { Writer } from './writer.ts'

export interface Item extends Placed {
  /** Where the item ends, if that is not where `location` does. */
  readonly last?: Location | undefined
  write(): void
}

/**
 * Items between brackets. On one line, unless they stood on several, the first one stood below the bracket, or there
 * are comments among them: then those that shared a line share one again, and the last one has a comma, too. `openRow`
 * is the bracket's, where the location begins above it.
 */
export function writeList(w: Writer, open: string, close: string, items: readonly Item[], location: Location | undefined, openRow = location?.row): void {
  w.write(open)
  const rows = byRows(items, openRow)
  const below = rows[0]?.[0]?.location
  const isLong = rows.length > 1 || w.hasCommentIn(location) || (below !== undefined && openRow !== undefined && below.row > openRow)
  if (isLong) writeRows(w, rows, location, openRow)
  else writeRow(w, items)
  w.write(close)
}

function writeRow(w: Writer, row: readonly Item[]): void {
  for (const [index, item] of row.entries()) {
    if (index > 0) w.write(', ')
    item.write()
  }
}

function writeRows(w: Writer, rows: readonly (readonly Item[])[], location: Location | undefined, openRow: number | undefined): void {
  const end = location?.end ?? 0
  w.trailRow(openRow, rows[0]?.[0]?.location?.start ?? end)
  w.endLine()
  w.level++
  for (const row of rows) {
    const start = row[0]?.location
    if (start !== undefined) w.ownLines(start.start, start.row)
    writeRow(w, row)
    w.write(',')
    const last = row.at(-1)
    w.trail(last?.last ?? last?.location, end)
    w.endLine()
  }
  w.ownLines(end)
  w.level--
}
