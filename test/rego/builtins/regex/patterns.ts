import fc from 'fast-check'

/** Patterns of RE2 over a small alphabet, with everything that `parse.ts` reads and some that it leaves to re2js. */
export const patterns: fc.Arbitrary<string> = fc.letrec<{ pattern: string; sequence: string; piece: string; atom: string }>((tie) => ({
  pattern: fc.oneof(
    { withCrossShrink: true, maxDepth: 3 },
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('pattern')).map((items) => items.join('|')),
  ),
  sequence: fc.array(tie('piece'), { maxLength: 4 }).map((pieces) => pieces.join('')),
  piece: fc.tuple(tie('atom'), fc.constantFrom('', '', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}', '{0,2}?', '{2,}')).map((both) => both.join('')),
  atom: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'c', '-', '\\.', 'é', '😀', '\\n', '\\x41', '\\x{1F600}', ' ', 'k', 's', '_') },
    {
      weight: 3,
      arbitrary: fc.constantFrom('[ab]', '[^a]', '[a-c]', '[^a-c\\n]', '[[:alpha:]-]', '[\\d_]', '[^\\w]', '[]a]', '[é-ü]', '[b\\-.]', '[[:^space:]]'),
    },
    { weight: 2, arbitrary: fc.constantFrom('.', '\\w', '\\W', '\\s', '\\S', '\\d', '\\D', '\\pL', '\\p{Greek}') },
    { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z') },
    { weight: 2, arbitrary: tie('pattern').map((inner) => `(${inner})`) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('(?:', '(?i:', '(?s:', '(?m:', '(?im-s:', '(?P<n>'), tie('pattern')).map(([open, inner]) => `${open}${inner})`),
    },
    { weight: 1, arbitrary: fc.constantFrom('(?i)', '(?s)', '(?m)') },
  ),
})).pattern

const characters = [
  'a',
  'b',
  'c',
  'A',
  'B',
  'k',
  'K',
  's',
  '-',
  '.',
  '_',
  '0',
  '7',
  ' ',
  '\n',
  '\r',
  '\t',
  '\v',
  'é',
  'É',
  'α',
  '😀',
  '\u00a0',
  '\u2028',
  '\u212a',
  '\u017f',
  '\u0130',
]

export const texts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom(...characters), maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 30 }),
)

/** What makes a backtracking matcher work: something said again and again. */
export const repetitiveTexts: fc.Arbitrary<string> = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 3 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '_'), minLength: 1, maxLength: 3 }),
    fc.nat(60),
    fc.constantFrom('', 'a', '!', 'b-'),
  )
  .map(([before, unit, times, after]) => before + unit.repeat(times) + after)

/** A text of a and b without any order, always the same. */
export function mixed(length: number): string {
  let seed = 1
  return Array.from({ length }, () => {
    seed = (seed * 48271) % 2147483647
    return seed % 2 === 0 ? 'a' : 'b'
  }).join('')
}
