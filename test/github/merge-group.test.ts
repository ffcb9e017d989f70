import { describe, expect, it } from 'vitest'
import { type GroupLine, lineOf, numbersIn, saidOfAll } from '../../src/github/merge-group.ts'
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
function reading(commits: Readonly<Record<Oid, { parent: string; subject: string; merged?: readonly Oid[] }>>): Parameters<typeof lineOf>[1] {
  return {
    async commit(id) {
      const { parent, subject, merged = [] } = commits[id]!
      return { commit: id, tree: id, parents: [commit(parent), ...merged], authoredAt: instant(0), committedAt: instant(0), subject, body: '' }
    },
  }
}

function headOf(number: number): Oid {
  return oid(String(number).padStart(40, 'a'))
}

/** A group that merges these pull requests. */
function merges(...numbers: readonly number[]): GroupLine {
  return { commits: numbers.map((number) => ({ number, merged: [headOf(number)] })), isWhole: true }
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
    headSha: headOf(number),
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
    expect(numbersIn(group, await lineOf(group, reading(commits)))).toEqual([14, 12, 13])
  })

  it('are looked for in a bounded number of commits, whatever the history', async () => {
    let asked = 0
    const endless: Parameters<typeof lineOf>[1] = {
      async commit(id) {
        asked += 1
        return { commit: id, tree: id, parents: [commit(String(asked % 9))], authoredAt: instant(0), committedAt: instant(0), subject: 'x', body: '' }
      },
    }
    const line = await lineOf({ ...group, baseSha: commit('f') }, endless)
    expect(numbersIn(group, line)).toEqual([14])
    expect(line.isWhole).toBe(false)
    expect(asked).toBe(100)
  })

  it('speak for it together, and what they do not agree on is not known', () => {
    const said = saidOfAll(group, merges(12, 13), [pull(12), pull(13, { author: { login: 'other', kind: 'person' }, fromFork: true })], instant(0))
    expect(said).toMatchObject({
      pulls: { value: [12, 13] },
      description: { value: 'OKR: OKR-12\n\nOKR: OKR-13' },
      labels: { value: ['shared', 'label-12', 'label-13'] },
      author: { known: false },
      fromFork: { value: true },
    })
    expect(saidOfAll(group, merges(12, 13), [pull(12), pull(13)], instant(0)).author).toMatchObject({ value: { login: 'author' } })
  })

  it('give it an author where all that it merges is theirs', () => {
    expect(saidOfAll(group, merges(14), [pull(14)], instant(0))).toMatchObject({ author: { value: { login: 'author' } }, fromFork: { value: false } })
    expect(saidOfAll(group, merges(13, 14), [pull(14)], instant(0))).toMatchObject({ author: { known: false }, fromFork: { known: false } })
    const octopus: GroupLine = { commits: [{ number: 14, merged: [headOf(14), headOf(13)] }], isWhole: true }
    expect(saidOfAll(group, octopus, [pull(14)], instant(0)).author.known).toBe(false)
  })

  it('give it none where a commit may be another author’s, whatever its message says', () => {
    const rebased = (...numbers: (number | undefined)[]): GroupLine => ({ commits: numbers.map((number) => ({ number, merged: [] })), isWhole: true })
    for (const line of [rebased(14, undefined), rebased(undefined, undefined), rebased(14, 14), rebased(14, 13)]) {
      const said = saidOfAll(group, line, [pull(13), pull(14)], instant(0))
      expect(said).toMatchObject({ author: { known: false }, fromFork: { known: false }, pulls: { value: [13, 14] } })
      expect(saidOfAll(group, line, [pull(14)], instant(0)).author.known).toBe(false)
    }
    expect(saidOfAll(group, rebased(14, 13), [pull(13), pull(14, { fromFork: true })], instant(0)).fromFork).toMatchObject({ value: true })
  })

  it('give it one where a single commit can only be of the pull request that its branch is named after', () => {
    const squashed: GroupLine = { commits: [{ number: undefined, merged: [] }], isWhole: true }
    expect(saidOfAll(group, squashed, [pull(14)], instant(0)).author).toMatchObject({ value: { login: 'author' } })
    expect(saidOfAll(group, squashed, [pull(13)], instant(0)).author.known).toBe(false)
    expect(saidOfAll(group, { ...squashed, isWhole: false }, [pull(14)], instant(0)).author.known).toBe(false)
  })

  it('leave everything unknown when none of them can be found', () => {
    expect(saidOfAll(group, merges(14), [], instant(0))).toMatchObject({ pulls: { known: false }, labels: { known: false }, author: { known: false } })
  })
})
