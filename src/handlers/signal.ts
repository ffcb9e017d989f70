import type { Topic } from '../model/gate.ts'
import type { Oid } from '../model/ids.ts'
import type { Payload } from './payload.ts'

/**
 * What a delivery means to us: all that is kept of it. Small plain data, stored in the inbox before GitHub is
 * answered, turned into queue jobs and rows afterwards (conductor/intake.ts). Ids are GitHub's; `repo` carries what the event
 * says of the repository now, since names change.
 */
export type Signal =
  | PullSignal
  | HeadSignal
  | {
      readonly kind: 'group'
      readonly tenant: number
      readonly repo: RepoFacts
      readonly headRef: string
      readonly headSha: Oid
      readonly baseRef: string
      readonly baseSha: Oid
      readonly over: boolean
      readonly why: string
    }
  | {
      readonly kind: 'push'
      readonly tenant: number
      readonly repo: RepoFacts
      readonly ref: string
      readonly after: Oid
      /** Paths of settings files (`maestro.yml`, wherever) that its commits touch, as far as GitHub names them. */
      readonly settings: readonly string[]
      readonly why: string
    }
  | CommandSignal
  | {
      readonly kind: 'installation'
      readonly tenant: number
      readonly account: string
      readonly accountId: number
      readonly state: 'active' | 'suspended' | 'deleted'
    }
  | { readonly kind: 'repositories'; readonly tenant: number; readonly added: readonly RepoFacts[]; readonly removed: readonly number[] }
  | { readonly kind: 'repository'; readonly tenant: number; readonly repo: RepoFacts; readonly gone: boolean }

/** Why a subject is wanted when a person asked GitHub to run our checks again. */
export const CHECKS_ASKED_AGAIN = { suite: 'check_suite.rerequested', run: 'check_run.rerequested' } as const

/** Something happened on a commit: whatever has it as its head may have to be judged again. */
export interface HeadSignal {
  readonly kind: 'head'
  readonly tenant: number
  readonly repo: RepoFacts
  readonly sha: Oid
  /** Whom it concerns; a person who asks is always heard. */
  readonly topic: 'asked' | Topic
  /** The App whose check suite completed: that of our own runs tells us nothing. */
  readonly app?: number
  readonly why: string
}

/** A pull request may have to be judged again. */
export interface PullSignal {
  readonly kind: 'pull'
  readonly tenant: number
  readonly repo: RepoFacts
  readonly number: number
  readonly headSha: Oid
  readonly headRef: string
  readonly baseRef: string
  readonly state: 'open' | 'closed' | 'merged'
  readonly draft: boolean
  /** Where it concerns only decisions that listen to it. */
  readonly topic?: Topic
  /** What happened, for the card's «last evaluated, and why»: `pull_request.synchronize`. */
  readonly why: string
}

/** A comment that may hold slash commands. */
export interface CommandSignal {
  readonly kind: 'command'
  readonly tenant: number
  readonly repo: RepoFacts
  readonly number: number
  readonly commentId: number
  readonly body: string
  readonly by: string
}

/** What an event's payload says of its repository. */
export interface RepoFacts {
  readonly id: number
  readonly fullName: string
  readonly defaultBranch?: string
  readonly visibility?: 'public' | 'private' | 'internal'
  readonly archived?: boolean
}

/** Checks one event's payload and says what it means; [] when it cannot change anything. Throws MalformedPayload. */
export type Handler = (payload: Payload) => readonly Signal[]
