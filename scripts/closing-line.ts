import { readFileSync } from 'node:fs'

/** The last line of `npm test`: how many tests the suite passed and failed, from the report that it has just written. */
const report: unknown = JSON.parse(readFileSync(new URL('../tmp/tests.json', import.meta.url), 'utf8'))
if (typeof report !== 'object' || report === null || !('numPassedTests' in report) || !('numFailedTests' in report))
  throw new Error('the report of the suite has no counts')
const skipped = 'numPendingTests' in report && Number(report.numPendingTests) > 0 ? `, ${report.numPendingTests} skipped` : ''
process.stdout.write(`${report.numPassedTests} passed, ${report.numFailedTests} failed${skipped}\n`)
