import { analyze, type Capabilities } from './compile/analysis.ts'
import type { NamedModule } from './compile/resolve/modules.ts'
import { type RegoError, RegoErrors } from './errors.ts'
import { Policy } from './evaluate/policy.ts'
import type { Module } from './syntax/ast.ts'
import { parseModule } from './syntax/parse.ts'
import { fromPlain } from './values/plain.ts'

export type { Hooks, Host } from './builtins/builtin.ts'
export type { Capabilities } from './compile/analysis.ts'
export { runSuite, suiteReport } from './conformance/suite.ts'
export type { Coverage, CoveredExpression } from './coverage/coverage.ts'
export type { CoverageReport, FileCoverage, LineRange } from './coverage/report.ts'
export { BuiltinError, Halted, RegoError, type RegoErrorCode, RegoErrors } from './errors.ts'
export type { Budget } from './evaluate/machine.ts'
export { Policy, type PreparedQuery, type Query, type Result, type ResultExpression } from './evaluate/policy.ts'
export type { Row, RunOptions } from './evaluate/prepared.ts'
export type { BodyExplanation, Explanation, SolutionExplanation, StepExplanation } from './explain/explanation.ts'
export { printModule } from './print/print.ts'
export type * from './syntax/ast.ts'
export { parseModule, parseQuery } from './syntax/parse.ts'
export { jsonText, parseJson } from './values/json.ts'
export { fromPlain, toPlain } from './values/plain.ts'
export type { Value } from './values/value.ts'

export type Source = { readonly name: string; readonly text: string } | { readonly name: string; readonly module: Module }

export interface CompileOptions {
  /** What stands under `data` beside rules. Not to be changed afterwards: what was looked up in it is remembered. */
  readonly data?: unknown
  readonly capabilities?: Capabilities
  /** Refuses unused imports, variables and arguments, names that hide others, and deprecated builtins. */
  readonly strict?: boolean
  /** Modules are v0 unless they import `rego.v1`. */
  readonly v0?: boolean
}

/** Throws RegoErrors: all that is wrong with the modules, as far as one stage after another finds it. */
export function compile(sources: readonly Source[], options: CompileOptions = {}): Policy {
  const data = options.data === undefined ? {} : fromPlain(options.data)
  const texts = new Map(sources.flatMap((source) => ('text' in source ? [[source.name, source.text] as const] : [])))
  return new Policy(analyze(parsed(sources, options), data, options.capabilities, options.strict === true), texts)
}

function parsed(sources: readonly Source[], options: CompileOptions): NamedModule[] {
  const modules: NamedModule[] = []
  const problems: RegoError[] = []
  for (const source of sources) {
    if ('module' in source) {
      modules.push(source)
      continue
    }
    try {
      modules.push({ name: source.name, module: parseModule(source.name, source.text, { version: options.v0 === true ? 'v0' : 'v1' }) })
    } catch (error) {
      if (!(error instanceof RegoErrors)) throw error
      problems.push(...error.errors)
    }
  }
  if (problems.length > 0) throw new RegoErrors(problems)
  return modules.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}
