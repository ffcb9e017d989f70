import { type Coverage, type Location, type Policy, parseModule, RegoError } from '../../rego/index.ts'
import type { Loaded } from './load.ts'

/** What became of one `test_` rule. */
export interface TestOutcome {
  /** `data.shop_test.test_allows`. */
  readonly name: string
  /** `data.shop_test`. */
  readonly package: string
  readonly test: string
  readonly location: Location
  readonly outcome: 'pass' | 'fail' | 'error' | 'skip'
  readonly why?: string
  /** What it printed. */
  readonly output: readonly string[]
}

export interface Running {
  readonly v0: boolean
  /** By the full name. */
  readonly chosen: (name: string) => boolean
  readonly coverage: Coverage | undefined
}

type Named = Pick<TestOutcome, 'name' | 'package' | 'test' | 'location'>

/** Evaluates every rule whose name starts with `test_`, in the order of files and lines; `todo_test_` ones are skipped, as OPA does. */
export function runTests({ modules }: Loaded, policy: Policy, { v0, chosen, coverage }: Running): readonly TestOutcome[] {
  const tests = new Map<string, Named>()
  for (const { name, text } of modules) for (const test of testsIn(name, text, v0)) if (!tests.has(test.name) && chosen(test.name)) tests.set(test.name, test)
  return Array.from(tests.values(), (test) => runTest(policy, test, coverage))
}

function testsIn(file: string, text: string, v0: boolean): readonly Named[] {
  const module = parseModule(file, text, { version: v0 ? 'v0' : 'v1' })
  const place = ['data', ...module.package.path.map(step)].join('')
  return module.rules.flatMap(({ head, location }) => {
    const [first] = head.ref
    if (location === undefined || first.type !== 'var' || head.ref.length > 1 || !/^(?:todo_)?test_/.test(first.name)) return []
    return [{ name: `${place}.${first.name}`, package: place, test: first.name, location }]
  })
}

function step(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function runTest(policy: Policy, test: Named, coverage: Coverage | undefined): TestOutcome {
  const output: string[] = []
  if (test.test.startsWith('todo_')) return { ...test, outcome: 'skip', output }
  try {
    const [result] = policy.evaluate(test.name, undefined, { hooks: { print: (line) => void output.push(line) }, ...(coverage && { coverage }) })
    const value = result?.expressions[0]?.value
    // OPA takes any value but false for a pass.
    return { ...test, outcome: value === undefined || value === false ? 'fail' : 'pass', output }
  } catch (error) {
    if (!(error instanceof RegoError)) throw error
    return { ...test, outcome: 'error', why: `${error.code}: ${error.message}`, output }
  }
}
