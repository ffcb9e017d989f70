import { RE2JS } from 're2js'
import { fromPlain, jsonText } from '../../rego/index.ts'
import { BadUsage } from '../failures.ts'
import { printable } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'
import { coverageLines, percentText } from './coverage-text.ts'
import { load, policyOf } from './load.ts'
import { runTests, type TestOutcome } from './run-tests.ts'

export interface TestOptions {
  readonly format: 'json' | 'pretty'
  readonly verbose?: boolean
  readonly coverage?: boolean
  /** In percent. */
  readonly threshold?: number
  readonly run?: string
  readonly exitZeroOnSkipped?: boolean
  readonly v0Compatible?: boolean
}

/** As `opa test` ends: 2 where a test does not pass, or too little is covered. */
export async function test(paths: readonly string[], options: TestOptions, session: Session): Promise<ExitCode> {
  const { out, err } = session.terminal
  const chosen = chooser(options.run)
  const loaded = await load(paths, session.cwd)
  const policy = policyOf(loaded, options)
  const coverage = options.coverage === true || options.threshold !== undefined ? policy.coverage() : undefined
  const outcomes = runTests(loaded, policy, { v0: options.v0Compatible === true, chosen, coverage })
  const report = coverage?.report()
  if (options.format === 'json') out(`${jsonText(fromPlain(report ?? outcomes.map(outcomeJson)), { prefix: '', indent: '  ' })}\n`)
  else for (const line of [...outcomeLines(outcomes, options.verbose === true), ...(report ? coverageLines(report) : [])]) out(`${printable(line)}\n`)
  if (report && report.coverage < (options.threshold ?? 0)) {
    err(`coverage threshold not met: got ${percentText(report.coverage)} instead of ${percentText(options.threshold ?? 0)}\n`)
    return 2
  }
  const isBad = ({ outcome }: TestOutcome) => outcome === 'fail' || outcome === 'error' || (outcome === 'skip' && options.exitZeroOnSkipped !== true)
  return outcomes.some(isBad) ? 2 : 0
}

/** Linear, whatever the pattern. */
function chooser(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true
  try {
    const compiled = RE2JS.compile(pattern)
    return (name) => compiled.matcher(name).find()
  } catch (error) {
    throw new BadUsage(`--run is no regular expression: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function outcomeLines(outcomes: readonly TestOutcome[], isVerbose: boolean): readonly string[] {
  const count = (...wanted: readonly TestOutcome['outcome'][]) => outcomes.filter(({ outcome }) => wanted.includes(outcome)).length
  const skipped = count('skip')
  return [
    ...outcomes.flatMap((test) => (test.outcome === 'pass' && !isVerbose ? [] : testLines(test))),
    `${count('pass')} passed, ${count('fail', 'error')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ]
}

function testLines({ name, outcome, why, output }: TestOutcome): readonly string[] {
  return [`${name}: ${outcome.toUpperCase()}${why === undefined ? '' : ` (${why})`}`, ...output.map((line) => `  ${line}`)]
}

/** As opa's tests are in JSON, without how long they took. */
function outcomeJson({ package: place, test, outcome, why, output, location }: TestOutcome) {
  return {
    location: { file: location.file, row: location.row, col: location.col },
    package: place,
    name: test,
    ...(outcome === 'fail' && { fail: true }),
    ...(outcome === 'skip' && { skip: true }),
    ...(why !== undefined && { error: why }),
    ...(output.length > 0 && { output }),
  }
}
