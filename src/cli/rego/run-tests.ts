import { type Policy, parseModule, RegoError } from '../../rego/index.ts'
import type { Loaded } from './load.ts'

/** What became of one `test_` rule. */
export interface TestOutcome {
  /** `data.shop_test.test_allows`. */
  readonly name: string
  readonly outcome: 'pass' | 'fail' | 'error' | 'skip'
  readonly why?: string
}

/** Evaluates every rule whose name starts with `test_`, in the order of files and lines; `todo_test_` ones are skipped, as OPA does. */
export function runTests({ modules }: Loaded, policy: Policy, v0: boolean): readonly TestOutcome[] {
  const names = new Set(modules.flatMap(({ name, text }) => testsIn(name, text, v0)))
  return [...names].map((name) => runTest(policy, name))
}

function testsIn(file: string, text: string, v0: boolean): readonly string[] {
  const module = parseModule(file, text, { version: v0 ? 'v0' : 'v1' })
  const place = ['data', ...module.package.path.map(step)].join('')
  return module.rules.flatMap(({ head }) => {
    const [first] = head.ref
    return first.type === 'var' && /^(?:todo_)?test_/.test(first.name) && head.ref.length === 1 ? [`${place}.${first.name}`] : []
  })
}

function step(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

function runTest(policy: Policy, name: string): TestOutcome {
  if (name.includes('.todo_test_')) return { name, outcome: 'skip' }
  try {
    const [result] = policy.evaluate(name)
    const value = result?.expressions[0]?.value
    // OPA takes any value but false for a pass.
    return { name, outcome: value === undefined || value === false ? 'fail' : 'pass' }
  } catch (error) {
    if (!(error instanceof RegoError)) throw error
    return { name, outcome: 'error', why: `${error.code}: ${error.message}` }
  }
}
