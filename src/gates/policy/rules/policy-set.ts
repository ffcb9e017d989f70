import { LRUCache } from 'lru-cache'
import { digestOf } from '../../../model/digest.ts'
import type { Json } from '../../../model/json.ts'
import { compile, type Policy, parseModule, RegoErrors } from '../../../rego/index.ts'
import { type Speaker, speakersOf } from './speakers.ts'

/** The policies that judge a change: modules with the data that they read. */
export interface PolicySources {
  readonly modules: readonly { readonly name: string; readonly text: string }[]
  /** What stands under `data` beside rules. */
  readonly data: { readonly [key: string]: Json }
}

export interface PolicyProblem {
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Policies that can be asked, or all that is wrong with them. */
export type PolicySet =
  | { readonly policy: Policy; readonly speakers: readonly Speaker[]; readonly problems: readonly [] }
  | { readonly policy?: undefined; readonly speakers: readonly []; readonly problems: readonly PolicyProblem[] }

/** Compiled sets by the digest of their sources: a search judges thousands of changes by the same one. */
const compiled = new LRUCache<string, PolicySet>({ max: 32 })

/** Compiles policies, once for the same sources. What is wrong with any of them is all that comes back then: half a set of rules is none. */
export function policySet(sources: PolicySources): PolicySet {
  const key = digestOf(sources as unknown as Json)
  const known = compiled.get(key)
  if (known) return known
  const made = compileSet(sources)
  compiled.set(key, made)
  return made
}

function compileSet({ modules, data }: PolicySources): PolicySet {
  try {
    const parsed = modules.map(({ name, text }) => ({ name, module: parseModule(name, text) }))
    // By their texts, so that explanations can quote them.
    return { policy: compile(modules, { data }), speakers: speakersOf(parsed), problems: [] }
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
    return {
      speakers: [],
      problems: error.errors.slice(0, 50).map(({ file, row, code, message }) => ({ file: file ?? '', line: row ?? 1, message: `${code}: ${message}` })),
    }
  }
}
