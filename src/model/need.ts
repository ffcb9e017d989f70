import type { Entry } from './change.ts'
import { digestOf } from './digest.ts'
import type { Glob } from './glob.ts'
import type { Digest, Oid } from './ids.ts'
import type { Json } from './json.ts'
import type { Known } from './known.ts'
import type { Path } from './path.ts'

/** Which of a change's three trees is read: what governs, what it starts from, what it would become. */
export type Side = 'trunk' | 'base' | 'head'

/** The bytes of one file, or why they are not there (over the size bound, a submodule). */
export type Blob = { readonly oid: Oid; readonly bytes: Uint8Array } | { readonly oid: Oid; readonly bytes: undefined; readonly why: string }

/**
 * A pure function of one file, remembered by blob id: parsed once, used for every change whose trees hold it.
 * Raise `version` whenever the same bytes would give another value.
 */
export interface Extractor<T extends Json = Json> {
  readonly id: string
  readonly version: string
  /** What besides the bytes the value depends on, as text: usually the extension. The same blob is kept once for each. */
  variant(path: Path): string
  extract(bytes: Uint8Array, path: Path): T
}

/**
 * What a gate asks for before it judges. The answer's type travels with it, so `facts.get(need)` is typed, and
 * a need that was not declared cannot be read (UndeclaredNeed).
 */
export type Need<T = unknown> = ListingNeed<T> | ContentsNeed<T> | ExtractsNeed<T> | AnswerNeed<T>

declare const answerType: unique symbol
interface Answers<T> {
  /** Type only: what `facts.get` gives for this need. */
  readonly [answerType]?: T
}
interface ListingNeed<T> extends Answers<T> {
  readonly kind: 'listing'
  readonly side: Side
  readonly globs: readonly Glob[]
}
interface ContentsNeed<T> extends Answers<T>, Bounded {
  readonly kind: 'contents'
  readonly side: Side
  readonly globs: readonly Glob[]
}
interface ExtractsNeed<T> extends Answers<T>, Bounded {
  readonly kind: 'extracts'
  readonly side: Side
  readonly globs: readonly Glob[]
  readonly extractor: Extractor
}
interface Bounded {
  /** By path, how many bytes of a file are read where that is not the usual bound. Whoever gathers has a ceiling. */
  readonly maxBytes?: Readonly<Record<Path, number>>
}
/** A question to something outside the trees (history, evidence, approvals, a policy engine), answered by the provider of that name. */
interface AnswerNeed<T> extends Answers<T> {
  readonly kind: 'answer'
  readonly provider: string
  readonly question: Json
}

/** The entries of a tree that match, sorted by path. */
export function listing(side: Side, globs: readonly Glob[]): Need<readonly Entry[]> {
  return { kind: 'listing', side, globs }
}

/** The files that match with their bytes, in path order. Symbolic links and submodules have no bytes. */
export function contents(side: Side, globs: readonly Glob[], bound: Bounded = {}): Need<ReadonlyMap<Path, Blob>> {
  return { kind: 'contents', side, globs, ...bound }
}

/** What an extractor finds in each file that matches, in path order. A file that cannot be read is left out and listed under `unread`. */
export function extracts<T extends Json>(side: Side, globs: readonly Glob[], extractor: Extractor<T>, bound: Bounded = {}): Need<Extracts<T>> {
  return { kind: 'extracts', side, globs, extractor, ...bound }
}

/** An outside answer; unknown when the provider cannot be had in this setting (a replay has no approvals). */
export function answer<T extends Json>(provider: string, question: Json): Need<Known<T>> {
  return { kind: 'answer', provider, question }
}

export interface Extracts<T> {
  readonly found: ReadonlyMap<Path, T>
  readonly unread: ReadonlyMap<Path, string>
}

/** A need is asked about again and again while a change is judged. */
const keys = new WeakMap<Need, Digest>()

/** Equal needs have equal keys: gathered once, whoever asks. Keys are what stored inputs are filed under. */
export function needKey(need: Need): Digest {
  const known = keys.get(need) ?? digestOf(needIdentity(need))
  keys.set(need, known)
  return known
}

/** A need as plain data: what it is keyed by, and what the stored inputs of a decision show to a person. */
export function needIdentity(need: Need): Json {
  if (need.kind === 'answer') return { kind: need.kind, provider: need.provider, question: need.question }
  if (need.kind === 'listing') return { kind: need.kind, side: need.side, globs: need.globs }
  const bound = need.maxBytes === undefined ? {} : { maxBytes: need.maxBytes }
  if (need.kind === 'contents') return { kind: need.kind, side: need.side, globs: need.globs, ...bound }
  return { kind: need.kind, side: need.side, globs: need.globs, extractor: `${need.extractor.id}@${need.extractor.version}`, ...bound }
}

/** Everything gathered for one change. */
export interface Facts {
  get<T>(need: Need<T>): T
}

export class UndeclaredNeed extends Error {
  override name = 'UndeclaredNeed'
  constructor(need: Need) {
    super(`a gate read what it had not declared: ${JSON.stringify(needIdentity(need))}`)
  }
}
