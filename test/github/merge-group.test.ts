import { describe, expect, it } from 'vitest'
import { numbersIn, saidOfAll } from '../../src/github/merge-group.ts'
import type { PullRequest } from '../../src/model/github.ts'
import { instant, type Oid, oid, repoId, tenantId } from '../../src/model/ids.ts'
import type { MergeGroup } from '../../src/model/reading.ts'

const commit = (digit: string): Oid => oid(digit.repeat(40))
const repo = { tenant: tenantId(1), id: repoId(2), fullName: 'acme/shop' }
const group: MergeGroup = {
  repo,
  sizeKb: 0,
  headRef: `refs/heads/gh-readonly-queue/main/pr-14-${'0'.repeat(40)}`,
  headSha: commit('3'),
  baseRef: 'main',
  baseSha: commit('0'),
}

/** Commits by id: their parent and their message. */
function reading(commits: Readonly<Record<Oid, { parent: string; subject: string }>>): Parameters<typeof numbersIn>[1] {
  return {
    async commit(id) {
      const { parent, subject } = commits[id]!
      return { commit: id, tree: id, parents: [commit(parent)], authoredAt: instant(0), committedAt: instant(0), subject, body: '' }
    },
  }
}

function pull(number: number, change: Partial<PullRequest> = {}): PullRequest {
  return {
    repo,
    number,
    state: 'open',
    title: `Change ${number}`,
    body: `OKR: OKR-${number}`,
    draft: false,
    author: { login: 'author', kind: 'person' },
    headSha: commit('a'),
    headRef: 'feature',
    baseRef: 'main',
    fromFork: false,
    labels: ['shared', `label-${number}`],
    issues: [],
    defaultBranch: 'main',
    visibility: 'private',
    sizeKb: 0,
    ...change,
  }
}

/** @spec SPEC-10 */
describe('the pull requests of a merge group', () => {
  it('are those that its commits name, back to its base, and the one of its branch', async () => {
    const commits = {
      [commit('3')]: { parent: '2', subject: 'Merge pull request #13 from author/feature' },
      [commit('2')]: { parent: '1', subject: 'Retry with jitter (#12)' },
      [commit('1')]: { parent: '0', subject: 'a commit of its own' },
      [commit('0')]: { parent: 'f', subject: 'Merge pull request #11 from author/feature' },
    }
    expect(await numbersIn(group, reading(commits))).toEqual([14, 12, 13])
  })

  it('are looked for in a bounded number of commits, whatever the history', async () => {
    let asked = 0
    const endless: Parameters<typeof numbersIn>[1] = {
      async commit(id) {
        asked += 1
        return { commit: id, tree: id, parents: [commit(String(asked % 9))], authoredAt: instant(0), committedAt: instant(0), subject: 'x', body: '' }
      },
    }
    expect(await numbersIn({ ...group, baseSha: commit('f') }, endless)).toEqual([14])
    expect(asked).toBe(100)
  })

  it('speak for it together, and what they do not agree on is not known', () => {
    const said = saidOfAll(group, [pull(12), pull(13, { author: { login: 'other', kind: 'person' }, fromFork: true })], instant(0))
    expect(said).toMatchObject({
      pulls: { value: [12, 13] },
      description: { value: 'OKR: OKR-12\n\nOKR: OKR-13' },
      labels: { value: ['shared', 'label-12', 'label-13'] },
      author: { known: false },
      fromFork: { value: true },
    })
    expect(saidOfAll(group, [pull(12), pull(13)], instant(0)).author).toMatchObject({ value: { login: 'author' } })
  })

  it('leave everything unknown when none of them can be found', () => {
    expect(saidOfAll(group, [], instant(0))).toMatchObject({ pulls: { known: false }, labels: { known: false }, author: { known: false } })
  })
})
