import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { GitAuthFailed, GitUnavailable, RefGone } from '../../../src/git/failures.ts'
import { BadRefspec } from '../../../src/git/mirrors/fetch-wants.ts'
import { type Mirror, type MirrorRequest, type Mirrors, type MirrorsOptions, mirrors } from '../../../src/git/mirrors/mirror.ts'
import { BadRemote } from '../../../src/git/mirrors/remote.ts'
import { globSet } from '../../../src/model/glob.ts'
import { type Oid, oid, repoId, tenantId } from '../../../src/model/ids.ts'
import { ObjectMissing } from '../../../src/model/reading.ts'
import { type GitServer, serveGit } from '../git-server.ts'
import { run, type Scratch, scratchFolder, scratchRepository, truncate } from '../scratch.ts'

const MAIN = '+refs/heads/main:refs/maestro/heads/main'
const ALL = globSet(['**'])
const TOKEN = 'ghs_not-a-real-token-0123456789'

let origin: Scratch
let server: GitServer
let cache: { readonly dir: string; remove(): void }
let all: Mirrors
beforeEach(async () => {
  origin = scratchRepository()
  origin.git(['config', 'uploadpack.allowFilter', 'true'])
  origin.git(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
  server = await serveGit(origin.dir)
  cache = scratchFolder()
  all = mirrors(cache.dir, { protocols: ['http'] })
})
afterEach(async () => {
  all.close()
  await server.close()
  origin.remove()
  cache.remove()
})

function open(request: Partial<MirrorRequest> = {}, from: Mirrors = all): Promise<Mirror> {
  return from.open({ tenant: tenantId(1), repo: repoId(2), url: `${server.url}/.git`, ...request })
}

function another(options: MirrorsOptions = {}): Mirrors {
  const made = mirrors(cache.dir, { protocols: ['http'], ...options })
  onTestFinished(() => made.close())
  return made
}

const mirrorDir = (): string => join(cache.dir, '1', '2.git')
const fetches = (): number => server.requests.filter((request) => request.startsWith('GET')).length
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? '(none)').toString()

async function contentOf(mirror: Mirror, ref: string, path: string): Promise<string> {
  const revision = await mirror.reader.resolve(ref)
  const [entry] = await mirror.reader.list(revision!.tree, globSet([path]))
  return text((await mirror.reader.blobs([entry!.oid], 1000)).get(entry!.oid)?.bytes)
}

/** @spec SPEC-9 */
describe('a mirror', () => {
  it('brings a branch, sees it move, and reads what came', async () => {
    origin.commit({ 'a.txt': 'one' })
    const mirror = await open()
    await mirror.fetch([MAIN])
    expect(await contentOf(mirror, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
    const second = origin.commit({ 'a.txt': 'two' })
    expect(await mirror.reader.resolve(second)).toBeUndefined()
    await mirror.fetch([MAIN])
    expect(await contentOf(mirror, 'refs/maestro/heads/main', 'a.txt')).toBe('two')
  })

  it('follows a force-push', async () => {
    origin.commit({ 'a.txt': 'one' })
    const mirror = await open()
    await mirror.fetch([MAIN])
    const rewritten = origin.commit({ 'a.txt': 'other' }, { branch: 'rewritten' })
    origin.git(['update-ref', 'refs/heads/main', rewritten])
    await mirror.fetch(['refs/heads/main:refs/maestro/heads/main'])
    expect((await mirror.reader.resolve('refs/maestro/heads/main'))?.commit).toBe(rewritten)
  })

  it('brings a commit by its id, keeps it, and asks for it once', async () => {
    const first = origin.commit({ 'a.txt': 'one' })
    origin.commit({ 'a.txt': 'two' })
    const mirror = await open()
    await mirror.fetch([first])
    expect((await mirror.reader.resolve(first))?.commit).toBe(first)
    const before = fetches()
    await mirror.fetch([first])
    expect(fetches()).toBe(before)
    expect(run(mirrorDir(), ['for-each-ref', '--format=%(objectname)'])).toBe(first)
  })

  it('says that a branch or a commit is gone', async () => {
    origin.commit({ 'a.txt': 'one' })
    const mirror = await open()
    await expect(mirror.fetch(['+refs/heads/deleted:refs/maestro/heads/deleted'])).rejects.toThrow(RefGone)
    await expect(mirror.fetch(['3'.repeat(40)])).rejects.toThrow(RefGone)
    await mirror.fetch([MAIN])
  })

  it.each([
    '--upload-pack=x',
    '-x:refs/maestro/x',
    '+refs/heads/main',
    'refs/heads/main:refs/heads/main',
    'refs/heads/a\nrefs/heads/b:refs/maestro/x',
    'refs/heads/*:refs/maestro/x',
    'refs/heads/../x:refs/maestro/x',
    'refs/heads/a b:refs/maestro/x',
    'refs/heads/x:refs/maestro/x.lock',
    'refs/heads/x:refs/maestro/x:y',
    '',
  ])('refuses the refspec %j', async (refspec) => {
    await expect((await open()).fetch([refspec])).rejects.toThrow(BadRefspec)
  })

  it('refuses a URL with credentials in it', async () => {
    await expect(open({ url: 'http://user:secret@127.0.0.1/x' })).rejects.toThrow(BadRemote)
  })

  it('uses no transport but the ones allowed', async () => {
    origin.commit({ 'a.txt': 'one' })
    const mirror = await open({ url: origin.dir })
    await expect(mirror.fetch([MAIN])).rejects.toThrow(/transport 'file' not allowed/)
  })
})

describe('the token', () => {
  it('lets in, and is found neither in arguments, nor on disk, nor in what went wrong', async () => {
    origin.commit({ 'a.txt': 'one' })
    server.credentials = `x-access-token:${TOKEN}`
    const basic = Buffer.from(`x-access-token:${TOKEN}`).toString('base64')
    const seen: string[] = []
    server.before = () => {
      seen.push(...commandLines())
    }
    const mirror = await open({ token: async () => TOKEN })
    await mirror.fetch([MAIN])
    await mirror.fetch(['+refs/heads/gone:refs/maestro/gone']).catch((error: unknown) => seen.push(String(error), JSON.stringify(error)))
    server.credentials = 'x-access-token:another'
    const refusal = await mirror.fetch([MAIN]).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(GitAuthFailed)
    seen.push(String(refusal), JSON.stringify(refusal))
    expect(seen.some((line) => line.includes('fetch'))).toBe(true)
    for (const line of seen) for (const secret of [TOKEN, basic]) expect(line).not.toContain(secret)
    for (const path of files(cache.dir)) for (const secret of [TOKEN, basic]) expect(readFileSync(path).includes(secret)).toBe(false)
    expect(await contentOf(mirror, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
  })

  it('is asked for before each fetch', async () => {
    origin.commit({ 'a.txt': 'one' })
    const tokens = ['first', 'second']
    server.credentials = 'x-access-token:first'
    const mirror = await open({ token: async () => tokens.shift() })
    await mirror.fetch([MAIN])
    server.credentials = 'x-access-token:second'
    await mirror.fetch([MAIN])
    expect(tokens).toEqual([])
  })

  it.each<[number, typeof GitAuthFailed | typeof GitUnavailable]>([
    [401, GitAuthFailed],
    [403, GitAuthFailed],
    [404, GitAuthFailed],
    [429, GitUnavailable],
    [500, GitUnavailable],
    [502, GitUnavailable],
  ])('meets a status of %i as a failure of its own kind', async (status, kind) => {
    server.fault = status
    const mirror = await open({ token: async () => TOKEN })
    await expect(mirror.fetch([MAIN])).rejects.toThrow(kind)
  })

  it('is of no use where nobody answers', async () => {
    await server.close()
    await expect((await open()).fetch([MAIN])).rejects.toThrow(GitUnavailable)
  })

  it('is not waited for longer than allowed', async () => {
    server.before = () => new Promise(() => {})
    const mirror = await open({}, another({ fetchMs: 200 }))
    await expect(mirror.fetch([MAIN])).rejects.toThrow(GitUnavailable)
  })
})

describe('fetching at the same time', () => {
  it('is done in turns, and those who wait for the same share one', async () => {
    origin.commit({ 'a.txt': 'one' })
    let now = 0
    let most = 0
    server.before = async () => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
    }
    const mirror = await open()
    await Promise.all([mirror.fetch([MAIN]), ...Array.from({ length: 5 }, () => mirror.fetch(['+refs/heads/main:refs/maestro/other']))])
    expect(fetches()).toBe(2)
    expect(most).toBe(1)
  })

  it('never takes the result of a fetch that began before the branch moved', async () => {
    origin.commit({ 'a.txt': 'one' })
    const mirror = await open()
    let moved: Oid | undefined
    let later: Promise<void> | undefined
    server.before = () => {
      if (!server.requests.at(-1)?.startsWith('POST') || later) return
      moved = origin.commit({ 'a.txt': 'two' })
      later = mirror.fetch([MAIN])
    }
    await mirror.fetch([MAIN])
    await later
    expect((await mirror.reader.resolve('refs/maestro/heads/main'))?.commit).toBe(moved)
  })

  it('works from two processes on one folder', async () => {
    const tips = Array.from({ length: 4 }, (_, n) => origin.commit({ 'a.txt': String(n) }, { branch: `b${n}` }))
    const both = [await open(), await open({}, another())]
    await Promise.all(both.flatMap((mirror) => tips.map((_, n) => mirror.fetch([`+refs/heads/b${n}:refs/maestro/b${n}`, MAIN.replaceAll('main', 'b0')]))))
    for (const mirror of both) expect((await mirror.reader.resolve('refs/maestro/b3'))?.commit).toBe(tips[3])
  })
})

describe('a mirror without blobs', () => {
  it('lists and compares at once, and brings a set of blobs in one fetch', async () => {
    const before = origin.commit(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}.txt`, `content ${n}`])))
    const after = origin.commit({ '0.txt': 'changed' })
    const mirror = await open({ filter: 'blob:none' })
    await mirror.fetch([MAIN])
    const entries = await mirror.reader.list(origin.tree(after), ALL)
    expect(await mirror.reader.diff(origin.tree(before), origin.tree(after))).toHaveLength(1)
    const oids = entries.map((entry) => entry.oid)
    expect(await mirror.reader.missing(oids)).toHaveLength(30)
    const so_far = fetches()
    expect(await mirror.prefetch(oids)).toBe(30)
    expect(fetches()).toBe(so_far + 1)
    expect(await mirror.prefetch(oids)).toBe(0)
    expect((await mirror.reader.blobs(oids, 1000)).size).toBe(30)
    expect(fetches()).toBe(so_far + 1)
  })

  it('brings the blobs that are read and missing, together', async () => {
    origin.commit({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' })
    const mirror = await open({ filter: 'blob:none' })
    await mirror.fetch([MAIN])
    const so_far = fetches()
    const oids = (await mirror.reader.list(origin.tree('main'), ALL)).map((entry) => entry.oid)
    const blobs = await mirror.reader.blobs(oids, 1000)
    expect(oids.map((id) => text(blobs.get(id)?.bytes))).toEqual(['a', 'b', 'c'])
    expect(fetches()).toBe(so_far + 1)
    await expect(mirror.reader.blobs([oid('4'.repeat(40))], 10)).rejects.toThrow(RefGone)
  })

  it('stays one when it is opened without a filter later', async () => {
    origin.commit({ 'a.txt': 'a' })
    await (await open({ filter: 'blob:none' })).fetch([MAIN])
    origin.commit({ 'a.txt': 'b' })
    const mirror = await open({}, another())
    await mirror.fetch([MAIN])
    expect(await contentOf(mirror, 'refs/maestro/heads/main', 'a.txt')).toBe('b')
  })

  it('is still whole after tidying up', async () => {
    const mirror = await open({ filter: 'blob:none' }, another({ maxPacks: 3 }))
    for (let n = 0; n < 4; n += 1) {
      origin.commit({ 'a.txt': String(n), [`${n}.txt`]: 'x' })
      await mirror.fetch([`+refs/heads/main:refs/maestro/b${n}`])
    }
    const packs = (): number => readdirSync(join(mirrorDir(), 'objects/pack')).filter((name) => name.endsWith('.pack')).length
    expect(packs()).toBeGreaterThan(3)
    await mirror.maintain()
    expect(packs()).toBe(1)
    expect(await contentOf(mirror, 'refs/maestro/b2', 'a.txt')).toBe('2')
  })
})

describe('a full mirror', () => {
  it('does not fetch what is missing', async () => {
    origin.commit({ 'a.txt': 'a' })
    const mirror = await open()
    await mirror.fetch([MAIN])
    const so_far = fetches()
    await expect(mirror.reader.blobs([oid('4'.repeat(40))], 10)).rejects.toThrow(ObjectMissing)
    expect(fetches()).toBe(so_far)
  })

  it.each([
    ['an object is cut off', () => truncate(objectFile(origin.git(['rev-parse', 'main:a.txt'])), 10)],
    ['all objects are cut off', () => files(join(mirrorDir(), 'objects')).map((path) => truncate(path, 5))],
    ['the folder is gone', () => rmSync(mirrorDir(), { recursive: true })],
    ['HEAD is empty', () => writeFileSync(join(mirrorDir(), 'HEAD'), '')],
  ])('is made again when %s, by reading as by fetching', async (_, damage) => {
    origin.commit({ 'a.txt': 'one' })
    await (await open()).fetch([MAIN])
    damage()
    const reading = await open({}, another())
    await reading.fetch([MAIN])
    expect(await contentOf(reading, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
    damage()
    const fetching = await open({}, another())
    origin.commit({ 'b.txt': 'two' })
    await fetching.fetch([MAIN])
    expect(await contentOf(fetching, 'refs/maestro/heads/main', 'b.txt')).toBe('two')
  })
})

describe('a mirror that is made again', () => {
  it('has again what was fetched into it and is still to be had', async () => {
    origin.commit({ 'a.txt': 'one' })
    origin.commit({ 'b.txt': 'two' }, { branch: 'topic' })
    const mirror = await open()
    await mirror.fetch([MAIN])
    await mirror.fetch(['refs/heads/topic:refs/maestro/topic'])
    origin.git(['update-ref', '-d', 'refs/heads/topic'])
    for (const path of files(join(mirrorDir(), 'objects'))) truncate(path, 5)
    expect((await mirror.reader.list(origin.tree('main'), ALL)).map(({ path }) => path)).toEqual(['a.txt'])
    expect(await mirror.reader.resolve('refs/maestro/topic')).toBeUndefined()
  })

  it('serves both processes that saw the damage', async () => {
    origin.commit({ 'a.txt': 'one' })
    const [one, two] = [await open(), await open({}, another())]
    await one.fetch([MAIN])
    await two.fetch([MAIN])
    for (const path of files(join(mirrorDir(), 'objects'))) truncate(path, 5)
    const tree = origin.tree('main')
    const lists = await Promise.all([one, two].map((mirror) => mirror.reader.list(tree, ALL)))
    expect(lists.map((list) => list.length)).toEqual([1, 1])
    for (const mirror of [one, two]) expect(await contentOf(mirror, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
  })
})

describe('a folder of mirrors', () => {
  it('loses those of an installation that is gone, but what is in use until it is not, and no others', async () => {
    origin.commit({ 'a.txt': 'one' })
    const used = await open()
    const idle = await open({ repo: repoId(3) })
    const others = await open({ tenant: tenantId(11) })
    for (const mirror of [used, idle, others]) await mirror.fetch([MAIN])
    idle.close()
    others.close()
    expect(await all.forget([tenantId(1), tenantId(5)])).toBe(1)
    expect(readdirSync(join(cache.dir, '1'))).toEqual(['2.git'])
    used.close()
    expect(await another().forget([tenantId(1)])).toBe(1)
    expect(readdirSync(join(cache.dir, '1'))).toEqual([])
    expect(readdirSync(join(cache.dir, '11'))).toEqual(['2.git'])
    const again = await open()
    await again.fetch([MAIN])
    expect(await contentOf(again, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
  })

  it('gives up those that nobody used for long, unless they are open', async () => {
    origin.commit({ 'a.txt': 'one' })
    const used = await open()
    const idle = await open({ repo: repoId(3) })
    await idle.fetch([MAIN])
    idle.close()
    const now = Date.now()
    const long = new Date(now - 5000)
    for (const repo of ['2', '3']) utimesSync(join(cache.dir, '1', `${repo}.git`, 'maestro-used'), long, long)
    expect(await all.evict(10_000, now)).toBe(0)
    expect(await all.evict(1000, now)).toBe(1)
    expect(readdirSync(join(cache.dir, '1'))).toEqual(['2.git'])
    const again = await open({ repo: repoId(3) })
    await again.fetch([MAIN])
    expect(await contentOf(again, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
    used.close()
  })

  it('is for its owner only, and keeps tenants apart', async () => {
    await open()
    await open({ tenant: tenantId(9) })
    expect(readdirSync(cache.dir).sort()).toEqual(['1', '9'])
    expect(statSync(join(cache.dir, '1')).mode & 0o077).toBe(0)
  })

  it('is made once by many at a time, with nothing left over', async () => {
    const folders = Array.from({ length: 5 }, () => another())
    await Promise.all(folders.map((folder) => open({}, folder)))
    expect(readdirSync(join(cache.dir, '1'))).toEqual(['2.git'])
  })

  it('goes on reading a closed mirror when it is opened again', async () => {
    origin.commit({ 'a.txt': 'one' })
    const cold = another({ warm: 0 })
    const first = await open({}, cold)
    await first.fetch([MAIN])
    first.close()
    first.close()
    const second = await open({}, cold)
    expect(await contentOf(second, 'refs/maestro/heads/main', 'a.txt')).toBe('one')
  })
})

function objectFile(id: string): string {
  return join(mirrorDir(), 'objects', id.slice(0, 2), id.slice(2))
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** The arguments of every process on this machine that runs git. */
function commandLines(): string[] {
  if (!existsSync('/proc/self/cmdline')) return execFileSync('ps', ['-axww', '-o', 'command']).toString().split('\n')
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')]
    } catch {
      return [] // It ended meanwhile.
    }
  })
}
