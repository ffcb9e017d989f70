import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { BlobsTooLarge, GitFailed, MalformedTree, NotARepository, ObjectDamaged, TreeTooLarge, WrongObject } from '../../src/git/failures.ts'
import { openRepository, type ReaderOptions } from '../../src/git/repository-reader.ts'
import { globSet } from '../../src/model/glob.ts'
import { type Oid, oid } from '../../src/model/ids.ts'
import { encodePath } from '../../src/model/path.ts'
import { ObjectMissing } from '../../src/model/reading.ts'
import { run, type Scratch, scratchFolder, scratchRepository, treeBytes, truncate } from './scratch.ts'

const ALL = globSet(['**'])
const NOWHERE = oid('1'.repeat(40))

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

async function reader(dir: string, options?: ReaderOptions) {
  const opened = await openRepository(dir, options)
  cleanups.push(opened.close)
  return opened
}

describe('opening', () => {
  it.each(['sha1', 'sha256'])('reads a repository of %s objects', async (format) => {
    const repo = repository(`--object-format=${format}`)
    const commit = repo.commit({ 'a/b.txt': 'hello' })
    const git = await reader(repo.dir)
    const entries = await git.list((await git.resolve('HEAD'))?.tree as Oid, ALL)
    expect(entries.map(({ path }) => path)).toEqual(['a/b.txt'])
    expect((await git.resolve('main'))?.commit).toBe(commit)
    expect(Buffer.from((await git.blobs([entries[0]!.oid], 10)).get(entries[0]!.oid)?.bytes ?? '').toString()).toBe('hello')
  })

  it('reads bare repositories, linked work trees, folders inside a work tree, and objects borrowed through alternates', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const { dir, remove } = scratchFolder()
    cleanups.push(remove)
    run(dir, ['clone', '--quiet', '--bare', '--shared', repo.dir, 'shared.git'])
    repo.git(['worktree', 'add', '--quiet', '--detach', join(dir, 'linked')])
    mkdirSync(join(repo.dir, 'inner'))
    for (const place of [join(dir, 'shared.git'), join(dir, 'linked'), join(repo.dir, 'inner'), join(repo.dir, '.git')]) {
      const git = await reader(place)
      const head = await git.resolve('HEAD')
      expect(head?.commit).toBe(commit)
      expect(await git.list(head!.tree, ALL)).toHaveLength(1)
    }
  })

  it('says that a folder is no repository', async () => {
    const { dir, remove } = scratchFolder()
    cleanups.push(remove)
    await expect(openRepository(dir)).rejects.toThrow(NotARepository)
    await expect(openRepository(join(dir, 'nothing'))).rejects.toThrow(NotARepository)
  })

  it('reads an empty repository as one in which nothing can be found', async () => {
    const git = await reader(repository().dir)
    expect(await git.resolve('HEAD')).toBeUndefined()
    expect(await git.resolve(NOWHERE)).toBeUndefined()
    await expect(git.list(NOWHERE, ALL)).rejects.toThrow(ObjectMissing)
    await expect(git.blobs([NOWHERE], 10)).rejects.toThrow(ObjectMissing)
    await expect(git.mergeBase(NOWHERE, oid('2'.repeat(40)))).rejects.toThrow(ObjectMissing)
  })

  it('obeys no program that the repository names in its configuration', async () => {
    const repo = repository()
    repo.commit({ 'a.txt': 'a' })
    const witness = join(repo.dir, 'witness')
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'core.pager', 'core.askPass', 'credential.helper']) repo.git(['config', key, `touch ${witness}`])
    repo.git(['config', 'remote.origin.url', `ext::touch ${witness}`])
    repo.git(['config', 'remote.origin.promisor', 'true'])
    repo.git(['config', 'protocol.ext.allow', 'always'])
    repo.git(['config', 'core.repositoryFormatVersion', '1'])
    repo.git(['config', 'extensions.partialClone', 'origin'])
    const git = await reader(repo.dir)
    const head = await git.resolve('HEAD')
    expect(await git.list(head!.tree, ALL)).toHaveLength(1)
    await expect(git.blobs([NOWHERE], 10)).rejects.toThrow(ObjectMissing)
    expect(await git.resolve('main~5')).toBeUndefined()
    expect(await git.resolve(`${NOWHERE}^{tree}`)).toBeUndefined()
    expect(execFileSync('ls', [repo.dir]).toString()).not.toContain('witness')
  })
})

describe('names', () => {
  it('resolves branches, tags, abbreviations and ids to a commit and its tree, and says by which name', async () => {
    const repo = repository()
    const first = repo.commit({ 'a.txt': 'a' })
    const second = repo.commit({ 'a.txt': 'b' })
    repo.git(['tag', '-a', '-m', 'a tag', 'v1', first])
    const git = await reader(repo.dir)
    expect(await git.resolve('v1')).toEqual({ commit: first, tree: repo.tree(first), ref: 'v1' })
    expect(await git.resolve('main')).toEqual({ commit: second, tree: repo.tree(second), ref: 'main' })
    expect(await git.resolve('main~1')).toMatchObject({ commit: first })
    expect(await git.resolve(second.slice(0, 10))).toMatchObject({ commit: second })
    expect(await git.resolve(first)).toEqual({ commit: first, tree: repo.tree(first) })
    expect(await git.resolve(repo.git(['rev-parse', 'v1']))).toEqual({ commit: first, tree: repo.tree(first) })
  })

  it.each(['', '-h', '--all', ':/change', 'main^{/change}', 'main:a.txt', 'main\n', 'no such', 'nosuch', 'x'.repeat(5000), '../../HEAD', 'main@{nonsense}'])(
    'finds nothing under %j',
    async (name) => {
      const repo = repository()
      repo.commit({ 'a.txt': 'a' })
      expect(await (await reader(repo.dir)).resolve(name)).toBeUndefined()
    },
  )

  it('gives no commit for the id of a tree or a blob', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const git = await reader(repo.dir)
    expect(await git.resolve(repo.tree(commit))).toBeUndefined()
    expect(await git.resolve(repo.git(['rev-parse', 'HEAD:a.txt']))).toBeUndefined()
  })
})

describe('listing', () => {
  it('carries any name that git can have', async () => {
    const repo = repository()
    const names = ['-rf', 'new\nline', 'tab\there', '.dot/.hidden', 'quote"\\', 'caf\xc3\xa9', 'bad\xff\xfebytes', 'a/b/c', 'a.b', 'a-b']
    repo.commit(Object.fromEntries(names.map((name) => [name, name])))
    const git = await reader(repo.dir)
    const entries = await git.list(repo.tree('main'), ALL)
    expect(entries.map(({ path }) => Buffer.from(encodePath(path)).toString('latin1')).sort()).toEqual(names.toSorted())
    expect(entries.map(({ path }) => path)).toEqual(entries.map(({ path }) => path).toSorted())
  })

  it('says what is a file, a program, a link or a submodule', async () => {
    const repo = repository()
    repo.commit({
      file: 'x',
      program: { mode: '100755', content: '#!' },
      link: { mode: '120000', content: 'file' },
      module: { mode: '160000', content: NOWHERE },
    })
    const git = await reader(repo.dir)
    const kinds = Object.fromEntries((await git.list(repo.tree('main'), ALL)).map(({ path, kind }) => [path, kind]))
    expect(kinds).toEqual({ file: 'file', program: 'executable', link: 'symlink', module: 'submodule' })
  })

  it('gives the same as matching every path, commit after commit, whatever is remembered', async () => {
    const repo = repository()
    const sets = [['src/**/*.ts'], ['**/*.md', '!docs/**'], ['src/a/*'], ['{src,docs}/b/**'], ['nothing/**'], ['src/a/x.ts']].map(globSet)
    const git = await reader(repo.dir)
    for (let round = 0; round < 6; round += 1) {
      const edits: Record<string, string | null> = {}
      for (const folder of ['src/a', 'src/b', 'docs', 'docs/b', '']) {
        for (const name of ['x.ts', 'y.md', `round${round}.ts`]) edits[[folder, name].filter(Boolean).join('/')] = `${round % 3} ${name}`
      }
      if (round === 4) edits['src/a/x.ts'] = null
      const tree = repo.tree(repo.commit(edits))
      const everything = await git.list(tree, ALL)
      expect(everything.map(({ path }) => path).sort()).toEqual(repo.git(['ls-tree', '-r', '--name-only', tree]).split('\n').sort())
      for (const set of sets) expect(await git.list(tree, set)).toEqual(everything.filter(({ path }) => set.matches(path)))
    }
  })

  it('lists three thousand files, and a file a thousand folders deep', async () => {
    const repo = repository()
    const deep = `${'d/'.repeat(1000)}f`
    repo.commit({ ...Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`many/${n % 50}/${n}.ts`, String(n)])), [deep]: 'deep' })
    const git = await reader(repo.dir)
    const entries = await git.list(repo.tree('main'), ALL)
    expect(entries).toHaveLength(3001)
    expect(entries[0]?.path).toBe(deep)
    expect(await git.list(repo.tree('main'), globSet(['many/7/**']))).toHaveLength(60)
  })

  it('stops, instead of running out of memory, at a tree that is too deep, too wide or repeats itself without end', async () => {
    const repo = repository()
    repo.commit({ [`${'d/'.repeat(1030)}f`]: 'deep' })
    repo.commit(Object.fromEntries(Array.from({ length: 50 }, (_, n) => [String(n), ''])), { branch: 'wide', from: '' })
    let bomb = repo.object('tree', treeBytes([['100644', 'f', repo.object('blob', Buffer.from('x'))]]))
    for (let level = 0; level < 12; level += 1) bomb = repo.object('tree', treeBytes([...'abcdefghij'].map((name) => ['40000', name, bomb])))
    const git = await reader(repo.dir)
    await expect(git.list(repo.tree('main'), ALL)).rejects.toThrow(TreeTooLarge)
    await expect(git.list(bomb, ALL)).rejects.toThrow(TreeTooLarge)
    await expect(git.diff(repo.tree('main'), bomb)).rejects.toThrow(TreeTooLarge)
    await expect((await reader(repo.dir, { limits: { entries: 49 } })).list(repo.tree('wide'), ALL)).rejects.toThrow(TreeTooLarge)
    expect(await git.list(repo.tree('wide'), ALL)).toHaveLength(50)
  })

  it.each([['.git'], ['.GIT'], ['..'], ['.'], ['a/b'], ['']])('refuses a tree with an entry called %j', async (name) => {
    const repo = repository()
    const blob = repo.object('blob', Buffer.from('x'))
    const git = await reader(repo.dir)
    await expect(git.list(repo.object('tree', treeBytes([['100644', name, blob]])), ALL)).rejects.toThrow(MalformedTree)
  })

  it('refuses a tree that names something twice, is cut off, or has no mode, and reads old padded modes', async () => {
    const repo = repository()
    const blob = repo.object('blob', Buffer.from('x'))
    const whole = treeBytes([['100644', 'a', blob]])
    const twice = treeBytes([
      ['100644', 'a', blob],
      ['40000', 'a', NOWHERE],
    ])
    const git = await reader(repo.dir)
    for (const bytes of [twice, whole.subarray(0, -1), whole.subarray(0, 5), treeBytes([['', 'a', blob]]), treeBytes([['9', 'a', blob]])]) {
      await expect(git.list(repo.object('tree', bytes), ALL)).rejects.toThrow(MalformedTree)
    }
    expect(await git.list(repo.object('tree', treeBytes([['0100664', 'a', blob]])), ALL)).toEqual([{ path: 'a', oid: blob, kind: 'file' }])
  })
})

describe('objects that are not what they should be', () => {
  it('tells a missing object from one of another kind', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const tree = repo.tree(commit)
    const blob = oid(repo.git(['rev-parse', 'HEAD:a.txt']))
    const git = await reader(repo.dir)
    await expect(git.list(commit, ALL)).rejects.toThrow(WrongObject)
    await expect(git.diff(tree, blob)).rejects.toThrow(WrongObject)
    await expect(git.blobs([blob, tree], 10)).rejects.toThrow(WrongObject)
    await expect(git.commit(tree)).rejects.toThrow(WrongObject)
    await expect(git.mergeBase(commit, tree)).rejects.toThrow(WrongObject)
    await expect(git.diff(tree, NOWHERE)).rejects.toThrow(ObjectMissing)
    await expect(git.blobs([oid('1'.repeat(64))], 10)).rejects.toThrow(ObjectMissing)
  })

  it('can say that an object which git calls missing is damaged, and goes on reading', async () => {
    const repo = repository()
    repo.commit({ 'a.txt': 'a' })
    const broken = repo.object('blob', Buffer.from('x'.repeat(10_000)))
    truncate(join(repo.dir, '.git/objects', broken.slice(0, 2), broken.slice(2)), 15)
    const git = await reader(repo.dir)
    await expect(git.blobs([broken], 20_000)).rejects.toThrow(ObjectMissing)
    expect(await git.damageOf(broken)).toBeInstanceOf(ObjectDamaged)
    expect(await git.damageOf(NOWHERE)).toBeUndefined()
    expect(await git.damageOf(repo.tree('main'))).toBeUndefined()
    expect(await git.list(repo.tree('main'), ALL)).toHaveLength(1)
  })

  it('fails on an object that is cut off inside a pack, and goes on reading', async () => {
    const repo = repository()
    repo.commit({ 'a.txt': randomBytes(50_000) })
    repo.git(['repack', '-adq'])
    const [pack = ''] = readdirSync(join(repo.dir, '.git/objects/pack')).filter((name) => name.endsWith('.pack'))
    const path = join(repo.dir, '.git/objects/pack', pack)
    const bytes = readFileSync(path).fill(0x55, 400, 40_000)
    chmodSync(path, 0o644)
    writeFileSync(path, bytes)
    const git = await reader(repo.dir)
    await expect(git.blobs([oid(repo.git(['rev-parse', 'main:a.txt']))], 100_000)).rejects.toThrow(GitFailed)
    expect((await git.resolve('main'))?.ref).toBe('main')
  })

  it('answers everybody when two readers and many questions are under way at once', async () => {
    const repo = repository()
    repo.commit(Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`${n}.txt`, `content ${n}`])))
    const tree = repo.tree('main')
    const [one, two] = [await reader(repo.dir), await reader(repo.dir)]
    const entries = await one.list(tree, ALL)
    const oids = entries.map((entry) => entry.oid)
    const answers = await Promise.all([one, two].flatMap((git) => oids.map((id) => git.blobs([id], 100))))
    answers.forEach((blobs, index) => {
      const id = oids[index % oids.length]!
      const path = entries[index % oids.length]!.path
      expect([...blobs.keys()]).toEqual([id])
      expect(Buffer.from(blobs.get(id)?.bytes ?? '').toString()).toBe(`content ${path.replace('.txt', '')}`)
    })
  })
})

describe('blobs', () => {
  it('does not load what is over the bound, and says why', async () => {
    const repo = repository()
    const big = repo.object('blob', Buffer.alloc(50 * 1024 * 1024, 'x'))
    const small = repo.object('blob', Buffer.from('small'))
    const git = await reader(repo.dir)
    const before = process.memoryUsage().arrayBuffers
    const blobs = await git.blobs([big, small], 1024)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 1024 * 1024)
    expect(blobs.get(big)).toEqual({ oid: big, bytes: undefined, why: 'it has 52428800 bytes, more than the 1024 that are read' })
    expect(blobs.get(small)?.bytes).toEqual(Buffer.from('small'))
    expect((await git.blobs([small], 4)).get(small)?.bytes).toBeUndefined()
    expect((await git.blobs([big], 1 << 26)).get(big)?.bytes).toHaveLength(50 * 1024 * 1024)
  })

  it('refuses to hold more at once than it may', async () => {
    const repo = repository()
    const oids = ['a', 'b', 'c'].map((letter) => repo.object('blob', Buffer.alloc(1000, letter)))
    const git = await reader(repo.dir, { maxBlobBytes: 2500 })
    expect((await git.blobs(oids.slice(0, 2), 1000)).size).toBe(2)
    await expect(git.blobs(oids, 1000)).rejects.toThrow(BlobsTooLarge)
  })

  it('hands out bytes exactly, empty and binary ones too', async () => {
    const repo = repository()
    const contents = [
      Buffer.alloc(0),
      Buffer.from('\n'),
      Buffer.from('missing\n'),
      Buffer.from(Array.from({ length: 256 }, (_, n) => n)),
      Buffer.alloc(200_000, '\n\0x'),
    ]
    const oids = contents.map((content) => repo.object('blob', content))
    const git = await reader(repo.dir)
    const blobs = await git.blobs(oids, 1 << 20)
    contents.forEach((content, index) => {
      expect(content.equals(blobs.get(oids[index]!)?.bytes ?? Buffer.from('?'))).toBe(true)
    })
  })
})

describe('the reading process', () => {
  it('fails what is pending when it is killed, and is started again by the next question', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const oids = Array.from({ length: 40 }, (_, n) => repo.object('blob', Buffer.alloc(400_000, `${n} `)))
    const git = await reader(repo.dir)
    await git.commit(commit)
    const killed = git.pid!
    const pending = git.blobs(oids, 1 << 20)
    process.kill(killed, 'SIGKILL')
    await expect(pending).rejects.toThrow(GitFailed)
    expect(await git.list(repo.tree('main'), ALL)).toHaveLength(1)
    expect(git.pid).not.toBe(killed)
    expect((await git.blobs(oids, 1 << 20)).size).toBe(40)
  })

  it('is let go when nobody asks, and comes back', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const git = await reader(repo.dir, { idleMs: 1 })
    await git.commit(commit)
    await expect.poll(() => git.pid).toBeUndefined()
    expect((await git.commit(commit)).subject).toBe('change')
  })

  it('fails what is pending when it is stuck', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const git = await reader(repo.dir, { stuckMs: 150 })
    await git.commit(commit)
    process.kill(git.pid!, 'SIGSTOP')
    await expect(git.list(repo.tree('main'), ALL)).rejects.toThrow('no answer')
    expect(await git.list(repo.tree('main'), ALL)).toHaveLength(1)
  })

  it('leaves no folder behind once every reader is closed', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const { dir, remove } = scratchFolder()
    onTestFinished(remove)
    vi.stubEnv('TMPDIR', dir)
    onTestFinished(() => void vi.unstubAllEnvs())
    const [one, two] = [await reader(repo.dir), await reader(repo.dir)]
    await one.commit(commit)
    await two.commit(commit)
    expect(readdirSync(dir)).toHaveLength(1)
    one.close()
    one.close()
    expect((await two.commit(commit)).commit).toBe(commit)
    two.close()
    expect(readdirSync(dir)).toEqual([])
  })

  it('answers nothing more once closed', async () => {
    const repo = repository()
    const commit = repo.commit({ 'a.txt': 'a' })
    const git = await reader(repo.dir)
    git.close()
    await expect(git.commit(commit)).rejects.toThrow('closed')
  })
})

describe('a partial clone', () => {
  it('lacks what was left out, and fetches nothing', async () => {
    const repo = repository()
    repo.commit({ 'a.txt': 'one', 'link.txt': 'two' })
    repo.git(['config', 'uploadpack.allowFilter', 'true'])
    const { dir, remove } = scratchFolder()
    onTestFinished(remove)
    symlinkSync(repo.dir, join(dir, 'origin'))
    run(dir, ['clone', '--quiet', '--bare', '--filter=blob:none', `file://${join(dir, 'origin')}`, 'partial.git'])
    const git = await reader(join(dir, 'partial.git'))
    const head = await git.resolve('HEAD')
    const entries = await git.list(head!.tree, ALL)
    expect(entries).toHaveLength(2)
    await expect(git.blobs([entries[0]!.oid], 100)).rejects.toThrow(ObjectMissing)
    expect(await git.missing(entries.map((entry) => entry.oid))).toHaveLength(2)
    run(join(dir, 'partial.git'), ['cat-file', '-p', entries[0]!.oid]) // git itself does fetch it
    expect(await git.missing(entries.map((entry) => entry.oid))).toEqual([entries[1]!.oid])
    expect(Buffer.from((await git.blobs([entries[0]!.oid], 100)).get(entries[0]!.oid)?.bytes ?? '').toString()).toBe('one')
  })
})
