import { BuiltinError } from '../../errors.ts'
import { RecentlyUsed } from '../../values/recently-used.ts'
import type { Host } from '../builtin.ts'
import type { Finder } from './match.ts'
import { Native } from './native.ts'
import { Re2 } from './re2.ts'
import { largestProgram, programSize } from './size.ts'
import { Tester } from './tester.ts'

const mostKept = 200
/** To find matches, a pattern is worth a proof (a fraction of a millisecond) once it was used this often. */
const oftenEnough = 200
/** In a text of so many UTF-16 units it is worth one at once: re2js may read all the rest of the text for each match. */
const longEnough = 1000

/** By source. A pattern's text is its whole meaning, so one cache serves every policy. */
const kept = new RecentlyUsed<string, Regex>(mostKept)
/** The one that was asked for last: most often it is asked for again, by the same string. */
let last: Regex | undefined
let lastSource: string | undefined

/** A pattern of RE2. It changes the engine as it is used; what it finds stays the same. */
export class Regex {
  private readonly source: string
  private readonly re2: Re2
  private tester: Tester | 'none' | undefined
  private native: Native | 'none' | undefined
  private uses = 0
  constructor(source: string) {
    this.source = source
    this.re2 = new Re2(source)
  }

  get groupCount(): number {
    return this.re2.groupCount
  }

  get groupNames(): ReadonlyMap<string, number> {
    return this.re2.groupNames
  }

  test(text: string): boolean {
    this.tester ??= Tester.of(this.source) ?? 'none'
    if (this.tester !== 'none') {
      const found = this.tester.test(text)
      if (found !== undefined) return found
      this.tester = 'none'
    }
    return this.re2.test(text)
  }

  finder(text: string): Finder {
    return (this.nativeFor(text) ?? this.re2).finder(text)
  }

  /** What splits and replaces as Go does; undefined where that is not known of this pattern. */
  globalFor(text: string): RegExp | undefined {
    return this.nativeFor(text)?.global
  }

  private nativeFor(text: string): Native | undefined {
    this.uses += 1
    if (this.uses >= oftenEnough || text.length >= longEnough) this.native ??= Native.of(this.source) ?? 'none'
    return this.native === undefined || this.native === 'none' || text.length > this.native.longest ? undefined : this.native
  }
}

/** The compiled pattern; a BuiltinError, with Go's words, when it is wrong. */
export function regexOf(source: string, host: Host): Regex {
  if (last !== undefined && lastSource === source) return last
  last = kept.get(source) ?? compiled(source, host)
  lastSource = source
  return last
}

function compiled(source: string, host: Host): Regex {
  const size = programSize(source)
  host.spend(size)
  if (size > largestProgram) throw new BuiltinError('error parsing regexp: expression too large')
  const regex = created(source)
  kept.set(source, regex)
  return regex
}

function created(source: string): Regex {
  try {
    return new Regex(source)
  } catch (error) {
    throw new BuiltinError(error instanceof Error ? error.message : String(error))
  }
}
