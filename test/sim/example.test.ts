import { access } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BrokenExample, parseArchive } from '../../sim/example/archive.ts'
import { buildExample, type Example } from '../../sim/example/build.ts'
import { applyHunks, BadHunk, parseHunks } from '../../sim/example/hunks.ts'
import { planExample } from '../../sim/example/plan.ts'
import { git, listRefs } from '../../sim/git.ts'
import { startGitHub } from '../../sim/github.ts'

/** What each pull request does to which file, as `git diff --name-status` has it. */
const CHANGES: readonly (readonly [branch: string, changes: readonly string[]])[] = [
  ['background-refresh', ['M src/catalogue/cached-catalogue.ts', 'M test/catalogue/cached-catalogue.test.ts']],
  ['gift-cards', ['A specs/SPEC-105-gift-cards.yml', 'A src/gift-cards/gift-card.ts', 'A test/gift-cards/gift-card.test.ts']],
  ['weekly-report-p95', ['M tools/weekly-report.ts']],
  ['remove-flaky-retry-tests', ['D test/retry/retry.test.ts']],
  ['tax-once-per-order', ['M specs/SPEC-102-order-total.md', 'M src/checkout/total.ts']],
  ['raise-spec-coverage', ['M .github/maestro.yml']],
  ['dependabot/npm_and_yarn/hono-4.13.19', ['M package-lock.json']],
  ['explain-request-log', ['M src/http/log.ts']],
  ['gift-cards-at-checkout', ['A src/checkout/pay.ts', 'A test/checkout/pay.test.ts']],
  ['promo', ['A src/promo/@reviewer [ready](javascript:alert(1)) <b>&copy;.ts']],
  ['parcel-tracking', ['A src/shipping/tracking.ts']],
  ['objective-returns', ['A okrs/returns.yml']],
]

describe('the example repository', () => {
  let example: Example
  beforeAll(async () => {
    example = await buildExample()
  })
  afterAll(() => example.remove())

  const lines = async (...args: string[]) => (await git(example.gitDir, args)).split('\n')

  test('has the same commit ids whenever it is built', async () => {
    const again = await buildExample()
    try {
      expect(await listRefs(again.gitDir)).toEqual(await listRefs(example.gitDir))
    } finally {
      await again.remove()
    }
  })

  test('has a trunk of twelve commits by one name, each later than the one before', async () => {
    const log = await lines('log', '--reverse', '--format=%an <%ae> %cn <%ce>|%at %ct', 'main')
    const times = log.map((line) => line.split('|')[1]!.split(' ').map(Number))
    expect(log).toHaveLength(12)
    expect(new Set(log.map((line) => line.split('|')[0]))).toEqual(new Set(['Acme Bot <bot@acme.example> Acme Bot <bot@acme.example>']))
    expect(times.every(([author, committer]) => author === committer)).toBe(true)
    expect(times.every(([time], index) => index === 0 || time! > times[index - 1]![0]!)).toBe(true)
  })

  test('is small but complete: code, tests, a worker, deployment, objectives, cards and settings', async () => {
    const paths = await lines('ls-tree', '-r', '--name-only', 'main')
    expect(paths.length).toBeGreaterThanOrEqual(30)
    expect(paths.length).toBeLessThanOrEqual(55)
    expect(paths).toContain('.github/maestro.yml')
    expect(paths.filter((path) => path.startsWith('okrs/'))).toHaveLength(2)
    expect(paths.filter((path) => path.startsWith('specs/')).map((path) => path.split('.').at(-1))).toEqual(['yml', 'md', 'yml', 'md'])
    expect(new Set(paths.map((path) => path.split('/')[0]))).toEqual(
      new Set('.github .gitignore README.md docs infra okrs package-lock.json package.json specs src test tools tsconfig.json worker'.split(' ')),
    )
  })

  test('binds a test to each Spec Card of the trunk', async () => {
    for (const id of ['SPEC-101', 'SPEC-102', 'SPEC-103', 'SPEC-104'])
      expect(await lines('grep', '-l', id, 'main', '--', 'test', 'worker/tests'), id).not.toEqual([''])
  })

  test('is sound in every commit', async () => {
    await expect(git(example.gitDir, ['fsck', '--strict', '--no-dangling'])).resolves.toBe('')
  })

  test('names no machine, no registry and no address outside of the reserved ones', async () => {
    const patch = await git(example.gitDir, ['log', '--all', '-p', '--format=%B'])
    const hosts = [...`${patch}\n${example.pulls.map((pull) => pull.body).join('\n')}`.matchAll(/https?:\/\/([\w.-]+)/g)].map((match) => match[1])
    expect(new Set(hosts)).toEqual(new Set(['localhost', 'attacker.example']))
    expect(patch).not.toMatch(/\/(?:work|tmp|home|root)\//)
  })

  test.each(CHANGES)('%s changes what it is about and nothing else', async (branch, changes) => {
    const pull = example.pulls.find((one) => one.head === branch)!
    const diff = await lines('-c', 'core.quotePath=false', 'diff', '--name-status', '--no-renames', `${pull.base ?? 'main'}...${branch}`)
    expect(diff.map((line) => line.replace('\t', ' '))).toEqual(changes)
  })

  test('has no pull request that is not looked at above, and each shows something else, in one line', () => {
    expect(example.pulls.map((pull) => pull.head)).toEqual(CHANGES.map(([branch]) => branch))
    expect(new Set(example.pulls.map((pull) => pull.shows)).size).toBe(CHANGES.length)
    for (const { shows } of example.pulls) expect(shows).toMatch(/^[^\n]{20,110}$/)
  })

  test('has neutral logins only, one draft, and one pull request on the branch of another', () => {
    expect(new Set(example.pulls.map((pull) => pull.author))).toEqual(new Set(['author', 'reviewer', 'dependabot[bot]']))
    expect(example.pulls.filter((pull) => pull.draft).map((pull) => pull.head)).toEqual(['parcel-tracking'])
    const stacked = example.pulls.filter((pull) => pull.base !== undefined)
    expect(stacked.map((pull) => [pull.head, pull.base])).toEqual([['gift-cards-at-checkout', 'gift-cards']])
  })

  test('opens as it stands on the local GitHub', async () => {
    await using github = await startGitHub()
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: example.gitDir })
    for (const { shows: _, ...draft } of example.pulls) await repository.openPullRequest(draft)
    await github.idle()
    const opened = repository.pullRequests()
    expect(opened.map((pull) => [pull.number, pull.headRef, pull.title])).toEqual(example.pulls.map((pull, index) => [index + 1, pull.head, pull.title]))
    expect(opened.map((pull) => pull.testMerge?.mergeable)).toEqual(opened.map(() => true))
    expect(github.violations).toEqual([])
  })
})

test('removing the example leaves nothing behind', async () => {
  const example = await buildExample()
  await example.remove()
  await expect(access(example.gitDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

describe('a file of the example', () => {
  const first = parseArchive('first', 'Date: 2026-07-01T00:00:00Z\n\nBegin\n\n-- a.txt --\none\ntwo\none\n')

  test('has headers, a title, a body and files', () => {
    expect(parseArchive('x', 'Date: now\nBranch: b: c\n\nTitle\n\nBody\n\nMore\n\n-- a b.txt --\ntext\n\n-- remove c --\n')).toEqual({
      name: 'x',
      headers: new Map([
        ['Date', 'now'],
        ['Branch', 'b: c'],
      ]),
      title: 'Title',
      body: 'Body\n\nMore',
      steps: [
        { kind: 'write', path: 'a b.txt', text: 'text\n' },
        { kind: 'remove', path: 'c' },
      ],
    })
  })

  test.each([
    ['no blank line after the headers', 'Date: now\n-- a --\n', 'end with a blank line'],
    ['a header that is none', 'Date now\n\nTitle\n', 'is no header'],
    ['no title', 'Date: now\n\n\n-- a --\n', 'a title'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseArchive('x', text)).toThrow(BrokenExample)
    expect(() => parseArchive('x', text)).toThrow(message)
  })

  test.each([
    ['edits a file that is not there', 'Date: 2026-07-02T00:00:00Z\n\nT\n\n-- edit b.txt --\n-one\n', BrokenExample, 'not there to edit'],
    ['removes a file that is not there', 'Date: 2026-07-02T00:00:00Z\n\nT\n\n-- remove b.txt --\n', BrokenExample, 'not there to remove'],
    ['edits lines that stand there twice', 'Date: 2026-07-02T00:00:00Z\n\nT\n\n-- edit a.txt --\n-one\n+1\n', BadHunk, '2 times'],
    ['edits lines that do not stand there', 'Date: 2026-07-02T00:00:00Z\n\nT\n\n-- edit a.txt --\n-on\n', BadHunk, '0 times'],
    ['only adds, and does not say where', 'Date: 2026-07-02T00:00:00Z\n\nT\n\n-- edit a.txt --\n+three\n', BadHunk, 'not once'],
    ['has no date', 'Branch: b\n\nT\n', BrokenExample, 'Date is missing'],
    ['has a date that is none', 'Date: soon\n\nT\n', BrokenExample, 'no date'],
  ])('does not follow another when it %s', (_, text, kind, message) => {
    expect(() => planExample([first, parseArchive('second', text)], [])).toThrow(kind)
    expect(() => planExample([first, parseArchive('second', text)], [])).toThrow(message)
  })

  test('cannot start a branch where there is no commit', () => {
    const text = 'Branch: b\nBehind: 1\nDate: 2026-07-02T00:00:00Z\nAuthor: author\nShows: this\n\nT\n'
    expect(() => planExample([first], [parseArchive('pull', text)])).toThrow('no such place')
  })

  test('refuses an edit with a line that is neither kept, nor removed, nor added', () => {
    expect(() => parseHunks('x', ' kept\nwhat\n')).toThrow(BadHunk)
  })

  test('edits what it names, wherever that stands, and nothing else', () => {
    const line = fc.stringMatching(/^[a-z]{0,5}$/)
    fc.assert(
      fc.property(fc.array(line), fc.array(line), fc.array(line), (before, added, after) => {
        const text = (middle: readonly string[]) => [...before, '<<', ...middle, ...after].map((one) => `${one}\n`).join('')
        const hunks = parseHunks('x', ` <<\n${[...added.map((one) => `+${one}\n`)].join('')}`)
        expect(applyHunks('x', text([]), hunks)).toBe(text(added))
      }),
      { seed: 20260701, numRuns: 200 },
    )
  })
})
