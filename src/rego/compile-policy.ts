import { analyze, type Capabilities } from './compile/analysis.ts'
import { refuseDataConflicts } from './compile/check/data-conflicts.ts'
import { Problems } from './compile/problems.ts'
import type { NamedModule } from './compile/resolve/modules.ts'
import { type RegoError, RegoErrors } from './errors.ts'
import { Policy } from './evaluate/policy.ts'
import type { Module } from './syntax/ast.ts'
import { parseModule } from './syntax/parse.ts'
import { fromPlain } from './values/plain.ts'

export type Source = { readonly name: string; readonly text: string } | { readonly name: string; readonly module: Module }

export interface CompileOptions {
  /** What stands under `data` beside rules. Not to be changed afterwards: what was looked up in it is remembered. */
  readonly data?: unknown
  readonly capabilities?: Capabilities
  /** Refuses unused imports, variables and arguments, names that hide others, and deprecated builtins. */
  readonly strict?: boolean
  /** Refuses a rule where `data` has a document, as OPA's server and command line do; without it the document hides the rule. */
  readonly refuseOverlap?: boolean
  /** Modules are v0 unless they import `rego.v1`. */
  readonly v0?: boolean
}

/** Throws RegoErrors: all that is wrong with the modules, as far as one stage after another finds it. */
export function compile(sources: readonly Source[], options: CompileOptions = {}): Policy {
  const data = options.data === undefined ? {} : fromPlain(options.data)
  const texts = new Map(sources.flatMap((source) => ('text' in source ? [[source.name, source.text] as const] : [])))
  const analysis = analyze(parsed(sources, options), data, options.capabilities, options.strict === true)
  if (options.refuseOverlap === true) {
    const problems = new Problems()
    refuseDataConflicts(analysis.tree, data, problems)
    problems.settle()
  }
  return new Policy(analysis, texts)
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
