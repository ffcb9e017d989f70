import { isNumber } from '../../../values/numbers.ts'
import { RecentlyUsed } from '../../../values/recently-used.ts'
import { regoText } from '../../../values/rego-text.ts'
import type { Value } from '../../../values/value.ts'
import { LONGEST_TEXT } from '../size.ts'

type Verb = 's' | 'd' | 'v'

/** A format of texts and verbs that are nothing but a letter, as most are: `texts` has one more than `verbs`. */
interface PlainFormat {
  readonly texts: readonly string[]
  readonly verbs: readonly Verb[]
}

const MOST_KEPT = 200
const LONGEST_KEPT = 1000
const known = new RecentlyUsed<string, PlainFormat | { readonly texts: undefined }>(MOST_KEPT)

/** What `sprintf` makes of a plain format and values that fit it; undefined for all others. */
export function plainSprintf(format: string, values: readonly Value[]): string | undefined {
  let plain = known.get(format)
  if (plain === undefined) {
    plain = plainFormatOf(format) ?? { texts: undefined }
    if (format.length <= LONGEST_KEPT) known.set(format, plain)
  }
  return plain.texts === undefined || plain.verbs.length !== values.length ? undefined : filled(plain, values)
}

function plainFormatOf(format: string): PlainFormat | undefined {
  const texts: string[] = []
  const verbs: Verb[] = []
  let start = 0
  for (let at = format.indexOf('%'); at >= 0; at = format.indexOf('%', start)) {
    const verb = format[at + 1]
    if (verb !== 's' && verb !== 'd' && verb !== 'v') return undefined
    texts.push(format.slice(start, at))
    verbs.push(verb)
    start = at + 2
  }
  texts.push(format.slice(start))
  return { texts, verbs }
}

function filled({ texts, verbs }: PlainFormat, values: readonly Value[]): string | undefined {
  let result = texts[0] ?? ''
  for (let index = 0; index < verbs.length; index++) {
    const text = printed(verbs[index] ?? 'v', values[index] ?? null)
    if (text === undefined || result.length + text.length > LONGEST_TEXT) return undefined
    result += text + (texts[index + 1] ?? '')
  }
  return result
}

function printed(verb: Verb, value: Value): string | undefined {
  if (typeof value === 'string') return verb === 'd' ? undefined : value
  if (typeof value === 'number') return verb !== 's' && Number.isInteger(value) ? String(value) : undefined
  return verb === 'd' || isNumber(value) ? undefined : regoText(value)
}
