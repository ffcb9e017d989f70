import { compile } from '../../src/rego/index.ts'
import { manyRules, moduleOfLines } from './generated.ts'
import { quartileMicroseconds, shownMicroseconds } from './measure.ts'

/** How long it takes from text to a policy, and to a first answer: rows of a table. */
export function compilingRows(): string[][] {
  const small = moduleOfLines(500)
  const large = manyRules(1000)
  return [
    ['compiling', 'text to policy', 'and a first answer', 'target'],
    row('a module of 500 lines', small, 'generated/mixed', { teams: [{ name: 'team-1', members: ['m-a'], owners: ['x/y'], level: 3 }] }, '≤ 10 ms'),
    row('1,000 rules', large, 'generated/rules/deny', { file: { prefix: 'svc-7', action: 'delete', path: 'a/b' } }, '≤ 60 ms'),
  ]
}

function row(what: string, text: string, entrypoint: string, input: unknown, target: string): string[] {
  const source = [{ name: 'generated.rego', text }]
  const answer = () => compile(source).prepare(entrypoint).evaluate(input)
  if (answer().length === 0) throw new Error(`${what}: no answer`)
  return [what, shownMicroseconds(quartileMicroseconds(() => compile(source))), shownMicroseconds(quartileMicroseconds(answer)), target]
}
