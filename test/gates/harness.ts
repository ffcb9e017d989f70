import { createHash } from 'node:crypto'
import type { Change, Entry, FileChange } from '../../src/model/change.ts'
import type { Gate, GateResult, Reason } from '../../src/model/gate.ts'
import { globSet } from '../../src/model/glob.ts'
import { instant, type Oid, oid, repoId, tenantId } from '../../src/model/ids.ts'
import type { Json } from '../../src/model/json.ts'
import { type Known, known, unknown } from '../../src/model/known.ts'
import { type Blob, type Facts, type Need, needKey, type Side, UndeclaredNeed } from '../../src/model/need.ts'
import type { Path } from '../../src/model/path.ts'
import { plain } from '../../src/model/phrase.ts'

export type Files = Readonly<Record<Path, string | Uint8Array>>

/** What a gate is tried on: three trees, and what GitHub says about the pull request. The trunk is the base unless given. */
export interface Scene {
  readonly trunk?: Files
  readonly base?: Files
  readonly head: Files
  readonly change?: Partial<Change>
  readonly answers?: Readonly<Record<string, Json>>
  /** Renames, new path to old. */
  readonly renames?: Readonly<Record<Path, Path>>
  /** Larger files come back unread. */
  readonly maxFileBytes?: number
}

const github = { kind: 'github', what: 'pull request' } as const

export function changeOf(scene: Scene): Change {
  return {
    subject: { kind: 'pull_request', tenant: tenantId(1), repo: repoId(2), number: 3 },
    repo: { fullName: 'acme/shop', visibility: known('private', github) },
    trunk: revision('trunk'),
    base: revision('base'),
    head: revision('head'),
    target: { ref: 'main', isTrunk: true },
    files: differences(scene),
    pulls: known([3], github),
    title: 'Retry with jitter',
    description: known('', github),
    author: known({ login: 'author', kind: 'person' }, github),
    labels: known([], github),
    draft: known(false, github),
    fromFork: known(false, github),
    issues: known([], github),
    asOf: instant('2026-11-21T08:00:00Z'),
    ...scene.change,
  }
}

/** Gathers a gate's needs in rounds, as the conductor does, and judges. Any need that was not declared throws. */
export function judgeScene<S>(gate: Gate<S>, scene: Scene, options: Partial<S> = {}): GateResult {
  const change = changeOf(scene)
  const settings = { ...gate.settings.defaults, ...options }
  return gate.evaluate(change, settings, gatherScene(gate, scene, change, settings))
}

export function gatherScene<S>(gate: Gate<S>, scene: Scene, change: Change, settings: S): Facts {
  const answers = new Map<string, unknown>()
  const facts: Facts = {
    get<T>(need: Need<T>): T {
      if (!answers.has(needKey(need))) throw new UndeclaredNeed(need)
      return answers.get(needKey(need)) as T
    },
  }
  for (let round = 0; round < 4; round += 1) {
    const open = gate.needs(change, settings, facts, round).filter((need) => !answers.has(needKey(need)))
    if (open.length === 0) return facts
    for (const need of open) answers.set(needKey(need), answerOf(need, scene))
  }
  throw new Error('the gate asks without end')
}

function answerOf(need: Need, scene: Scene): unknown {
  if (need.kind === 'answer') {
    const given = scene.answers?.[need.provider]
    const answered: Known<Json> = given === undefined ? unknown('nobody can answer here') : known(given, { kind: 'given', by: 'test' })
    return answered
  }
  const entries = entriesOf(treeOf(scene, need.side)).filter((entry) => globSet(need.globs).matches(entry.path))
  if (need.kind === 'listing') return entries.map(({ path, oid: id, kind }): Entry => ({ path, oid: id, kind }))
  const blobs = entries.map(({ path, oid: id, bytes }): [Path, Blob] => {
    const limit = need.maxBytes?.[path] ?? scene.maxFileBytes ?? Number.POSITIVE_INFINITY
    return [path, bytes.length > limit ? { oid: id, bytes: undefined, why: `larger than ${limit} bytes` } : { oid: id, bytes }]
  })
  if (need.kind === 'contents') return new Map(blobs)
  const found = new Map<Path, Json>()
  const unread = new Map<Path, string>()
  for (const [path, blob] of blobs) {
    if (blob.bytes === undefined) unread.set(path, blob.why)
    else found.set(path, need.extractor.extract(blob.bytes, path))
  }
  return { found, unread }
}

function treeOf(scene: Scene, side: Side): Files {
  if (side === 'head') return scene.head
  const base = scene.base ?? {}
  return side === 'base' ? base : (scene.trunk ?? base)
}

function entriesOf(files: Files): (Entry & { bytes: Uint8Array })[] {
  return Object.entries(files)
    .map(([path, content]) => ({ path, oid: oidOf(content), kind: 'file' as const, bytes: typeof content === 'string' ? Buffer.from(content) : content }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function differences(scene: Scene): FileChange[] {
  const before = new Map(entriesOf(scene.base ?? {}).map((entry) => [entry.path, entry]))
  const after = new Map(entriesOf(scene.head).map((entry) => [entry.path, entry]))
  const renamedFrom = new Set(Object.values(scene.renames ?? {}))
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((path): FileChange[] => {
    const previousPath = scene.renames?.[path]
    const was = before.get(previousPath ?? path)
    const is = after.get(path)
    if (is && was && previousPath !== undefined) return [{ path, status: 'renamed', previousPath, before: side(was), after: side(is) }]
    if (renamedFrom.has(path) || was?.oid === is?.oid) return []
    if (!was) return is ? [{ path, status: 'added', after: side(is) }] : []
    return is ? [{ path, status: 'modified', before: side(was), after: side(is) }] : [{ path, status: 'removed', before: side(was) }]
  })
}

function side({ oid: id, kind }: Entry): Omit<Entry, 'path'> {
  return { oid: id, kind }
}

function revision(name: string) {
  return { commit: oidOf(`${name} commit`), tree: oidOf(name), ref: name }
}

function oidOf(content: string | Uint8Array): Oid {
  return oid(createHash('sha1').update(content).digest('hex'))
}

/** The reasons of one code, for short expectations. */
export function reasonsOf(result: GateResult, code: string): readonly Reason[] {
  return result.reasons.filter((reason) => reason.code === code)
}

/** `code level path:line` of every reason, in order. */
export function outline(result: GateResult): readonly string[] {
  return result.reasons.map(({ code, level, path, line }) =>
    [code, level, ...(path === undefined ? [] : [line === undefined ? path : `${path}:${line}`])].join(' '),
  )
}

export function messagesOf(result: GateResult): readonly string[] {
  return [result.summary, ...result.reasons.map((reason) => reason.message), ...result.nextSteps.map((step) => step.message)].map(plain)
}
