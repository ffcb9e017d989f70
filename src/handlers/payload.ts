import { type Oid, oid } from '../model/ids.ts'
import { isObject } from '../model/json.ts'
import type { RepoFacts } from './signal.ts'

/** A delivery that is signed but not of the shape that GitHub documents. Answered with 400, kept nowhere. */
export class MalformedPayload extends Error {
  override name = 'MalformedPayload'
}

const MAX_TEXT = 70_000

/** Reads a webhook payload field by field; what is not there or of another type raises MalformedPayload with its path. */
export class Payload {
  readonly #value: { readonly [key: string]: unknown }
  readonly #path: string

  constructor(value: unknown, path = 'payload') {
    if (!isObject(value)) throw new MalformedPayload(`${path} is not an object`)
    this.#value = value
    this.#path = path
  }

  object(key: string): Payload {
    return new Payload(this.#value[key], `${this.#path}.${key}`)
  }

  /** The object at `key`, or undefined where GitHub sends null or nothing. */
  maybe(key: string): Payload | undefined {
    const value = this.#value[key]
    return value === undefined || value === null ? undefined : new Payload(value, `${this.#path}.${key}`)
  }

  list(key: string): readonly Payload[] {
    const value = this.#value[key]
    if (!Array.isArray(value)) throw this.#wrong(key, 'a list')
    return value.map((item, index) => new Payload(item, `${this.#path}.${key}[${index}]`))
  }

  /** The list at `key`, empty where GitHub sends null or nothing. */
  maybeList(key: string): readonly Payload[] {
    const value = this.#value[key]
    return value === undefined || value === null ? [] : this.list(key)
  }

  /** The texts of the list at `key`; anything else in it, or in its place, is left out. */
  texts(key: string): readonly string[] {
    const value = this.#value[key]
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
  }

  text(key: string): string {
    const value = this.#value[key]
    if (typeof value !== 'string') throw this.#wrong(key, 'a text')
    if (value.length > MAX_TEXT) throw this.#wrong(key, `a text of at most ${MAX_TEXT} characters`)
    return value
  }

  /** A branch's name or a full ref. Git has no control characters in one, and the queue's keys are made of them. */
  ref(key: string): string {
    const value = this.text(key)
    if (value === '' || value.length > 1024 || /\p{Cc}/u.test(value) || !value.isWellFormed()) throw this.#wrong(key, 'a ref')
    return value
  }

  maybeText(key: string): string | undefined {
    const value = this.#value[key]
    return value === undefined || value === null ? undefined : this.text(key)
  }

  id(key: string): number {
    const value = this.#value[key]
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value <= 0) throw this.#wrong(key, 'a positive whole number')
    return value
  }

  flag(key: string): boolean {
    return this.#value[key] === true
  }

  /** A flag, or undefined where it is not said. */
  maybeFlag(key: string): boolean | undefined {
    const value = this.#value[key]
    return typeof value === 'boolean' ? value : undefined
  }

  oid(key: string): Oid {
    try {
      return oid(this.text(key))
    } catch {
      throw this.#wrong(key, 'a git object id')
    }
  }

  #wrong(key: string, expected: string): MalformedPayload {
    return new MalformedPayload(`${this.#path}.${key} is not ${expected}`)
  }
}

/** The installation an event was sent for: our tenant. */
export function tenantOf(payload: Payload): number {
  return payload.object('installation').id('id')
}

/** What the payload says of its repository. `key` where it is not `repository`. */
export function repoOf(payload: Payload, key = 'repository'): RepoFacts {
  return repoFacts(payload.object(key))
}

export function repoFacts(repository: Payload): RepoFacts {
  const defaultBranch = repository.maybeText('default_branch')
  const visibility = visibilityOf(repository)
  const archived = repository.maybeFlag('archived')
  return {
    id: repository.id('id'),
    fullName: fullNameOf(repository),
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(archived === undefined ? {} : { archived }),
  }
}

/** GitHub's own rule for names; anything else would end up in a URL. */
function fullNameOf(repository: Payload): string {
  const name = repository.text('full_name')
  if (!/^[A-Za-z0-9_.-]{1,100}\/[A-Za-z0-9_.-]{1,100}$/.test(name)) throw new MalformedPayload('full_name is not owner/name')
  return name
}

function visibilityOf(repository: Payload): RepoFacts['visibility'] {
  const visibility = repository.maybeText('visibility')
  if (visibility === 'public' || visibility === 'private' || visibility === 'internal') return visibility
  return repository.flag('private') ? 'private' : undefined
}
