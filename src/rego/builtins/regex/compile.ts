import { LRUCache } from 'lru-cache'
import { BuiltinError } from '../../errors.ts'
import type { Host } from '../builtin.ts'
import { type Engine, type Finder, nativeEngine, re2Engine } from './engine.ts'
import { largestProgram, programSize } from './size.ts'

const mostKept = 400
/** A pattern is worth a proof (a fraction of a millisecond) once it was used this often. */
const oftenEnough = 200

/** By source. A pattern's text is its whole meaning, so one cache serves every policy. */
const kept = new LRUCache<string, Regex>({ max: mostKept })

/** A pattern of RE2. It changes the engine once it is used often; what it finds stays the same. */
export class Regex {
  private readonly re2: Engine
  private readonly source: string
  private native: Engine | undefined
  private uses = 0
  constructor(source: string) {
    this.source = source
    this.re2 = re2Engine(source)
  }

  get groupCount(): number {
    return this.re2.groupCount
  }

  get groupNames(): ReadonlyMap<string, number> {
    return this.re2.groupNames
  }

  test(text: string): boolean {
    return this.engine(text, 'first').test(text)
  }

  finder(text: string): Finder {
    return this.engine(text, 'all').finder(text)
  }

  private engine(text: string, matches: 'first' | 'all'): Engine {
    this.uses += 1
    if (this.uses === oftenEnough) this.native = nativeEngine(this.source)
    return this.native === undefined || text.length > this.native.longest[matches] ? this.re2 : this.native
  }
}

/** The compiled pattern; a BuiltinError, with Go's words, when it is wrong. */
export function regexOf(source: string, host: Host): Regex {
  const known = kept.get(source)
  if (known !== undefined) return known
  const size = programSize(source)
  host.spend(size)
  if (size > largestProgram) throw new BuiltinError('error parsing regexp: expression too large')
  const regex = compiled(source)
  kept.set(source, regex)
  return regex
}

function compiled(source: string): Regex {
  try {
    return new Regex(source)
  } catch (error) {
    throw new BuiltinError(error instanceof Error ? error.message : String(error))
  }
}
