/** What is compared of an entry of a card. */
export interface Wording {
  /** How often each run of three letters stands in it, words padded with a space. */
  readonly trigrams: ReadonlyMap<string, number>
  /** How many trigrams it has. */
  readonly size: number
  /** What a rewording has to keep: numbers with their units, names of code, and quoted text. */
  readonly terms: readonly string[]
  readonly negations: number
  /** Words of LIMITS and HEDGES in it. */
  readonly limits: ReadonlySet<string>
  readonly hedges: ReadonlySet<string>
}

const NUMBER_WORDS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ...NUMBER_WORDS.map((word, value): [string, string] => [word, String(value)]),
  ['once', '1'],
  ['twice', '2'],
  ['twenty', '20'],
  ['thirty', '30'],
  ['fifty', '50'],
  ['hundred', '100'],
  ['thousand', '1000'],
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
/** Words of which one turns the other around. */
const LIMITS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ['most maximum max', 'least minimum min'],
    ['above over exceeds greater more longer later', 'below under less fewer lower shorter earlier sooner'],
    ['before until', 'after'],
    ['all every each always both', 'some any sometimes one'],
    ['must', 'may can'],
    ['< ≤', '> ≥'],
  ].flatMap(([one = '', other = '']) => [
    ...one.split(' ').map((word): [string, readonly string[]] => [word, other.split(' ')]),
    ...other.split(' ').map((word): [string, readonly string[]] => [word, one.split(' ')]),
  ]),
)
/** Words that ask for less than the sentence without them. */
const HEDGES: ReadonlySet<string> = new Set(
  'may might could should usually mostly sometimes often normally generally typically roughly approximately about optionally possibly ideally maybe'.split(' '),
)

export function wordingOf(text: string): Wording {
  const words = wordsOf(text)
  const trigrams = new Map<string, number>()
  let size = 0
  for (const word of words) {
    const padded = ` ${word} `
    for (let at = 0; at + 3 <= padded.length; at += 1) {
      const trigram = padded.slice(at, at + 3)
      trigrams.set(trigram, (trigrams.get(trigram) ?? 0) + 1)
      size += 1
    }
  }
  return {
    trigrams,
    size,
    terms: [...numbersOf(words), ...namesOf(text)],
    negations: words.filter((word) => NEGATIONS.has(word) || word.endsWith("n't")).length,
    limits: new Set(words.filter((word) => LIMITS.has(word))),
    hedges: new Set(words.filter((word) => HEDGES.has(word))),
  }
}

/** How much of the letters of two wordings is the same: twice what they have in common of what they have together (Dice 1945). */
export function likeness(a: Wording, b: Wording): number {
  const [small, large] = a.trigrams.size < b.trigrams.size ? [a, b] : [b, a]
  let common = 0
  for (const [trigram, count] of small.trigrams) common += Math.min(count, large.trigrams.get(trigram) ?? 0)
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size)
}

/** Whether a rewording keeps every term, denies as often, turns no limit around and hedges nothing. */
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
  return ![...was.limits].some((word) => !now.limits.has(word) && (LIMITS.get(word) ?? []).some((other) => now.limits.has(other) && !was.limits.has(other)))
}

function wordsOf(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/\d+(?:[.,]\d+)*|[\p{L}_$][\p{L}\p{N}_$'-]*|[%<>≤≥=]/gu) ?? []
  )
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
  const quoted = [...text.matchAll(/`([^`]{1,200})`|"([^"]{1,200})"|“([^”]{1,200})”/gu)].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
  const bare = text.replaceAll(/`[^`]{1,200}`|"[^"]{1,200}"|“[^”]{1,200}”/gu, ' ').match(/[\p{L}\p{N}_$./:#-]+/gu) ?? []
  return [...quoted, ...bare.map(trimmed).filter(isName)]
}

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
