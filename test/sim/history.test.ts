import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { begunWith } from '../../sim/begun-with.ts'
import { GitFailed, git, makeBare } from '../../sim/git.ts'
import { startGitHub } from '../../sim/github.ts'
import { type HistoryPull, NoHistory, pullsFromHistory, replayHistory } from '../../sim/history.ts'
import { startHook } from './app.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))

interface Wanted {
  readonly name: string
  readonly message: string
  /** Names of commits before this one. */
  readonly parents?: readonly string[]
  /** Content of the one file that is named after it; nothing changes without. */
  readonly content?: string
  readonly author?: string
  readonly branch?: string
}

let made = 0

/** A bare repository with these commits, and the id of each by its name. */
async function repositoryOf(commits: readonly Wanted[]) {
  made += 1
  const gitDir = join(folder, `${made}.git`)
  await makeBare(gitDir, { from: undefined, shared: false, defaultBranch: 'main' })
  const marks = new Map(commits.map(({ name }, index) => [name, `:${index + 1}`]))
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`
  const stream = commits.map(({ name, message, parents = [], content, author = 'Author <author@acme.example>', branch = 'main' }) => {
    const [first, ...merged] = parents.map((parent) => marks.get(parent))
    return [
      // Without this a branch's first commit would follow its last one.
      first ? '' : `reset refs/heads/${branch}\n`,
      `commit refs/heads/${branch}\nmark ${marks.get(name)}\nauthor ${author} 1780000000 +0000\ncommitter Acme Bot <bot@acme.example> 1780000000 +0000\n`,
      data(message),
      first ? `from ${first}\n` : '',
      ...merged.map((mark) => `merge ${mark}\n`),
      content === undefined ? '' : `M 100644 inline ${name}\n${data(content)}`,
      '\n',
    ].join('')
  })
  const marksFile = join(folder, `${made}.marks`)
  await git(gitDir, ['fast-import', '--quiet', '--force', '--done', `--export-marks=${marksFile}`], `${stream.join('')}done\n`)
  const ids = new Map((await readFile(marksFile, 'utf8')).split('\n').map((line): [string, string] => [line.split(' ')[0]!, line.split(' ')[1] ?? '']))
  return { gitDir, id: (name: string) => ids.get(marks.get(name)!)! }
}

/** A trunk with one of each: a root, a squash, a merge of a branch of two commits, an empty commit, a plain commit. */
function everyKind() {
  return repositoryOf([
    { name: 'root', message: 'Start', content: '1' },
    {
      name: 'squash',
      message: 'Cache products (#4)\n\nFor a minute.',
      parents: ['root'],
      content: '1',
      author: 'Reviewer <7+reviewer@users.noreply.github.com>',
    },
    { name: 'work', message: 'wip', parents: ['root'], content: '1', branch: 'retry' },
    { name: 'more-work', message: 'more', parents: ['work'], content: '1', branch: 'retry', author: 'dependabot[bot] <x@acme.example>' },
    {
      name: 'merge',
      message: 'Merge pull request #3 from acme/retry\n\nRetry payments\n\nFour times.',
      parents: ['squash', 'more-work'],
      content: '1',
    },
    { name: 'empty', message: 'Release (#9)', parents: ['merge'] },
    { name: 'plain', message: 'Fix a typo', parents: ['empty'], content: '1' },
  ])
}

describe('pulls from a history', () => {
  test('are the changes of the first-parent line, oldest first, without its root and without commits that change nothing', async () => {
    const { gitDir, id } = await everyKind()
    expect(await pullsFromHistory(gitDir, { last: 10 })).toEqual({
      end: 'root',
      pulls: [
        { number: 4, title: 'Cache products', body: 'For a minute.', author: 'reviewer', base: id('root'), head: id('squash'), merge: id('squash') },
        {
          number: 3,
          title: 'Retry payments',
          body: 'Four times.',
          author: 'dependabot[bot]',
          base: id('squash'),
          head: id('more-work'),
          merge: id('merge'),
        },
        { number: undefined, title: 'Fix a typo', body: '', author: 'author', base: id('empty'), head: id('plain'), merge: id('plain') },
      ],
    })
  })

  test.each([
    [0, [], 'enough'],
    [1, ['Fix a typo'], 'enough'],
    [2, ['Retry payments', 'Fix a typo'], 'enough'],
    [3, ['Cache products', 'Retry payments', 'Fix a typo'], 'enough'],
    [4, ['Cache products', 'Retry payments', 'Fix a typo'], 'root'],
  ])('are the last %i when so many are wanted', async (last, titles, end) => {
    const { gitDir } = await everyKind()
    const history = await pullsFromHistory(gitDir, { last })
    expect(history.pulls.map((pull) => pull.title)).toEqual(titles)
    expect(history.end).toBe(end)
  })

  test('end at the edge of a shallow clone, which is said', async () => {
    const { gitDir, id } = await everyKind()
    const shallow = join(folder, 'shallow.git')
    await git(gitDir, ['clone', '--quiet', '--bare', '--depth=3', `file://${gitDir}`, shallow])
    const history = await pullsFromHistory(shallow, { last: 10 })
    expect(history.end).toBe('shallow')
    expect(history.pulls.map((pull) => pull.base)).toEqual([id('empty')])
  })

  test('have the merge itself as head where a shallow clone lacks the commit that both sides started from', async () => {
    const { gitDir, id } = await everyKind()
    const shallow = join(folder, 'shallower.git')
    await git(gitDir, ['clone', '--quiet', '--bare', '--depth=4', `file://${gitDir}`, shallow])
    const { pulls } = await pullsFromHistory(shallow, { last: 10 })
    expect(pulls.map((pull) => [pull.title, pull.head])).toEqual([
      ['Retry payments', id('merge')],
      ['Fix a typo', id('plain')],
    ])
  })

  test('have the merge itself as head where more than one branch, or a foreign history, was merged', async () => {
    const { gitDir, id } = await repositoryOf([
      { name: 'root', message: 'Start', content: '1' },
      { name: 'foreign', message: 'Elsewhere', content: '1', branch: 'foreign' },
      { name: 'one', message: 'One', parents: ['root'], content: '1', branch: 'one' },
      { name: 'two', message: 'Two', parents: ['root'], content: '1', branch: 'two' },
      { name: 'octopus', message: "Merge branches 'one' and 'two'", parents: ['root', 'one', 'two'], content: '1' },
      { name: 'subtree', message: "Add 'foreign/'", parents: ['octopus', 'foreign'], content: '1' },
      { name: 'again', message: 'Merge one again', parents: ['subtree', 'one'], content: '1' },
      { name: 'and-again', message: 'Merge one yet again', parents: ['again', 'one'], content: '1' },
    ])
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    expect(pulls.map((pull) => pull.head)).toEqual([id('octopus'), id('subtree'), id('one'), id('one')])
  })

  test('start at HEAD, or at the trunk where HEAD leads nowhere, or where one says', async () => {
    const { gitDir } = await everyKind()
    const titles = async (from?: string) => (await pullsFromHistory(gitDir, { last: 10, ...(from ? { from } : {}) })).pulls.map((pull) => pull.title)
    const all = ['Cache products', 'Retry payments', 'Fix a typo']
    expect(await titles('retry')).toEqual(['wip', 'more'])
    await git(gitDir, ['symbolic-ref', 'HEAD', 'refs/heads/gone'])
    expect(await titles()).toEqual(all)
    await git(gitDir, ['update-ref', '--no-deref', 'HEAD', 'refs/heads/retry'])
    expect(await titles()).toEqual(['wip', 'more'])
  })

  test('are found from a work tree too', async () => {
    const { gitDir } = await everyKind()
    const clone = join(folder, 'work-tree')
    await git(gitDir, ['clone', '--quiet', gitDir, clone])
    expect(await pullsFromHistory(clone, { last: 10 })).toEqual(await pullsFromHistory(gitDir, { last: 10 }))
  })

  test.each([undefined, 'nowhere', '--all', 'HEAD:root'])('cannot be had from %s in an empty repository', async (from) => {
    const { gitDir } = await repositoryOf([])
    await expect(pullsFromHistory(gitDir, { last: 1, ...(from ? { from } : {}) })).rejects.toThrow(NoHistory)
  })

  test('cannot be had where commits are missing', async () => {
    const { gitDir, id } = await everyKind()
    const replaced = join(folder, 'damaged.git')
    await makeBare(replaced, { from: undefined, shared: false, defaultBranch: 'main' })
    const tip = await git(gitDir, ['cat-file', 'commit', id('plain')])
    const oid = await git(replaced, ['hash-object', '-t', 'commit', '-w', '--stdin', '--literally'], `${tip}\n`)
    await git(replaced, ['update-ref', 'refs/heads/main', oid])
    await expect(pullsFromHistory(replaced, { last: 5 })).rejects.toThrow(GitFailed)
  })

  test('keep what is around a message of megabytes, and of that message as much as a description may have', async () => {
    const { gitDir } = await repositoryOf([
      { name: 'root', message: 'Start', content: '1' },
      { name: 'long', message: `Long\n\n${'x'.repeat(3_000_000)}`, parents: ['root'], content: '1' },
      { name: 'next', message: 'Next (#2)\n\nbody', parents: ['long'], content: '1' },
    ])
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    expect(pulls.map((pull) => pull.title)).toEqual(['Long', 'Next'])
    expect(pulls[0]?.body.length).toBeGreaterThan(60_000)
    expect(pulls[0]?.body.length).toBeLessThanOrEqual(65_536)
    expect(pulls[1]?.body).toBe('body')
  })

  test('are found among thousands of commits, and all of them when asked for', async () => {
    const count = 2500
    const commits = Array.from({ length: count }, (_, index) => ({
      name: `c${index}`,
      message: `Change (#${index})`,
      parents: index === 0 ? [] : [`c${index - 1}`],
      content: '1',
    }))
    const { gitDir } = await repositoryOf(commits)
    const all = await pullsFromHistory(gitDir, { last: 5000 })
    expect(all.pulls.map((pull) => pull.number)).toEqual(Array.from({ length: count - 1 }, (_, index) => index + 1))
    expect((await pullsFromHistory(gitDir, { last: 3 })).pulls).toEqual(all.pulls.slice(-3))
  })

  test('are read without running a program that the repository’s own configuration names', async () => {
    const { gitDir, id } = await everyKind()
    const [program, witness] = [join(folder, 'program.sh'), join(folder, 'witness')]
    await writeFile(program, `#!/bin/sh\ntouch '${witness}'\n`)
    await chmod(program, 0o700)
    const tip = await git(gitDir, ['cat-file', 'commit', id('plain')])
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----'
    const signed = await git(gitDir, ['hash-object', '-t', 'commit', '-w', '--stdin'], `${tip.replace('\n\n', `\n${signature}\n\n`)}\n`)
    await git(gitDir, ['update-ref', 'refs/heads/main', signed])
    await git(gitDir, ['config', 'log.showSignature', 'true'])
    await git(gitDir, ['config', 'gpg.program', program])
    expect((await pullsFromHistory(gitDir, { last: 1 })).pulls[0]?.merge).toBe(signed)
    await expect(access(witness)).rejects.toMatchObject({ code: 'ENOENT' })
    // The trap works: log would have run it.
    await git(gitDir, ['log', '-1']).catch(() => undefined)
    await expect(access(witness)).resolves.toBeUndefined()
  })
})

describe('replaying a history', () => {
  test('opens each pull request on the trunk as it was, and merges it as it was', async () => {
    const { gitDir, id } = await everyKind()
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    await using hook = await startHook()
    await using github = await startGitHub({ webhook: { url: hook.url } })
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: gitDir })
    github.install({ account: 'acme' })
    const seen: unknown[] = []
    await replayHistory(repository, pulls, async (pull, number) => {
      await github.idle()
      const open = repository.pullRequest(number)
      seen.push([number, pull.title, open.state, open.baseSha, open.headSha, await git(repository.gitDir, ['rev-parse', 'main'])])
    })
    await github.idle()
    expect(seen).toEqual([
      [4, 'Cache products', 'open', id('root'), id('squash'), id('root')],
      [3, 'Retry payments', 'open', id('squash'), id('more-work'), id('squash')],
      [5, 'Fix a typo', 'open', id('empty'), id('plain'), id('empty')],
    ])
    expect(await git(repository.gitDir, ['rev-parse', 'main'])).toBe(id('plain'))
    expect(repository.pullRequests().map((pull) => [pull.number, pull.state, pull.mergeCommit])).toEqual([
      [4, 'closed', id('squash')],
      [3, 'closed', id('merge')],
      [5, 'closed', id('plain')],
    ])
    expect(hook.heard.filter(({ event }) => event === 'push' || event === 'pull_request').map(({ payload }) => told(payload))).toEqual([
      'opened #4',
      'closed #4 merged',
      `main ${id('root')}..${id('squash')}`,
      'opened #3',
      'closed #3 merged',
      `main ${id('squash')}..${id('merge')}`,
      `main ${id('merge')}..${id('empty')}`,
      'opened #5',
      'closed #5 merged',
      `main ${id('empty')}..${id('plain')}`,
    ])
    expect(github.violations).toEqual([])
  })

  test('numbers them apart from each other and from what is there, and goes on after them', async () => {
    const { gitDir, id } = await everyKind()
    const pull = (name: string, base: string, number?: number): HistoryPull => ({
      ...{ number, title: name, body: '', author: 'author', base: id(base), head: id(name), merge: id(name) },
    })
    await using github = await startGitHub()
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: gitDir })
    repository.openIssue('There before', 'author')
    const numbers: number[] = []
    const pulls = [pull('squash', 'root', 1), pull('merge', 'squash', 7), pull('empty', 'merge', 7), pull('plain', 'empty')]
    await replayHistory(repository, pulls, async (_, number) => void numbers.push(number))
    expect(numbers).toEqual([8, 7, 9, 10])
    expect(repository.openIssue('There after', 'author')).toBe(11)
  })

  test('ends where it is when it is not wanted any more, with what is open left open', async () => {
    const { gitDir } = await everyKind()
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    await using github = await startGitHub()
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: gitDir })
    const controller = new AbortController()
    await replayHistory(repository, pulls, async () => controller.abort(), controller.signal)
    expect(repository.pullRequests().map((pull) => [pull.number, pull.state])).toEqual([[4, 'open']])
  })

  test('stops where the caller fails, and does nothing for a history without pulls', async () => {
    const { gitDir, id } = await everyKind()
    await using github = await startGitHub()
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: gitDir })
    await replayHistory(repository, [], () => Promise.reject(new Error('not called')))
    expect(repository.openIssue('First', 'author')).toBe(1)
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    await expect(replayHistory(repository, pulls, () => Promise.reject(new Error('no decision')))).rejects.toThrow('no decision')
    expect(await git(repository.gitDir, ['rev-parse', 'main'])).toBe(id('root'))
  })
})

describe('a history begun with some files', () => {
  const files = new Map([
    ['.github/maestro.yml', 'version: 1\n'],
    ['specs/SPEC-1.yml', 'id: SPEC-1\n'],
  ])

  test('has them in every commit, and what each merge changed beside them', async () => {
    const { gitDir, id } = await everyKind()
    const { pulls } = await pullsFromHistory(gitDir, { last: 10 })
    await using github = await startGitHub()
    const repository = await github.createRepository({ owner: 'acme', name: 'shop', cloneFrom: gitDir })
    const begun = await begunWith(files, repository, pulls)
    expect(begun.map(({ number, title, author }) => [number, title, author])).toEqual(pulls.map(({ number, title, author }) => [number, title, author]))
    const tree = (commit: string) => git(repository.gitDir, ['ls-tree', '-r', '--name-only', commit])
    const changes = (pull: HistoryPull) => git(repository.gitDir, ['diff', '--raw', pull.base, pull.merge])
    for (const [index, pull] of begun.entries()) {
      expect((await tree(pull.merge)).split('\n')).toEqual([...(await tree(pulls[index]!.merge)).split('\n'), ...files.keys()].toSorted())
      expect(await changes(pull)).toBe(await changes(pulls[index]!))
      expect(pull.head).toBe(pull.merge)
      if (index > 0) expect(pull.base).toBe(begun[index - 1]!.merge)
    }
    expect(await git(repository.gitDir, ['show', `${begun[1]!.head}:.github/maestro.yml`])).toBe('version: 1')
    expect(await git(repository.gitDir, ['for-each-ref', '--format=%(refname)', 'refs/begun-with'])).toBe('')
    expect(await begunWith(files, repository, pulls)).toEqual(begun)
    expect(await begunWith(files, repository, [])).toEqual([])
    expect(id('plain')).toBe(pulls.at(-1)!.merge)
  })
})

function told(payload: { readonly [key: string]: unknown }): string {
  const pull = payload['pull_request']
  if (typeof pull === 'object' && pull !== null && 'merged' in pull) return `${payload['action']} #${payload['number']}${pull.merged === true ? ' merged' : ''}`
  return `${String(payload['ref']).replace('refs/heads/', '')} ${payload['before']}..${payload['after']}`
}
