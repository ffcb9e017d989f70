import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { maestro, repository } from './command-line.ts'

const RULE = `# METADATA
# title: No refunds
# custom:
#   why: whoever has it has everything
#   fix: name the actions that are needed
package shop.iam

deny contains {"msg": sprintf("%s on %s", [fact.action, fact.resource]), "path": fact.path, "line": fact.line} if {
	some fact in input.facts
	fact.kind == "iam.grant"
	fact.effect == "added"
	fact.action == "shop:Refund"
}
`
const SETTINGS = 'version: 1\nmode: observe\n'
const START = { '.github/maestro.yml': SETTINGS, 'policy/iam.rego': RULE, 'a.txt': 'one\n' }
const grants = (...actions: string[]) =>
  `{\n  "Statement": [\n${actions.map((action) => `    { "Effect": "Allow", "Action": "${action}", "Resource": "*" }`).join(',\n')}\n  ]\n}\n`
const BAD = { 'iam/policy.json': grants('s3:GetObject', 'shop:Refund'), 'a.txt': 'one\ntwo\n' }

/** Files that are on disk and nowhere else. */
function put(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
}

/** @spec SPEC-19 */
describe('maestro policy simulate', () => {
  it('says what the trunk’s rules say of the current branch, and exits with 1 where something is denied', async () => {
    const { dir, propose } = repository(START)
    propose(BAD)
    const ran = await maestro(['policy', 'simulate'], { cwd: dir })
    expect(ran).toMatchObject({ code: 1, err: '' })
    expect(ran.out).toContain('deny  iam/policy.json:4: shop:Refund on * (policy.shop.iam)\n      → name the actions that are needed\n')
    expect(ran.out).toMatch(/1 denied, 0 warned, 0 allowed\n$/)
  })

  it('prints the document that the rules were asked about', async () => {
    const { dir, propose } = repository(START)
    propose({ 'a.txt': 'one\ntwo\n' })
    const { code, out } = await maestro(['policy', 'simulate', '--format', 'json'], { cwd: dir })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      passes: true,
      findings: [],
      document: {
        version: 1,
        change: { files: [{ path: 'a.txt', status: 'modified', added: [{ line: 2, text: 'two' }], removed: [] }], added_lines: 1, removed_lines: 0 },
      },
    })
  })

  it('tries rules that are not in force yet', async () => {
    const { dir, propose } = repository(START)
    propose(BAD)
    put(dir, { 'drafts/none.rego': 'package none\nwarn contains "careful"\n' })
    const { code, out } = await maestro(['policy', 'simulate', '--policy', 'drafts'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toContain('warn  careful (policy.none)')
    expect(out).not.toContain('shop.iam')
  })

  it('asks about a scenario', async () => {
    const { dir, propose } = repository(START)
    propose({ 'a.txt': 'two\n' })
    put(dir, {
      'policy/iam.rego': RULE,
      's.yaml': `changes:\n  - path: iam/p.json\n    after: '${JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'shop:Refund', Resource: '*' }] })}'\nchecks:\n  - opa: policy\n`,
    })
    const { code, out } = await maestro(['policy', 'simulate', 's.yaml'], { cwd: dir })
    expect(code).toBe(1)
    expect(out).toContain('deny  iam/p.json:1: shop:Refund on *')
  })

  it.each([
    ['a scenario that is wrong', ['simulate', 'bad.yaml'], { 'bad.yaml': 'plans: x\n' }, 'bad.yaml:1:'],
    ['a scenario that is not there', ['simulate', 'none.yaml'], {}, 'there is no file none.yaml'],
    ['policies that do not compile', ['simulate', '--policy', 'bad.rego'], { 'bad.rego': 'package p\ndeny contains x if y\n' }, 'rego_unsafe_var_error'],
    ['policies that are not there', ['simulate', '--policy', 'nowhere'], {}, 'there is nothing at nowhere'],
  ])('refuses %s with 2', async (_what, args, files, words) => {
    const { dir, propose } = repository(START)
    propose({ 'a.txt': 'two\n' })
    put(dir, files as Record<string, string>)
    const ran = await maestro(['policy', ...args], { cwd: dir })
    expect(ran.code).toBe(2)
    expect(ran.err).toContain(words)
  })
})

/** @spec SPEC-19 */
describe('maestro policy fix', () => {
  it('prints a patch that git applies, after which nothing is denied', async () => {
    const { dir, propose, git } = repository(START)
    propose(BAD)
    const ran = await maestro(['policy', 'fix'], { cwd: dir })
    expect(ran.code).toBe(0)
    put(dir, { 'fix.patch': ran.out })
    git(['reset', '-q', '--hard'])
    git(['apply', 'fix.patch'])
    git(['commit', '-qam', 'fixed'])
    const { code, out } = await maestro(['policy', 'simulate', '--format', 'json'], { cwd: dir })
    expect(code).toBe(0)
    expect(JSON.parse(out).document.change.files.map((file: { path: string; after?: unknown }) => [file.path, file.after])).toEqual([
      ['a.txt', undefined],
      ['iam/policy.json', { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] }],
    ])
  })

  it('has nothing to take back where nothing is denied', async () => {
    const { dir, propose } = repository(START)
    propose({ 'a.txt': 'two\n' })
    expect(await maestro(['policy', 'fix'], { cwd: dir })).toMatchObject({ code: 0, out: '', err: 'nothing is denied\n' })
  })
})

/** @spec SPEC-19 */
describe('maestro policy explain', () => {
  it('quotes the expressions that held and what they looked at', async () => {
    const { dir, propose } = repository(START)
    propose(BAD)
    const { code, out } = await maestro(['policy', 'explain'], { cwd: dir })
    expect(code).toBe(0)
    expect(out).toContain('data.shop.iam.deny: No refunds\n  why: whoever has it has everything\n')
    expect(out).toMatch(/fact\.action == "shop:Refund" {3}\(input\.facts\[\d+\]\.action = "shop:Refund"\)/)
  })
})

/** @spec SPEC-19 */
describe('maestro policy backtest', () => {
  it('says what the rules in force and others would have said of what was merged', async () => {
    const { dir, commit } = repository(START)
    commit({ 'iam/a.json': grants('shop:Refund') })
    commit({ 'iam/b.json': grants('s3:GetObject') })
    commit({ 'a.txt': 'x\n' })
    put(dir, { 'drafts/p.rego': 'package p\ndeny contains "text" if {\n\tsome f in input.change.files\n\tendswith(f.path, ".txt")\n}\n' })
    const { code, out } = await maestro(['policy', 'backtest', '--policy', 'drafts', '--format', 'json'], { cwd: dir })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      changes: 3,
      rules: [
        { code: 'policy.p', voice: 'deny', changes: [], proposed: [expect.any(String)], newly: [expect.any(String)], letThrough: [] },
        { code: 'policy.shop.iam', voice: 'deny', changes: [expect.any(String)], proposed: [], newly: [], letThrough: [expect.any(String)] },
      ],
    })
    const table = await maestro(['policy', 'backtest'], { cwd: dir })
    expect(table.out).toMatch(/policy\.shop\.iam {2}deny {2}\s*1 {2}\S+/)
    expect(table.out).toMatch(/3 merged changes: 1 denied\n$/)
  })
})
