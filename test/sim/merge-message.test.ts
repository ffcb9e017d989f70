import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { authorLogin } from '../../sim/author-login.ts'
import { readMergeMessage } from '../../sim/merge-message.ts'

describe('the message of a merged change', () => {
  test.each([
    ['a merge by GitHub', 'Merge pull request #12 from acme/cache\n\nCache products\n\nFor a minute.\n', [12, 'Cache products', 'For a minute.']],
    ['a merge by GitHub without a title', 'Merge pull request #12 from acme/cache\n', [12, 'Merge pull request #12 from acme/cache', '']],
    ['a merge with CRLF', 'Merge pull request #12 from acme/cache\r\n\r\nCache products\r\n\r\nFor a minute.\r\n', [12, 'Cache products', 'For a minute.']],
    ['a squash', 'Cache products (#12)\n\n* one\n\n* two\n', [12, 'Cache products', '* one\n\n* two']],
    ['a squash of a revert', 'Revert "Cache products (#12)" (#13)', [13, 'Revert "Cache products (#12)"', '']],
    ['a merge by hand', "Merge branch 'cache' into main\n\n# Conflicts\n", [undefined, "Merge branch 'cache' into main", '# Conflicts']],
    ['a number that is not at the end', 'Fix (#12) again', [undefined, 'Fix (#12) again', '']],
    ['a number that is none of GitHub’s', 'Fix (#0) it (#01234567890)', [undefined, 'Fix (#0) it (#01234567890)', '']],
    [
      'a merge that somebody pretends',
      'Merge pull request #12 from acme/cache and more\n\nTitle',
      [undefined, 'Merge pull request #12 from acme/cache and more', 'Title'],
    ],
    ['nothing but a number', ' (#12)', [undefined, '(#12)', '']],
    ['nothing', ' \n\n', [undefined, 'Commit 1', '']],
  ] as const)('of %s is read', (_, message, [number, title, body]) => {
    expect(readMergeMessage(message, 'Commit 1')).toEqual({ number, title, body })
  })

  test('gives a title of one line, never empty and never long, whatever it says', () => {
    const message = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 600 }),
      fc.string({ unit: 'binary', maxLength: 600 }).map((title) => `Merge pull request #1 from a/b\n\n${title}`),
    )
    fc.assert(
      fc.property(message, (text) => {
        const { title } = readMergeMessage(text, 'Commit 1')
        expect(title.trim()).not.toBe('')
        expect(title).not.toContain('\n')
        expect(title.length).toBeLessThanOrEqual(256)
        expect(title.isWellFormed() || !text.isWellFormed()).toBe(true)
      }),
      { seed: 20260702, numRuns: 500 },
    )
  })
})

test.each([
  ['Some Name', '12345+some-login@users.noreply.github.com', 'some-login'],
  ['Some Name', 'some-login@users.noreply.github.com', 'some-login'],
  ['dependabot[bot]', '49699333+dependabot[bot]@users.noreply.github.com', 'dependabot[bot]'],
  ['renovate[bot]', 'bot@acme.example', 'renovate[bot]'],
  ['Sóme  Náme, Jr.', 'some@acme.example', 'some-name-jr'],
  ['@acme/leads <b>', 'x@acme.example', 'acme-leads-b'],
  ['名前', 'x@acme.example', 'author'],
  ['[bot]', '', 'author'],
  ['a'.repeat(60), '', 'a'.repeat(39)],
  ['Some Name', '-x-@users.noreply.github.com', 'some-name'],
])('the author %s <%s> has the login %s', (name, email, login) => {
  expect(authorLogin(name, email)).toBe(login)
})
