import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MalformedCommit } from '../../src/git/failures.ts'
import type { Line } from '../../src/git/history.ts'
import { parseCommit } from '../../src/git/objects/commit-object.ts'
import { openRepository, type RepositoryReader } from '../../src/git/repository-reader.ts'
import { type Oid, oid } from '../../src/model/ids.ts'
import { run, type Scratch, scratchFolder, scratchRepository } from './scratch.ts'

let repo: Scratch
let git: RepositoryReader
let line: Oid[]
let side: Oid
beforeAll(async () => {
  repo = scratchRepository()
  const root = repo.commit({ 'a.txt': '1', 'settings.yml': '1' }, { message: 'root' })
  const second = repo.commit({ 'a.txt': '2' }, { message: 'second' })
  side = repo.commit({ 'settings.yml': '2' }, { message: 'side', branch: 'side', from: root })
  const merge = repo.commit({ 'settings.yml': '2' }, { message: 'merge', merge: side })
  const third = repo.commit({ 'settings.yml': null, 'b.txt': '' }, { message: 'third' })
  const last = repo.commit({ 'settings.yml': { mode: '120000', content: 'b.txt' } }, { message: 'last' })
  line = [last, third, merge, second, root]
  git = await openRepository(repo.dir)
})
afterAll(() => {
  git.close()
  repo.remove()
})

async function log(wanted: Line): Promise<Oid[]> {
  const found: Oid[] = []
  for await (const commit of git.firstParentLog(wanted)) found.push(commit.commit)
  return found
}

describe('history', () => {
  it('follows first parents only, newest first', async () => {
    expect(await log({ tip: line[0]! })).toEqual(line)
    expect(await log({ tip: line[0]!, last: 2 })).toEqual(line.slice(0, 2))
    expect(await log({ tip: line[0]!, after: line[3]! })).toEqual(line.slice(0, 3))
    expect(await log({ tip: line[3]!, after: line[0]! })).toEqual([])
  })

  it('reads more commits than one page holds', async () => {
    const commit = (n: number): string => `commit refs/heads/long\ncommitter a <a@example.test> ${1_800_000_000 + n} +0000\ndata 1\nx\n`
    repo.git(['fast-import', '--quiet'], Array.from({ length: 250 }, (_, n) => commit(n)).join(''))
    expect(await log({ tip: oid(repo.git(['rev-parse', 'long'])) })).toHaveLength(250)
  })

  it('finds where two lines part, and what reaches what', async () => {
    expect(await git.mergeBase(side, line[3]!)).toBe(line[4])
    expect(await git.mergeBase(line[3]!, side)).toBe(line[4])
    expect(await git.mergeBase(side, side)).toBe(side)
    expect(await git.isAncestor(side, line[0]!)).toBe(true)
    expect(await git.isAncestor(line[0]!, side)).toBe(false)
    const unrelated = repo.commit({ x: 'x' }, { branch: 'unrelated' })
    expect(await git.mergeBase(side, unrelated)).toBeUndefined()
  })

  it('tells the versions of a file on the line: merged as a whole, removed, and no link', async () => {
    const blob = (content: string): Oid => repo.object('blob', Buffer.from(content))
    expect(await git.versions(line[0]!, 'settings.yml', 10)).toEqual([
      { commit: line[0], oid: undefined },
      { commit: line[1], oid: undefined },
      { commit: line[2], oid: blob('2') },
      { commit: line[4], oid: blob('1') },
    ])
    expect(await git.versions(line[2]!, 'settings.yml', 1)).toEqual([{ commit: line[2], oid: blob('2') }])
    expect(await git.versions(line[0]!, '*.yml', 10)).toEqual([])
    expect(await git.versions(line[0]!, 'a.txt/', 10)).toEqual([])
    expect(await git.versions(line[0]!, 'x\udc80', 10)).toEqual([])
  })
})

const SIGNED = ['author A <a> 1 +0000', 'committer A <a> 1 +0000']

describe('a commit', () => {
  const raw = (headers: readonly string[], message: string | Buffer = ''): Buffer =>
    Buffer.concat([Buffer.from(`${headers.join('\n')}\n\n`), Buffer.from(message)])
  it('is read as written, whatever its message pretends to be', async () => {
    const message = 'A title\nthat goes on\n\ntree 1234\nauthor x <y> 1 +0000\n\n\0commit deadbeef\n-- \n'
    const at = repo.object('commit', raw([`tree ${repo.tree('main')}`, ...SIGNED], message))
    const commit = await git.commit(at)
    expect(commit).toMatchObject({ subject: 'A title that goes on', body: 'tree 1234\nauthor x <y> 1 +0000\n\n\0commit deadbeef\n--' })
    expect(commit).toMatchObject({ tree: repo.tree('main'), parents: [], authorName: 'A', committedAt: '1970-01-01T00:00:01.000Z' })
    expect(await log({ tip: at })).toEqual([at])
  })

  const tree = `tree ${'1'.repeat(40)}`
  const id = oid('2'.repeat(40))

  it.each<[string, string, string]>([
    ['author A <a> 99999999999999 +0000', '1970-01-01T00:00:00.000Z', 'A'],
    ['author A <a> 999999999999 +0000', '1970-01-01T00:00:00.000Z', 'A'],
    ['author A <a> -5 +0000', '1970-01-01T00:00:00.000Z', 'A'],
    ['author A> 1 <a> 1700000000 +9999', '2023-11-14T22:13:20.000Z', 'A> 1'],
    ['author nobody', '1970-01-01T00:00:00.000Z', ''],
  ])('with the header %j was written at %s', (author, at, name) => {
    const commit = parseCommit(id, raw([tree, author, author.replace('author', 'committer')]))
    expect([commit.authoredAt, commit.committedAt, commit.authorName ?? '']).toEqual([at, at, name])
  })

  it('is read in its own encoding, and in UTF-8 when nobody knows that encoding', () => {
    expect(parseCommit(id, raw([tree, ...SIGNED, 'encoding ISO-8859-1'], Buffer.from('caf\xe9', 'latin1'))).subject).toBe('café')
    expect(parseCommit(id, raw([tree, ...SIGNED, 'encoding x-none'], 'café')).subject).toBe('café')
    expect(parseCommit(id, raw([tree, ...SIGNED], Buffer.from([0xff]))).subject).toBe('\ufffd')
  })

  it('takes no more than a moment, whatever blanks its message holds', () => {
    const started = performance.now()
    expect(parseCommit(id, raw([tree, ...SIGNED], `a${' '.repeat(300_000)}b`)).subject).toHaveLength(300_002)
    expect(performance.now() - started).toBeLessThan(500)
  })

  it.each([[[]], [[tree]], [['tree 12', 'author A <a> 1 +0000', 'committer A <a> 1 +0000']]])('without its headers is malformed: %j', (headers) => {
    expect(() => parseCommit(id, raw(headers))).toThrow(MalformedCommit)
  })

  it('of a shallow clone knows its parents though they are not there', async () => {
    const { dir, remove } = scratchFolder()
    run(dir, ['clone', '--quiet', '--bare', '--depth=2', '--branch=main', `file://${repo.dir}`, 'shallow.git'])
    const shallow = await openRepository(`${dir}/shallow.git`)
    try {
      const found = []
      for await (const commit of shallow.firstParentLog({ tip: line[0]! })) found.push(commit.commit)
      expect(found).toEqual(line.slice(0, 2))
      expect((await shallow.commit(line[1]!)).parents).toEqual([line[2]])
      expect(await shallow.isShallow()).toBe(true)
      expect(await git.isShallow()).toBe(false)
    } finally {
      shallow.close()
      remove()
    }
  })
})
