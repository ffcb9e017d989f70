import { LRUCache } from 'lru-cache'
import type { Revision } from '../model/change.ts'
import { type Oid, oid as parseOid } from '../model/ids.ts'
import { encodePath, type Path } from '../model/path.ts'
import { type FileVersion, ObjectMissing } from '../model/reading.ts'
import { WrongObject } from './failures.ts'
import { type Commit, parseCommit } from './objects/commit-object.ts'
import type { ObjectProcess } from './objects/object-process.ts'
import { type ObjectStore, viewOf } from './objects/object-view.ts'
import type { ObjectAnswer } from './objects/response-parser.ts'
import { fileAt, type TreeStore } from './objects/tree-store.ts'
import { runGit } from './run-git.ts'

/** A stretch of a branch. */
export interface Line {
  readonly tip: Oid
  /** Commits that this one reaches are left out. */
  readonly after?: Oid | undefined
  /** At most so many, counted from the tip. */
  readonly last?: number | undefined
}

/** Questions about commits. All throw ObjectMissing and WrongObject for ids that are no commits here. */
export interface History {
  /** The commit and tree that an id leads to, a tag's target included; undefined when it leads to no commit. */
  revision(oid: Oid): Promise<Revision | undefined>
  /** Throws MalformedCommit. */
  commit(oid: Oid): Promise<Commit>
  mergeBase(a: Oid, b: Oid): Promise<Oid | undefined>
  isAncestor(ancestor: Oid, descendant: Oid): Promise<boolean>
  /** The commits that first parents lead to, newest first. */
  firstParentLog(line: Line): AsyncIterable<Commit>
  versions(from: Oid, path: Path, limit: number): Promise<readonly FileVersion[]>
}

const MAX_COMMIT_BYTES = 4 * 1024 * 1024
/** 256 MB of ids are six million commits. */
const MAX_LOG_BYTES = 256 * 1024 * 1024
/** Commits read at once while walking a line. */
const PAGE = 100

export function history(store: ObjectStore, objects: ObjectProcess, trees: TreeStore): History {
  const revisions = new LRUCache<Oid, Revision>({ max: 5000 })
  const mergeBases = new LRUCache<string, Oid>({ max: 5000 })

  async function commits(oids: readonly Oid[]): Promise<readonly Commit[]> {
    const answers = await objects.contents(oids, MAX_COMMIT_BYTES)
    return oids.map((oid, index) => {
      const { bytes, size } = commitOf(oid, answers[index])
      if (!bytes) throw new WrongObject(oid, `commit of at most ${MAX_COMMIT_BYTES} bytes`, `commit of ${size}`)
      return parseCommit(oid, bytes)
    })
  }

  /** So that what git says about a missing commit need not be understood. */
  async function requireCommits(...oids: readonly Oid[]): Promise<void> {
    const answers = await objects.info(oids)
    for (const [index, oid] of oids.entries()) commitOf(oid, answers[index])
  }

  async function revList(args: readonly string[]): Promise<readonly Oid[]> {
    const { stdout } = await runGit(['rev-list', '--first-parent', ...args], { ...viewOf(store), maxBytes: MAX_LOG_BYTES })
    return stdout.toString('latin1').split('\n').filter(Boolean).map(parseOid)
  }

  return {
    async revision(oid) {
      const cached = revisions.get(oid)
      if (cached) return cached
      const [commit, tree] = await objects.info([`${oid}^{commit}`, `${oid}^{tree}`])
      if (!commit || !tree) return undefined
      const revision = { commit: parseOid(commit.oid), tree: parseOid(tree.oid) }
      revisions.set(oid, revision)
      return revision
    },
    async commit(oid) {
      const [commit] = await commits([oid])
      if (!commit) throw new ObjectMissing(oid)
      return commit
    },
    async mergeBase(a, b) {
      if (a === b) return a
      const key = a < b ? `${a} ${b}` : `${b} ${a}`
      const cached = mergeBases.get(key)
      if (cached) return cached
      await requireCommits(a, b)
      const { code, stdout } = await runGit(['merge-base', ...key.split(' ')], { ...viewOf(store), answers: [0, 1] })
      if (code === 1) return undefined // Not remembered: a shallow repository may be deepened.
      const base = parseOid(stdout.toString().trim())
      mergeBases.set(key, base)
      return base
    },
    async isAncestor(ancestor, descendant) {
      await requireCommits(ancestor, descendant)
      const { code } = await runGit(['merge-base', '--is-ancestor', ancestor, descendant], { ...viewOf(store), answers: [0, 1] })
      return code === 0
    },
    async *firstParentLog({ tip, after, last }) {
      await requireCommits(tip, ...(after === undefined ? [] : [after]))
      const oids = await revList([...(last === undefined ? [] : [`--max-count=${last}`]), tip, ...(after === undefined ? [] : [`^${after}`])])
      for (let at = 0; at < oids.length; at += PAGE) yield* await commits(oids.slice(at, at + PAGE))
    },
    async versions(from, path, limit) {
      await requireCommits(from)
      // A path that is no text cannot be an argument; nothing that anybody asks for by name is one.
      if (!path.isWellFormed() || encodePath(path).includes(0)) return []
      const oids = await revList([`--max-count=${limit}`, from, '--', `:(top,literal)${path}`])
      const found: FileVersion[] = []
      for (const commit of await commits(oids)) {
        const entry = await fileAt(commit.tree, path, trees)
        found.push({ commit: commit.commit, oid: entry?.kind === 'file' || entry?.kind === 'executable' ? entry.oid : undefined })
      }
      return found
    },
  }
}

function commitOf(oid: Oid, answer: ObjectAnswer) {
  if (!answer) throw new ObjectMissing(oid)
  if (answer.type !== 'commit') throw new WrongObject(oid, 'commit', answer.type)
  return answer
}
