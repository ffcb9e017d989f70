import { describe, expect, it } from 'vitest'
import { textsOfDiff } from '../../../../src/gates/policy/scenario/diff-texts.ts'
import { readScenario } from '../../../../src/gates/policy/scenario/scenario.ts'
import { scenarioFrame, scenarioVersions } from '../../../../src/gates/policy/scenario/scenario-document.ts'
import { twinOf } from '../../../../src/gates/policy/twin/build.ts'
import { CodeOwners } from '../../../../src/gates/reading/codeowners.ts'
import { plain } from '../../../../src/model/phrase.ts'

const EXAMPLE = `plan: "PR-5843"
changes:
  - path: "infra/iam/policy.yaml"
    diff: "+ allow: repo:write"
context:
  region: "eu-west"
  tenant: "acme"
  budgets: { usd: 3.0, ci_mins: 50 }
checks:
  - opa: policy/main.rego
  - cost: predict
`

/** @spec SPEC-19 */
describe('a scenario', () => {
  it('is read into the document that a pull request would be', () => {
    const { scenario, problems } = readScenario(EXAMPLE)
    expect(problems).toEqual([])
    expect(scenario?.checks).toEqual([{ opa: 'policy/main.rego' }, { cost: 'predict' }])
    const document = twinOf(scenarioFrame(scenario!, { region: 'other', tier: 'free' }), scenarioVersions(scenario!), new CodeOwners(''))
    expect(document).toMatchObject({
      plan: 'PR-5843',
      context: { region: 'eu-west', tenant: 'acme', tier: 'free', budgets: { usd: 3, ci_mins: 50 } },
      change: {
        title: 'PR-5843',
        files: [
          { path: 'infra/iam/policy.yaml', status: 'added', format: 'yaml', after: { allow: 'repo:write' }, added: [{ line: 1, text: 'allow: repo:write' }] },
        ],
      },
    })
  })

  it.each([
    ['an unknown key', 'plan: a\nchange: []\n', '`change`', 2],
    ['a misspelt budget', 'context: { budgets: { used: 3 } }\n', '`used`', 1],
    ['a budget below nothing', 'context: { budgets: { usd: -1 } }\n', 'negative', 1],
    ['a change without a path', 'changes:\n  - diff: "+x"\n', '`path`', 2],
    ['a change of nothing', 'changes:\n  - path: a\n', '`diff`', 2],
    ['a change said twice over', 'changes:\n  - path: a\n    diff: "+x"\n    after: y\n', 'either', 2],
    ['the same path twice', 'changes:\n  - { path: a, after: x }\n  - { path: a, after: y }\n', 'twice', 3],
    ['a check of nothing', 'checks:\n  - {}\n', 'either', 2],
    ['a cost that is not predicted', 'checks:\n  - cost: guess\n', '`predict`', 2],
    ['a region that is a list', 'context:\n  region: [a]\n', '`region`', 2],
    ['two documents', 'plan: a\n---\nplan: b\n', 'one document', 3],
    ['nothing', '', 'empty', 1],
    ['no YAML', 'plan: [', 'YAML', 1],
  ])('with %s is refused at its line', (_what, text, words, line) => {
    const { scenario, problems } = readScenario(text)
    expect(scenario).toBeUndefined()
    expect(problems.map((problem) => plain(problem.message)).join('\n')).toContain(words)
    expect(problems.map((problem) => problem.line)).toContain(line)
  })
})

describe('a diff written by hand', () => {
  it.each<[string, string, string | undefined, string | undefined]>([
    ['lines put in', '+a\n+b\n', undefined, 'a\nb\n'],
    ['lines taken out', '-a', 'a\n', undefined],
    ['lines of both sides', ' a\n-b\n+c\n d\n', 'a\nb\nd\n', 'a\nc\nd\n'],
    ['a sign and a blank', '- a: 1\n+ a: 2\n', 'a: 1\n', 'a: 2\n'],
    ['what is indented', '+  a: 2\n', undefined, '  a: 2\n'],
    ['headers', 'diff --git a/x b/x\nindex 1234567..89abcde\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n', 'a\n', 'b\n'],
  ])('with %s has both sides', (_what, diff, before, after) => {
    expect(textsOfDiff(diff)).toEqual({ before, after })
  })
})
