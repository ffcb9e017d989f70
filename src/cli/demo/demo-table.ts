import { counted } from '../../cards/view.ts'
import { fitted, padded } from '../output/cells.ts'
import { type Ink, paint } from '../output/paint.ts'
import { table } from '../output/table.ts'
import { printable, type Terminal } from '../output/terminal.ts'
import type { DemoRow, PlayedRow } from './demo-play.ts'

const INKS: Readonly<Record<DemoRow['verdict'], Ink>> = { pass: 'green', warn: 'yellow', block: 'red', pending: 'yellow', misconfigured: 'yellow', none: 'red' }
/** What stands behind a number that no commit names. */
const MADE = '*'
const LEAST_TITLE = 16
const VERDICT = 'misconfigured'.length
const NUMBER = 8
const SAYS = 'decision success, proof neutral, 1 would block'.length
const COST = '12 calls 123456 ms'.length

/**
 * One pull request, as soon as it is decided: the verdict, the number, the title, what it took where there is room for it, and the
 * checks with their names.
 */
export function rowText(row: PlayedRow, { columns, color }: Terminal): string {
  const verdict = paint(padded(verdictWord(row), VERDICT), isPreview(row) ? 'yellow' : INKS[row.verdict], color)
  const start = `${verdict}  ${padded(`#${row.number}${row.isNumberMade ? MADE : ''}`, NUMBER)}`
  const title = printable(row.title).replaceAll('\n', ' ')
  const room = columns - VERDICT - NUMBER - 4
  if (room - SAYS - 2 < LEAST_TITLE) return `${start}  ${fitted(title, Math.max(LEAST_TITLE, room)).trimEnd()}\n  ${saysText(row)}\n`
  const withCost = room - SAYS - 2 - COST - 2 >= LEAST_TITLE
  const cost = withCost ? `  ${`${row.apiCalls} calls ${String(row.ms).padStart(6)} ms`.padStart(COST)}` : ''
  return `${start}  ${fitted(title, room - SAYS - 2 - (withCost ? COST + 2 : 0))}${cost}  ${saysText(row)}\n`
}

/** A preview decides nothing: what it would say comes with its check. */
function verdictWord(row: DemoRow): string {
  if (row.verdict === 'none') return 'no decision'
  return isPreview(row) ? 'preview' : row.verdict
}

function isPreview({ checks }: DemoRow): boolean {
  return checks.some((check) => check.name === 'Maestro preview')
}

/** `decision failure, proof success, comment`, as GitHub names the conclusions; a preview is called one. */
function saysText(row: PlayedRow): string {
  const { checks, comment, wouldBlock, verdict } = row
  const said = checks.map(({ name, conclusion }) => `${name.replace(/^Maestro /, '')} ${conclusion}`)
  return (
    [
      ...said,
      ...(isPreview(row) ? [`${verdict} so far`] : []),
      ...(comment === null ? [] : ['comment']),
      ...(wouldBlock > 0 ? [`${wouldBlock} would block`] : []),
    ].join(', ') || 'nothing published'
  )
}

/** What was decided in all. */
export function summaryText(rows: readonly PlayedRow[], { columns }: Terminal): string {
  if (rows.length === 0) return '\nNothing was decided.\n'
  const verdicts = [...new Set(rows.map(verdictWord))]
  const times = rows.map((row) => row.ms).toSorted((a, b) => a - b)
  const counts = verdicts.map((verdict) => [verdict, rows.filter((row) => verdictWord(row) === verdict).length])
  const calls = counted(
    rows.reduce((sum, row) => sum + row.apiCalls, 0),
    'API call',
  )
  const observed = rows.filter((row) => row.wouldBlock > 0).length
  const watched = observed === 0 ? '' : `would block: what only observes holds nothing back; under enforce it would hold back ${observed} of them.\n`
  const made = rows.filter((row) => row.isNumberMade).length
  const note = made === 0 ? '' : `${MADE} numbered here: ${made === 1 ? 'its commit names' : 'their commits name'} no pull request.\n`
  const preview = rows.some(isPreview) ? 'preview: onto a branch that is no trunk, so nothing is held back there, whatever its verdict is so far.\n' : ''
  return `\n${table(['verdict', 'pull requests'], counts, columns)}\n${counted(rows.length, 'pull request')}, ${calls}, half of them decided within ${times[Math.floor(times.length / 2)] ?? 0} ms\n${watched}${preview}${note}`
}
