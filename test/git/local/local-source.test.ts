import { afterEach, describe, expect, it } from 'vitest'
import { localChange } from '../../../src/git/local/local-source.ts'
import { type MergedChange, type MergedChangesRequest, mergedChanges } from '../../../src/git/local/merged-changes.ts'
import { NoBase, UnknownRevision } from '../../../src/git/local/no-base.ts'
import { mergedAs } from '../../../src/git/local/pull-request-title.ts'
import { openRepository } from '../../../src/git/repository-reader.ts'
import { instant } from '../../../src/model/ids.ts'
import { run, type Scratch, scratchFolder, scratchRepository } from '../scratch.ts'

const asOf = instant('2026-11-21T08:00:00Z')

let cleanups: (() => void)[] = []
afterEach(() => {
  for (const cleanup of cleanups.toReversed()) cleanup()
  cleanups = []
})

function repository(...options: readonly string[]): Scratch {
  const scratch = scratchRepository(...options)
  cleanups.push(scratch.remove)
  return scratch
}

async function reader(dir: string) {
  const opened = await openRepository(dir)
  cleanups.push(opened.close)
  return opened
}

/** A trunk of two commits and a branch of two that starts at the first; HEAD is on the branch. */
function branched() {
  const repo = repository()
  const base = repo.commit({ 'a.txt': '1' }, { message: 'base' })
  const trunk = repo.commit({ 'trunk.txt': '1' }, { message: 'trunk moved on' })
  repo.commit({ 'b.txt': '1' }, { message: 'first', branch: 'topic', from: base })
  const head = repo.commit({ 'a.txt': '2' }, { message: 'Make a two\n\nBecause one\nis not enough.', branch: 'topic' })
  repo.git(['symbolic-ref', 'HEAD', 'refs/heads/topic'])
  return { repo, base, trunk, head }
}

describe('a local change', () => {
  it('is what the branch adds since it left the trunk, governed by the tip of the trunk', async () => {
    const { repo, base, trunk, head } = branched()
    const change = await localChange(await reader(repo.dir), { asOf })
    expect(change).toMatchObject({
      base: { commit: base, tree: repo.tree(base) },
      head: { commit: head, tree: repo.tree(head) },
      into: { commit: trunk, ref: 'main' },
      defaultBranch: { commit: trunk, ref: 'main' },
      subject: { kind: 'range', tenant: 0, repo: 0, label: `${base.slice(0, 12)}..${head.slice(0, 12)}` },
      title: 'Make a two',
      description: { known: true, value: 'Because one\nis not enough.' },
      asOf,
    })
    expect(change.files.map(({ status, path }) => `${status} ${path}`)).toEqual(['modified a.txt', 'added b.txt'])
  })

  it('says of everything that only GitHub knows why it is unknown', async () => {
    const change = await localChange(await reader(branched().repo.dir), { asOf })
    for (const field of [change.author, change.labels, change.draft, change.fromFork, change.issues, change.repo.visibility]) {
      expect(field).toMatchObject({ known: false, why: expect.stringMatching(/\w+ \w+/) })
    }
  })

  it('takes the base, head, trunk and target that are named', async () => {
    const { repo, base, trunk, head } = branched()
    repo.git(['branch', 'release', base])
    const git = await reader(repo.dir)
    const first = await localChange(git, { asOf, base: 'topic~1', head: 'topic' })
    expect(first.files.map(({ path }) => path)).toEqual(['a.txt'])
    expect(first.defaultBranch.commit).toBe(trunk)
    expect((await localChange(git, { asOf, head: 'main' })).files).toEqual([])
    const onto = await localChange(git, { asOf, target: 'refs/heads/release', trunk: 'main' })
    expect([onto.into, onto.defaultBranch.ref, onto.head.commit]).toEqual([{ commit: base, tree: repo.tree(base), ref: 'release' }, 'main', head])
  })

  it('trusts the remote on what the default branch is', async () => {
    const repo = repository('--initial-branch=develop')
    const tip = repo.commit({ 'a.txt': '1' }, { branch: 'develop' })
    repo.commit({ 'a.txt': '2' }, { branch: 'main' })
    const { dir, remove } = scratchFolder()
    cleanups.push(remove)
    run(dir, ['clone', '--quiet', `file://${repo.dir}`, 'clone'])
    const change = await localChange(await reader(`${dir}/clone`), { asOf })
    expect(change.defaultBranch).toMatchObject({ ref: 'develop', commit: tip })
  })

  it('takes HEAD for the trunk of a bare repository, whatever its branches are called', async () => {
    const { repo, head } = branched()
    const bare = scratchFolder()
    cleanups.push(bare.remove)
    run(bare.dir, ['clone', '--quiet', '--bare', repo.dir, `${bare.dir}/bare`])
    const change = await localChange(await reader(`${bare.dir}/bare`), { asOf, base: 'main', head: 'topic' })
    expect(change.defaultBranch).toMatchObject({ ref: 'topic', commit: head })
  })

  it('lets the named base govern where no trunk can be found', async () => {
    const repo = repository('--initial-branch=work')
    const base = repo.commit({ 'a.txt': '1' }, { branch: 'work' })
    repo.commit({ 'a.txt': '2' }, { branch: 'work' })
    const git = await reader(repo.dir)
    await expect(localChange(git, { asOf })).rejects.toThrow(/Name the branch/)
    expect((await localChange(git, { asOf, base: 'work~1' })).defaultBranch.commit).toBe(base)
  })

  it('says what to do when there is nothing to compare with', async () => {
    await expect(localChange(await reader(repository().dir), { asOf })).rejects.toThrow(/no commit yet/)
    const { repo } = branched()
    repo.commit({ x: '' }, { branch: 'unrelated' })
    await expect(localChange(await reader(repo.dir), { asOf, head: 'unrelated' })).rejects.toThrow(/no commit in common/)
    const { dir, remove } = scratchFolder()
    cleanups.push(remove)
    run(dir, ['clone', '--quiet', '--depth=1', '--no-single-branch', `file://${repo.dir}`, 'shallow'])
    const shallow = localChange(await reader(`${dir}/shallow`), { asOf, trunk: 'origin/main', head: 'origin/topic' })
    await expect(shallow).rejects.toThrow(NoBase)
    await expect(shallow).rejects.toThrow(/git fetch --unshallow/)
  })

  it.each(['base', 'head', 'trunk', 'target'])('says that the %s named is not there', async (which) => {
    const git = await reader(branched().repo.dir)
    await expect(localChange(git, { asOf, [which]: '--output=x' })).rejects.toThrow(UnknownRevision)
  })
})

async function collect(dir: string, request?: MergedChangesRequest): Promise<MergedChange[]> {
  const found: MergedChange[] = []
  for await (const merged of mergedChanges(await reader(dir), request)) found.push(merged)
  return found
}

describe('the changes that a trunk merged', () => {
  function trunk() {
    const repo = repository()
    const root = repo.commit({ 'a.txt': '1' }, { message: 'root', at: 1_700_000_000 })
    const side = repo.commit({ 'b.txt': '1' }, { message: 'work in progress', branch: 'side', from: root })
    const plain = repo.commit({ 'a.txt': '2' }, { message: 'Two (#3)\n\nWhy.', at: 1_700_000_100 })
    const merge = repo.commit({ 'b.txt': '1' }, { message: 'Merge pull request #7 from acme/side\n\nAdd b\n\nIt is needed.', merge: side, at: 1_700_000_200 })
    return { repo, root, plain, merge }
  }

  it('are one for each commit of the first-parent line, newest first, each as of its own time', async () => {
    const { repo, root, plain, merge } = trunk()
    const found = await collect(repo.dir)
    expect(found.map(({ number, change }) => [number, change.title, change.base.commit, change.head.commit, change.asOf])).toEqual([
      [7, 'Add b', plain, merge, '2023-11-14T22:16:40.000Z'],
      [3, 'Two', root, plain, '2023-11-14T22:15:00.000Z'],
    ])
    expect(found[0]?.change).toMatchObject({
      files: [{ path: 'b.txt', status: 'added' }],
      trunk: { commit: plain },
      target: { ref: 'main', isTrunk: true },
      description: { known: true, value: 'It is needed.' },
    })
  })

  it('can be a number of the last or a range, and be governed by one revision', async () => {
    const { repo, root, plain, merge } = trunk()
    const heads = async (request: MergedChangesRequest) => (await collect(repo.dir, request)).map(({ change }) => change.head.commit)
    expect(await heads({ last: 1 })).toEqual([merge])
    expect(await heads({ range: `${plain}..main` })).toEqual([merge])
    expect(await heads({ range: 'main~1..' })).toEqual([merge])
    expect(await heads({ range: 'main..main~1' })).toEqual([])
    expect(await heads({ trunk: { ref: 'release', commit: plain, tree: repo.tree(plain) } })).toEqual([plain])
    const governedBy = { commit: root, tree: repo.tree(root) }
    expect((await collect(repo.dir, { governedBy })).every(({ change }) => change.trunk === governedBy)).toBe(true)
    for (const range of ['main', 'a...b', 'main~1..nope', 'a..b..c']) await expect(heads({ range })).rejects.toThrow(UnknownRevision)
  })

  it('are those of the current branch where no trunk can be found', async () => {
    const repo = repository('--initial-branch=work')
    for (const content of ['1', '2']) repo.commit({ 'a.txt': content }, { branch: 'work' })
    expect((await collect(repo.dir)).map(({ change }) => change.target)).toEqual([{ ref: 'work', isTrunk: true }])
  })

  it('end where a shallow clone does, and need more than one commit', async () => {
    const { repo, merge } = trunk()
    const { dir, remove } = scratchFolder()
    cleanups.push(remove)
    run(dir, ['clone', '--quiet', '--depth=2', `file://${repo.dir}`, 'two'])
    expect((await collect(`${dir}/two`)).map(({ change }) => change.head.commit)).toEqual([merge])
    run(dir, ['clone', '--quiet', '--depth=1', `file://${repo.dir}`, 'one'])
    await expect(collect(`${dir}/one`)).rejects.toThrow(/--unshallow/)
    await expect(collect(repository().dir)).rejects.toThrow(NoBase)
  })
})

describe('the pull request that a commit names', () => {
  it.each<[string, string, number | undefined, string, string]>([
    ['Add a thing (#12)', 'Body.', 12, 'Add a thing', 'Body.'],
    ['Merge pull request #12 from acme/topic', 'The title\nwrapped\n\nThe body.', 12, 'The title wrapped', 'The body.'],
    ['Merge pull request #12 from acme/topic', '', 12, 'Merge pull request #12 from acme/topic', ''],
    ['Revert "Add a thing (#12)" (#13)', '', 13, 'Revert "Add a thing (#12)"', ''],
    ['Fix #12', 'x', undefined, 'Fix #12', 'x'],
    ['(#12)', '', undefined, '(#12)', ''],
    ['Thing (#1234567890)', '', undefined, 'Thing (#1234567890)', ''],
    ["Merge branch 'main'", '', undefined, "Merge branch 'main'", ''],
    ['', '', undefined, '', ''],
  ])('of %j and %j is %s, %j', (subject, body, number, title, description) => {
    expect(mergedAs({ subject, body })).toEqual({ number, title, description })
  })

  it('is found in linear time', () => {
    const started = performance.now()
    const gap = `a${' '.repeat(300_000)}b`
    for (const subject of [gap, `${gap}(#1`, '(#1'.repeat(100_000)]) mergedAs({ subject, body: '' })
    for (const body of [gap, `${gap}\n${gap}`, '\n \t'.repeat(100_000)]) mergedAs({ subject: 'Merge pull request #1 from x', body })
    expect(performance.now() - started).toBeLessThan(500)
  })
})
