import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pairRenames } from '../../../src/git/objects/rename-pairs.ts'
import { openRepository, type RepositoryReader } from '../../../src/git/repository-reader.ts'
import type { FileChange } from '../../../src/model/change.ts'
import { oid } from '../../../src/model/ids.ts'
import { type Edit, type Scratch, scratchRepository, treeBytes } from '../scratch.ts'

let repo: Scratch
let git: RepositoryReader
beforeAll(async () => {
  repo = scratchRepository()
  git = await openRepository(repo.dir)
})
afterAll(() => {
  git.close()
  repo.remove()
})

/** The trees of two commits, the second made from the first. */
function trees(before: Readonly<Record<string, Edit>>, edits: Readonly<Record<string, Edit>>) {
  const branch = `b${Math.random().toString(36).slice(2)}`
  const first = repo.commit(before, { branch })
  const second = repo.commit(edits, { branch })
  return [repo.tree(first), repo.tree(second)] as const
}

async function summary(before: Readonly<Record<string, Edit>>, edits: Readonly<Record<string, Edit>>): Promise<string[]> {
  return (await git.diff(...trees(before, edits))).map(({ status, path, previousPath }) => `${status} ${previousPath ? `${previousPath} > ` : ''}${path}`)
}

describe('a diff', () => {
  it('names what was added, removed and modified, sorted by path', async () => {
    expect(await summary({ 'a.ts': '1', 'b/c.ts': '2', 'b/d.ts': '3', same: '4' }, { 'a.ts': 'x', 'b/c.ts': null, 'b-new.ts': '5' })).toEqual([
      'modified a.ts',
      'added b-new.ts',
      'removed b/c.ts',
    ])
  })

  it('counts a changed mode or kind as a modification, with both sides', async () => {
    const file = { mode: '100644', content: 'x' }
    const changes = await git.diff(...trees({ run: file, link: file }, { run: { ...file, mode: '100755' }, link: { ...file, mode: '120000' } }))
    expect(changes.map(({ status, before, after }) => [status, before?.kind, after?.kind])).toEqual([
      ['modified', 'file', 'symlink'],
      ['modified', 'file', 'executable'],
    ])
    expect(changes[0]?.before?.oid).toBe(changes[0]?.after?.oid)
  })

  it('sees a file that becomes a folder, and back', async () => {
    expect(await summary({ a: '1' }, { a: null, 'a/b': '2' })).toEqual(['removed a', 'added a/b'])
    expect(await summary({ 'a/b': '1' }, { 'a/b': null, a: '2' })).toEqual(['added a', 'removed a/b'])
    expect(await summary({ 'a/b': '1' }, { 'a/b': null, a: '1' })).toEqual(['renamed a/b > a'])
  })

  it('shows a moved submodule as removed and added, and one that moved on as modified', async () => {
    const module = (digit: string): Edit => ({ mode: '160000', content: digit.repeat(40) })
    expect(await summary({ a: module('1'), b: module('2') }, { a: null, c: module('1'), b: module('3') })).toEqual(['removed a', 'modified b', 'added c'])
  })

  it('is empty between equal trees, without reading them', async () => {
    const nowhere = oid('9'.repeat(40))
    expect(await git.diff(nowhere, nowhere)).toEqual([])
  })

  it('finds three thousand changed files', async () => {
    const files = (content: string) => Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`f${n % 30}/${n}`, `${content} ${n}`]))
    const changes = await git.diff(...trees(files('a'), files('b')))
    expect(changes).toHaveLength(3000)
    expect(new Set(changes.map(({ status }) => status))).toEqual(new Set(['modified']))
  })

  it('does not read folders that are the same on both sides', async () => {
    const unread = oid('8'.repeat(40))
    const blob = repo.object('blob', Buffer.from('x'))
    const before = repo.object('tree', treeBytes([['40000', 'd', unread]]))
    const after = repo.object(
      'tree',
      treeBytes([
        ['40000', 'd', unread],
        ['100644', 'f', blob],
      ]),
    )
    expect(await git.diff(before, after)).toEqual([{ path: 'f', status: 'added', after: { oid: blob, kind: 'file' } }])
  })

  it('agrees with git itself on any two trees', async () => {
    const name = fc.constantFrom('a', 'b', 'a.b', 'a-b', 'c')
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
    const tree = fc.dictionary(path, fc.constantFrom('1', '2', '3'), { minKeys: 1, maxKeys: 8 })
    await fc.assert(
      fc.asyncProperty(tree, tree, async (before, after) => {
        const ids = [before, after].map((files) => repo.tree(repo.commit(withoutClashes(files), { branch: `p${Math.random()}`, from: '' })))
        const [left, right] = [oid(ids[0] ?? ''), oid(ids[1] ?? '')]
        const changes = await git.diff(left, right)
        // Git's own renames pair differently, so both are compared with every rename taken apart.
        const ours = changes.flatMap(({ status, path, previousPath }) =>
          status === 'renamed' ? [`D ${previousPath}`, `A ${path}`] : [`${{ added: 'A', removed: 'D', modified: 'M' }[status]} ${path}`],
        )
        const theirs = repo.git(['diff-tree', '-r', '--no-renames', '--name-status', left, right]).split('\n').filter(Boolean)
        expect(ours.sort()).toEqual(theirs.map((line) => line.replace('\t', ' ')).sort())
      }),
      { seed: 7, numRuns: 25 },
    )
  })
})

/** Drops what cannot be a file because another path needs it as a folder. */
function withoutClashes(files: Readonly<Record<string, string>>): Record<string, string> {
  const paths = Object.keys(files)
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.some((other) => other.startsWith(`${path}/`))))
}

describe('renames', () => {
  const content = (letter: string) => ({ oid: oid(letter.repeat(40)), kind: 'file' as const })
  const removed = (path: string, letter = 'a'): FileChange => ({ path, status: 'removed', before: content(letter) })
  const added = (path: string, letter = 'a'): FileChange => ({ path, status: 'added', after: content(letter) })
  const pairs = (changes: readonly FileChange[]) =>
    pairRenames(changes)
      .map(({ path, previousPath, status }) => `${status} ${previousPath ?? '-'} ${path}`)
      .sort()

  it.each<[string, FileChange[], string[]]>([
    ['one file moved', [removed('x'), added('y')], ['renamed x y']],
    ['another content', [removed('x'), added('y', 'b')], ['added - y', 'removed - x']],
    ['more added than removed', [removed('x'), added('z'), added('y')], ['added - z', 'renamed x y']],
    ['more removed than added', [removed('w'), removed('x'), added('y')], ['removed - x', 'renamed w y']],
    ['the same base name is preferred', [removed('a/x'), removed('b/y'), added('c/y'), added('d/x')], ['renamed a/x d/x', 'renamed b/y c/y']],
    ['base names first, then path order', [removed('a/1'), removed('b/2'), added('c/2'), added('d/3')], ['renamed a/1 d/3', 'renamed b/2 c/2']],
  ])('%s', (_, changes, expected) => {
    expect(pairs(changes)).toEqual(expected)
    expect(pairs(changes.toReversed())).toEqual(expected)
  })

  it('pairs a link with a link only', () => {
    const link: FileChange = { path: 'l', status: 'added', after: { ...content('a'), kind: 'symlink' } }
    expect(pairs([removed('x'), link])).toEqual(['added - l', 'removed - x'])
  })

  it('takes no more than a moment for many equal files', () => {
    const changes = Array.from({ length: 3000 }, (_, n) => [removed(`old/${n}/index.ts`), added(`new/${n}/index.ts`)]).flat()
    const started = performance.now()
    expect(pairRenames(changes)).toHaveLength(3000)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
