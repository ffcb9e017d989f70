import { wordsOf } from './trigrams.ts'

/** What is compared of an entry of a card. */
export interface Wording {
  /** What a rewording has to keep: numbers with their units, names of code, and quoted text. */
  readonly terms: readonly string[]
  readonly negations: number
  /** Words of LIMITS, STRICT and HEDGES in it, verbs by their first form; and every word. */
  readonly limits: ReadonlySet<string>
  readonly strict: ReadonlySet<string>
  readonly hedges: ReadonlySet<string>
  readonly words: ReadonlySet<string>
}

const SMALL_NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
  ' ',
)
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ...SMALL_NUMBERS.map((word, value): [string, string] => [word, String(value)]),
  ...TENS.flatMap((ten, index): [string, string][] =>
    SMALL_NUMBERS.slice(0, 10).map((word, value) => [value === 0 ? ten : `${ten}-${word}`, String(20 + 10 * index + value)]),
  ),
  ['half', '0.5'],
  ['once', '1'],
  ['twice', '2'],
  ['dozen', '12'],
  ['hundred', '100'],
  ['thousand', '1000'],
  ['million', '1000000'],
])
/** Units by what they are short for. */
const UNITS: ReadonlyMap<string, string> = new Map(
  [
    'ms msec msecs millisecond milliseconds',
    's sec secs second seconds',
    'min mins minute minutes',
    'h hr hrs hour hours',
    'd day days',
    'week weeks',
    'month months',
    'year years',
    '% percent',
    'b byte bytes',
    'kb kib kilobyte kilobytes',
    'mb mib megabyte megabytes',
    'gb gib gigabyte gigabytes',
  ].flatMap((names) => names.split(' ').map((name): [string, string] => [name, names.split(' ')[0] ?? name])),
)
const NEGATIONS: ReadonlySet<string> = new Set('no not never none nothing nobody neither nor without cannot'.split(' '))
/** Words of which one turns the other around: any of the one side for any of the other. */
const OPPOSITES: readonly (readonly [string, string])[] = [
  ['most maximum max', 'least minimum min more'],
  ['least minimum min', 'less fewer'],
  ['above over exceed greater more longer later', 'below under less fewer lower shorter earlier sooner'],
  ['before until within', 'after'],
  ['all every each always both', 'some any sometimes one many most several few'],
  ['must shall', 'may can'],
  ['< ≤', '> ≥'],
  ['accept allow permit grant enable approve', 'reject deny forbid refuse disable decline block prohibit'],
  ['succeed pass success', 'fail failure error'],
  ['include', 'exclude omit'],
  ['keep retain preserve', 'delete discard drop remove lose'],
  ['show', 'hide mask'],
  ['start open', 'stop close'],
  ['lock', 'unlock'],
  ['encrypt', 'decrypt'],
  ['increase raise grow', 'decrease reduce shrink'],
  ['required mandatory', 'optional'],
  ['valid', 'invalid'],
  ['true', 'false'],
  ['on', 'off'],
  ['first', 'last'],
  ['ascending', 'descending'],
]
/** Verbs of OPPOSITES: in every form they are the same word. */
const VERBS =
  'exceed accept allow permit grant enable approve reject deny forbid refuse disable decline block prohibit succeed pass fail include exclude omit keep retain preserve delete discard drop remove lose show hide mask start open stop close lock unlock encrypt decrypt increase raise grow decrease reduce shrink'.split(
    ' ',
  )
const FORMS: ReadonlyMap<string, string> = new Map([
  ...VERBS.flatMap((verb) => formsOf(verb).map((form): [string, string] => [form, verb])),
  ...'forbidden forbid, kept keep, lost lose, hidden hide, shown show, grown grow, shrunk shrink, failures failure, errors error'
    .split(', ')
    .map((pair): [string, string] => [pair.split(' ')[0] ?? '', pair.split(' ')[1] ?? '']),
])

/** The forms of a regular verb: `drop`, `drops`, `dropped`, `dropping`. */
function formsOf(verb: string): readonly string[] {
  const stem = verb.endsWith('e') ? verb.slice(0, -1) : verb
  const past = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}i` : stem
  const doubled = `${verb}${verb.at(-1)}`
  return [verb, `${verb}s`, `${verb}es`, `${past}es`, `${past}ed`, `${stem}ing`, `${doubled}ed`, `${doubled}ing`]
}

const LIMITS = turnedBy(OPPOSITES)

/** Each word with those that turn it around. */
function turnedBy(pairs: typeof OPPOSITES): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  const add = (word: string, others: readonly string[]) => found.set(word, new Set([...(found.get(word) ?? []), ...others]))
  for (const pair of pairs) {
    const [one, other] = pair.map((words) => words.split(' '))
    for (const word of one ?? []) add(word, other ?? [])
    for (const word of other ?? []) add(word, one ?? [])
  }
  return found
}

/** Words that ask for more than the sentence without them, each with those that may stand for it. */
const STRICT: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ['exactly precisely', ''],
    ['only solely exclusively', 'alone nobody none nothing'],
    ['always invariably', 'every each all whenever never'],
    ['must shall', 'mandatory required'],
  ].flatMap(([words = '', others = '']) => words.split(' ').map((word): [string, string[]] => [word, `${words} ${others}`.trim().split(' ')])),
)
/** Words that ask for less than the sentence without them. */
const HEDGES: ReadonlySet<string> = new Set(
  'may might could should usually mostly sometimes rarely seldom often normally generally typically roughly approximately about optionally possibly ideally maybe unless except excepting preferably'.split(
    ' ',
  ),
)

export function wordingOf(text: string): Wording {
  const words = wordsOf(text)
  return {
    terms: [...numbersOf(words), ...namesOf(text)],
    negations: words.filter((word) => NEGATIONS.has(word) || word.endsWith("n't")).length,
    limits: new Set(words.map((word) => FORMS.get(word) ?? word).filter((word) => LIMITS.has(word))),
    strict: new Set(words.filter((word) => STRICT.has(word))),
    hedges: new Set(words.filter((word) => HEDGES.has(word))),
    words: new Set(words),
  }
}

/** Whether a rewording keeps every term, denies as often, turns nothing around, leaves out no strict word and hedges nothing. */
export function isFaithful(was: Wording, now: Wording): boolean {
  const there = new Map<string, number>()
  for (const term of now.terms) there.set(term, (there.get(term) ?? 0) + 1)
  for (const term of was.terms) {
    const left = there.get(term) ?? 0
    if (left === 0) return false
    there.set(term, left - 1)
  }
  if (was.negations !== now.negations) return false
  if ([...now.hedges].some((word) => !was.hedges.has(word))) return false
  if ([...was.strict].some((word) => !(STRICT.get(word) ?? []).some((other) => now.words.has(other)))) return false
  const gained = [...now.limits].filter((word) => !was.limits.has(word))
  return ![...was.limits].some((word) => !now.limits.has(word) && gained.some((other) => LIMITS.get(word)?.has(other)))
}

function numbersOf(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    const number = /^\d/.test(word) ? word.replaceAll(/,(?=\d{3})/g, '') : NUMBERS.get(word)
    if (number === undefined) return []
    const unit = UNITS.get(words[index + 1] ?? '')
    return [unit === undefined ? number : `${number} ${unit}`]
  })
}

/** Names of code (`retryAfter`, `max_tries`, `GET`, `a.b`, `/path`), and what stands in quotes or backticks. */
function namesOf(text: string): readonly string[] {
  const isQuoting = /[`"“]/.test(text)
  const quoted = isQuoting ? [...text.matchAll(QUOTED)].map((match) => match[1] ?? match[2] ?? match[3] ?? '') : []
  const bare = (isQuoting ? text.replaceAll(QUOTED, ' ') : text).match(/[\p{L}\p{N}_$./:#-]+/gu) ?? []
  return [
    ...quoted,
    ...bare
      .filter((word) => !/^[a-z]+[.:]?$/.test(word))
      .map(trimmed)
      .filter(isName),
  ]
}

const QUOTED = /`([^`]{1,200})`|"([^"]{1,200})"|“([^”]{1,200})”/gu

/** Without the punctuation of a sentence around it. */
function trimmed(word: string): string {
  let start = 0
  let end = word.length
  while (start < end && '.:#-'.includes(word[start] ?? '')) start += 1
  while (end > start && '.:#-/'.includes(word[end - 1] ?? '')) end -= 1
  return word.slice(start, end)
}

function isName(word: string): boolean {
  return /^[^\d]/.test(word) && /[_$/]|\p{L}[.:#]\p{L}|\p{Ll}\p{Lu}|^\p{Lu}{2}|\p{L}\d/u.test(word)
}
