import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseCases, runCase } from './case.ts'

interface Failure {
  readonly category: string
  readonly file: string
  readonly note: string
  readonly reason: string
}

export interface SuiteResult {
  readonly passed: number
  readonly failures: readonly Failure[]
}

/** Runs `cases/<category>/*.json` under a folder, or only some categories. */
export function runSuite(folder: string, only: readonly string[] = []): SuiteResult {
  const root = join(folder, 'cases')
  let passed = 0
  const failures: Failure[] = []
  for (const category of readdirSync(root).sort()) {
    if (!statSync(join(root, category)).isDirectory() || (only.length > 0 && !only.includes(category))) continue
    for (const file of readdirSync(join(root, category)).sort()) {
      for (const one of parseCases(readFileSync(join(root, category, file), 'utf8'))) {
        const reason = runCase(one)
        if (reason === undefined) passed++
        else failures.push({ category, file, note: one.note, reason })
      }
    }
  }
  return { passed, failures }
}

/** By category, and last how many passed and failed. */
export function suiteReport(result: SuiteResult): string {
  const lines: string[] = []
  const byCategory = new Map<string, Failure[]>()
  for (const failure of result.failures) byCategory.set(failure.category, [...(byCategory.get(failure.category) ?? []), failure])
  for (const [category, failures] of byCategory) {
    lines.push(`${category}: ${failures.length} failed`)
    for (const { file, note, reason } of failures) lines.push(`  ${file}: ${note}`, `    ${reason.replaceAll('\n', '\n    ')}`)
  }
  lines.push(`${result.passed} passed, ${result.failures.length} failed`)
  return lines.join('\n')
}
