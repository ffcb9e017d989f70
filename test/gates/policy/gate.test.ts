import { describe, expect, it } from 'vitest'
import { extractMemo } from '../../../src/conductor/facts/extract-memo.ts'
import { gatherFacts, judge } from '../../../src/conductor/judge.ts'
import { policy } from '../../../src/gates/policy/gate.ts'
import { policyDefaults } from '../../../src/gates/policy/options.ts'
import type { GateResult } from '../../../src/model/gate.ts'
import type { Json } from '../../../src/model/json.ts'
import { plain } from '../../../src/model/phrase.ts'
import type { Settings } from '../../../src/model/settings.ts'
import { aChange, type Files, memoryReader, TREES } from '../../model/memory-reader.ts'

interface Trees {
  readonly trunk?: Files
  readonly base?: Files
  readonly head?: Files
}

/** No rule of the library, so that each test has its own rules only. */
async function judged({ trunk = {}, base = trunk, head = base }: Trees, options: Partial<typeof policyDefaults> = { library: [] }): Promise<GateResult> {
  const reader = memoryReader({ [TREES.trunk]: trunk, [TREES.base]: base, [TREES.head]: head })
  const settings: Settings = {
    version: 1,
    mode: 'enforce',
    comment: 'when-needed',
    trunks: ['~default'],
    retention: { inputs: 0 },
    publicTitles: false,
    authors: [],
    gates: { policy: { mode: 'enforce', modes: {}, options: { ...policyDefaults, ...options } as unknown as Json } },
  }
  const change = await aChange(reader)
  const asked = await gatherFacts(change, settings, [policy], { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1024 * 1024 })
  const [result] = judge(change, settings, [policy], asked, true).results
  return result!
}

const said = ({ reasons }: GateResult) => reasons.map(({ code, level, message, path, line }) => [code, level, plain(message), path, line])

const NO_SECRETS = `# METADATA
# title: No secrets
# custom:
#   fix: take it out
package shop.secrets

deny contains {"msg": "a secret", "path": file.path, "line": added.line} if {
	some file in input.change.files
	some added in file.added
	contains(added.text, "SECRET")
}
`

/** @spec SPEC-19 */
describe('the policy gate', () => {
  it('has nothing to say without rules', async () => {
    expect(await judged({ head: { 'a.ts': 'SECRET' } })).toMatchObject({ outcome: 'pass', reasons: [] })
  })

  it('gives each denial the code of its package, its place, and the way out that the rule knows', async () => {
    const result = await judged({ trunk: { 'policy/a.rego': NO_SECRETS, 'a.ts': 'x\n' }, head: { 'policy/a.rego': NO_SECRETS, 'a.ts': 'x\nSECRET\n' } })
    expect(said(result)).toEqual([['policy.shop.secrets', 'block', 'a secret', 'a.ts', 2]])
    expect(result.outcome).toBe('fail')
    expect(result.nextSteps.map(({ message }) => plain(message))).toEqual(['take it out'])
  })

  it('finds the smallest part to take back, and says it as an edit', async () => {
    const trunk = { 'policy/a.rego': NO_SECRETS, 'a.ts': 'x\n' }
    const { nextSteps } = await judged({ trunk, head: { ...trunk, 'a.ts': 'fine\nx\nSECRET\nmore\n', 'b.ts': 'fine\n' } })
    expect(nextSteps.at(-1)).toMatchObject({ unblocks: [0], edit: { files: [{ path: 'a.ts', kind: 'write', text: 'fine\nx\nmore\n' }] } })
    expect(plain(nextSteps.at(-1)!.message)).toContain('nothing less is enough')
  })

  it.each([
    ['a text', 'deny contains "no"', 'policy.p', 'no'],
    ['an object with a code', 'deny contains {"msg": "no", "code": "own.code"}', 'policy.own.code', 'no'],
    ['true', 'deny if true', 'policy.p', 'deny holds'],
    ['a violation of conftest', 'violation contains {"msg": "no"}', 'policy.p', 'no'],
    ['a rule with a longer name', 'deny_late contains "no"', 'policy.p', 'no'],
    ['an array', 'deny := ["no"]', 'policy.p', 'no'],
    ['a refusal of OPA', 'default allow := false', 'policy.p', 'No rule allows this change'],
  ])('takes %s for a denial', async (_what, rule, code, message) => {
    expect(said(await judged({ trunk: { 'policy/p.rego': `package p\n${rule}\n` } }))).toEqual([[code, 'block', message, undefined, undefined]])
  })

  it('warns by what is called a warning, and may be told the most that a rule counts for', async () => {
    const module = '# METADATA\n# custom:\n#   mode: observe\npackage p\nwarn contains "careful"\ndeny contains "no"\n'
    const { reasons } = await judged({ trunk: { 'policy/p.rego': module } })
    expect(reasons.map(({ level, atMost }) => [level, atMost])).toEqual([
      ['warn', 'observe'],
      ['block', 'observe'],
    ])
  })

  it('lets an allow take findings out, and keeps it as a fact', async () => {
    const allow = 'package q\nallow contains {"code": "p", "msg": "agreed in RFC 7", "path": "a.ts"}\n'
    const deny = 'package p\ndeny contains {"msg": "no", "path": f.path} if some f in input.change.files\n'
    const trunk = { 'policy/p.rego': deny, 'policy/q.rego': allow }
    const result = await judged({ trunk, head: { ...trunk, 'a.ts': '1', 'b.ts': '2' } })
    expect(said(result).map(([, , , path]) => path)).toEqual(['b.ts'])
    expect(result.facts.find(({ id }) => id === 'policy.allowed')?.value).toMatchObject([{ code: 'policy.p', because: 'agreed in RFC 7', path: 'a.ts' }])
  })

  it.each([
    ['a number', 'deny contains 7', 'a number'],
    ['an object without words', 'deny contains {"path": "a"}', 'without `msg`'],
    ['a line that is none', 'deny contains {"msg": "x", "line": -1}', '`line`'],
    ['a code with markup', 'deny contains {"msg": "x", "code": "<b>"}', '`code`'],
    ['two values', 'deny := 1 if true\ndeny := 2 if true', 'eval_conflict_error'],
    ['no end', 'deny contains "x" if { some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i + j < 0 }', 'eval_cancel_error'],
  ])('never takes a rule that gives %s for silence', async (_what, rule, words) => {
    const result = await judged({ trunk: { 'policy/p.rego': `package p\n${rule}\n` } })
    expect(result.outcome).toBe('fail')
    expect(said(result)).toEqual([['policy.rule-failed', 'block', expect.stringContaining(words), 'policy/p.rego', 2]])
  })

  it('reads data beside the rules, by folder, and no tests', async () => {
    const trunk = {
      'policy/p.rego': 'package p\ndeny contains msg if msg := data.words.bad\n',
      'policy/p_test.rego': 'package p_test\nthis is no rego',
      'policy/words/list.yaml': 'bad: from data\n',
    }
    expect(said(await judged({ trunk }))).toEqual([['policy.p', 'block', 'from data', undefined, undefined]])
  })

  describe('broken policies', () => {
    const broken = { 'policy/p.rego': 'package p\ndeny contains x if y\n' }

    it('on the trunk judge nothing, and nothing passes', async () => {
      const result = await judged({ trunk: broken, head: { ...broken, 'a.ts': '1' } })
      expect(result.outcome).toBe('misconfigured')
      expect(said(result)[0]).toEqual(['policy.broken', 'note', expect.stringContaining('rego_unsafe_var_error'), 'policy/p.rego', 2])
    })

    it('may be repaired by a change that does nothing else', async () => {
      const fixed = { 'policy/p.rego': 'package p\ndeny contains "x" if false\n' }
      expect((await judged({ trunk: broken, head: fixed })).outcome).toBe('skip')
      expect((await judged({ trunk: broken, head: { ...fixed, 'a.ts': '1' } })).outcome).toBe('misconfigured')
    })

    it('in a change are its own fault, at their line', async () => {
      const result = await judged({ trunk: {}, head: broken })
      expect(said(result)).toContainEqual(['policy.proposed-broken', 'block', expect.stringContaining('rego_unsafe_var_error'), 'policy/p.rego', 2])
    })

    it('in data are told of', async () => {
      expect((await judged({ trunk: { 'policy/d.json': '{' } })).outcome).toBe('misconfigured')
      expect((await judged({ trunk: { 'policy/a.json': '{"x": 1}', 'policy/b.json': '{"x": 2}' } })).outcome).toBe('misconfigured')
    })
  })

  it('is judged by the trunk’s policies when a change deletes them', async () => {
    const result = await judged({ trunk: { 'policy/a.rego': NO_SECRETS }, head: { 'a.ts': 'SECRET\n' } })
    expect(said(result).map(([code]) => code)).toEqual(['policy.changed', 'policy.shop.secrets'])
  })

  it('says which files nobody looked into', async () => {
    const result = await judged({ head: { 'a.yml': 'a: [', 'b.png': 'PNG\0\0', 'c.json': '\0' } })
    expect(said(result).map(([code, level, , path]) => [code, level, path])).toEqual([
      ['policy.unread', 'warn', 'a.yml'],
      ['policy.unread', 'warn', 'c.json'],
    ])
  })

  it('names owners of the trunk to the rules', async () => {
    const trunk = {
      '.github/CODEOWNERS': '*.ts @acme/web\n',
      'policy/p.rego': 'package p\nwarn contains f.owners[0] if some f in input.change.files\n',
    }
    expect(said(await judged({ trunk, head: { ...trunk, '.github/CODEOWNERS': '*.ts @me\n', 'a.ts': '1' } })).map(([, , message]) => message)).toEqual([
      '@acme/web',
    ])
  })

  it('judges by the library that comes along', async () => {
    const workflow =
      'on: pull_request_target\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          ref: ${{ github.event.pull_request.head.sha }}\n'
    const result = await judged({ head: { '.github/workflows/a.yml': workflow } }, { library: ['ci'] })
    expect(said(result).map(([code]) => code)).toContain('policy.ci.untrusted-checkout')
  })
})
