import { describe, expect, it } from 'vitest'
import type { PlayedRow } from '../../../src/cli/demo/demo-play.ts'
import { rowText, summaryText } from '../../../src/cli/demo/demo-table.ts'
import { cellsOf } from '../../../src/cli/output/cells.ts'
import type { Terminal } from '../../../src/cli/output/terminal.ts'

const terminal = (columns: number): Terminal => ({ out() {}, err() {}, isTTY: false, columns, color: false })
const row = (over: Partial<PlayedRow> = {}): PlayedRow => ({
  number: 2,
  title: 'Gift cards',
  verdict: 'block',
  checks: [
    { name: 'Maestro decision', conclusion: 'failure' },
    { name: 'Maestro proof', conclusion: 'neutral' },
  ],
  comment: 'text',
  apiCalls: 6,
  ms: 1234,
  isNumberMade: false,
  wouldBlock: 0,
  ...over,
})

describe('a row of the demo', () => {
  it('names every check', () => {
    expect(rowText(row(), terminal(120))).toMatch(/^block {10}#2 {8}Gift cards +6 calls {3}1234 ms {2}decision failure, proof neutral, comment\n$/)
  })

  it('calls a preview one', () => {
    const preview = row({ verdict: 'pass', checks: [{ name: 'Maestro preview', conclusion: 'neutral' }], comment: null })
    expect(rowText(preview, terminal(120))).toMatch(/^preview +#2 .* preview neutral, pass so far\n$/)
    expect(summaryText([preview, row()], terminal(120))).toMatch(/^block +1\npreview +1\n|^preview +1\nblock +1\n/m)
    expect(summaryText([preview, row()], terminal(120))).toContain('preview: onto a branch that is no trunk, so nothing is held back there')
    expect(summaryText([row()], terminal(120))).not.toContain('preview')
  })

  it('says what would block, where the gates only observe', () => {
    const observed = row({ verdict: 'pass', wouldBlock: 2, comment: null })
    expect(rowText(observed, terminal(120))).toMatch(/, 2 would block\n$/)
    expect(summaryText([observed, row()], terminal(120))).toContain('under enforce it would hold back 1 of them')
  })

  it('keeps its columns whatever the verdict, the number and the title are', () => {
    const rows = [
      row(),
      row({ verdict: 'misconfigured', number: 12_345, isNumberMade: true }),
      row({ verdict: 'none', title: '漢字 🎉 in the title, which goes on for very much longer than there is room for' }),
      row({ verdict: 'warn', title: 'e\u0301\u001b[2J\n' }),
    ]
    for (const columns of [100, 120, 160]) {
      const starts = rows.map((each) => {
        const text = rowText(each, terminal(columns))
        return cellsOf(text.slice(0, text.indexOf('decision failure')))
      })
      expect(new Set(starts).size).toBe(1)
    }
  })

  it('takes two lines where one is too narrow', () => {
    expect(rowText(row(), terminal(60)).split('\n')).toEqual([
      expect.stringMatching(/^block +#2 +Gift cards$/),
      '  decision failure, proof neutral, comment',
      '',
    ])
  })

  it('marks a number that no commit names, and says below what the mark means', () => {
    const rows = [row({ number: 7, isNumberMade: true }), row()]
    expect(rowText(row({ number: 7, isNumberMade: true }), terminal(100))).toContain('#7* ')
    expect(summaryText(rows, terminal(100))).toContain('* numbered here: its commit names no pull request.')
    expect(summaryText(rows, terminal(100))).toContain('2 pull requests, 12 API calls')
    expect(summaryText([row()], terminal(100))).toMatch(/^1 pull request, 6 API calls/m)
    expect(summaryText([], terminal(100))).toBe('\nNothing was decided.\n')
  })
})
