import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CardFile, cardFile } from '../../../src/gates/spec/spec-cards/card-file.ts'
import { Search } from '../../../src/gates/spec/spec-cards/card-lookup.ts'
import { cardsCovering, nextFreeId, specIndex } from '../../../src/gates/spec/spec-cards/spec-index.ts'
import { testFile } from '../../../src/gates/spec/tests/test-file.ts'
import { plain } from '../../../src/model/phrase.ts'

function read(path: string, text: string): CardFile {
  return cardFile.extract(Buffer.from(text), path)
}

function problems(path: string, text: string): readonly string[] {
  return read(path, text).problems.map(({ line, message }) => `${line}: ${plain(message)}`)
}

const FULL = 'given: a\nwhen: b\nthen: c\nacceptance: d\nsurfaces: src/**\n'

describe('a Spec Card in YAML', () => {
  it('is read with the line of each part', () => {
    const text =
      'id: SPEC-142\ntitle: Retries\nowner: acme/api\nstatus: retired\ngiven:\n  - a\n  - b\nwhen: c\nthen: d\nacceptance: [e,\n f]\nsurfaces:\n  - src/api/**\n'
    expect(read('a.yml', text)).toEqual({
      problems: [],
      patterns: 'src/api/**'.length,
      cards: [
        {
          id: 'SPEC-142',
          line: 1,
          title: 'Retries',
          owner: 'acme/api',
          status: 'retired',
          given: [
            { text: 'a', line: 6 },
            { text: 'b', line: 7 },
          ],
          when: [{ text: 'c', line: 8 }],
          expected: [{ text: 'd', line: 9 }],
          acceptance: [
            { text: 'e', line: 10 },
            { text: 'f', line: 11 },
          ],
          surfaces: [{ text: 'src/api/**', line: 13 }],
        },
      ],
    })
  })

  it.each([
    ['several documents', `id: SPEC-1\n${FULL}---\nid: SPEC-2\n${FULL}`],
    [
      'a list',
      `- {id: SPEC-1, given: a, when: b, then: c, acceptance: d, surfaces: x}\n- {id: spec-2, given: a, when: b, then: c, acceptance: d, surfaces: x}\n`,
    ],
    ['Windows line ends and a byte order mark', `\ufeffid: SPEC-1\r\n${FULL}---\r\nid: SPEC-2\r\n${FULL}`],
  ])('may be one of %s', (_, text) => {
    expect(read('a.yaml', text).cards.map((card) => `${card.id} ${card.status}`)).toEqual(['SPEC-1 active', 'SPEC-2 active'])
    expect(read('a.yaml', text).problems).toEqual([])
  })

  it.each([
    ['no id', FULL, '1: a card needs an `id`'],
    ['an id that is none', `id: CARD-1\n${FULL}`, "1: `CARD-1` is no card's id: it must be `SPEC-` and end in a number"],
    ['a key that is misspelt', `id: SPEC-1\n${FULL}surface: x\n`, '7: the key `surface` means nothing here, did you mean `surfaces`?'],
    ['a key that is given twice', `id: SPEC-1\n${FULL}when: x\n`, '7: the key `when` is given twice'],
    ['a status that is none', `id: SPEC-1\n${FULL}status: activ\n`, '7: `activ` is no status (draft, active, retired), did you mean `active`?'],
    ['a surface that is no pattern', `id: SPEC-1\n${FULL.replace('src/**', '"src/[a"')}`, '6: `src/[a` is no path pattern: `[` without `]` in `[a`'],
    ['parts that are missing', 'id: SPEC-1\nwhen: x\n', '1: `SPEC-1` is active and says nothing under `given, then, acceptance, surfaces`'],
    ['a part that is a map', `id: SPEC-1\n${FULL}title: {a: b}\n`, '7: `title` must be a text of 1 to 2000 characters'],
    ['no mapping', 'hello\n', '1: a mapping of keys and values is wanted here'],
    ['a syntax error', `id: SPEC-1\n${FULL}title: "x\n`, '8: no valid YAML:'],
  ])('with %s is reported at its line', (_, text, message) => {
    expect(
      problems('a.yml', text).some((each) => each.startsWith(message)),
      problems('a.yml', text).join('\n'),
    ).toBe(true)
  })

  it('lacks nothing as a draft that has an id', () => {
    expect(problems('a.yml', 'id: SPEC-1\nstatus: draft\n')).toEqual([])
  })
})

describe('a Spec Card in Markdown', () => {
  it('is a heading with labelled lines and lists', () => {
    const text = [
      '# SPEC-142: Retries stay within the budget',
      '',
      '**Status:** draft',
      'Some prose. Then more.',
      '- **Given** a caller',
      '- **When** the call fails',
      '- **Then** it is tried again',
      '- And stops at the budget',
      '',
      'Surfaces: `src/a.ts`, `src/{b,c}.ts`',
      '',
      '## Acceptance criteria',
      '1. given a budget of 3, three calls',
      '2. then silence',
      '',
      '```',
      '- Given a code block',
      '# SPEC-999: not a card',
      '```',
      '## Notes',
      '- nothing',
    ].join('\n')
    expect(read('a.md', text).cards).toMatchObject([
      {
        id: 'SPEC-142',
        line: 1,
        title: 'Retries stay within the budget',
        status: 'draft',
        given: [{ text: 'a caller', line: 5 }],
        when: [{ text: 'the call fails', line: 6 }],
        expected: [
          { text: 'it is tried again', line: 7 },
          { text: 'stops at the budget', line: 8 },
        ],
        surfaces: [
          { text: 'src/a.ts', line: 10 },
          { text: 'src/{b,c}.ts', line: 10 },
        ],
        acceptance: [
          { text: 'given a budget of 3, three calls', line: 13 },
          { text: 'then silence', line: 14 },
        ],
      },
    ])
  })

  it('may have sections, and stand with others in one file', () => {
    const one = (id: string) => `## ${id} — x\n### Given\na\n### When\nb\n### Then\nc\n### Acceptance\n- d\n### Surfaces\n- \`src/**\`\n`
    const { cards, problems: found } = read('a.md', `# Specs\n\n${one('SPEC-1')}\n${one('SPEC-2')}`)
    expect(cards.map(({ id, line, surfaces }) => [id, line, surfaces[0]?.text])).toEqual([
      ['SPEC-1', 3, 'src/**'],
      ['SPEC-2', 15, 'src/**'],
    ])
    expect(found).toEqual([])
  })

  it('may have its parts in front matter, which counts before the body', () => {
    const text = '---\nid: SPEC-7\nsurfaces: [src/x.ts]\n---\n# Retries\n\nGiven a\nWhen b\nThen c\n\nAcceptance:\n- d\n\nSurfaces:\n- src/y.ts\n'
    expect(read('a.md', text)).toMatchObject({
      problems: [],
      cards: [{ id: 'SPEC-7', line: 2, title: 'Retries', given: [{ line: 7 }], acceptance: [{ line: 12 }], surfaces: [{ text: 'src/x.ts', line: 3 }] }],
    })
  })

  it.each([
    ['a read-me', '# Specs\n\nGiven that SPEC-1 exists, see `SPEC-1`.\n'],
    ['an empty file', ''],
    ['front matter of something else', '---\ntitle: x\n---\n# Given\n'],
  ])('is not seen in %s', (_, text) => {
    expect(read('a.md', text).cards).toEqual([])
  })

  it('with errors in its front matter is reported at the line of the file', () => {
    expect(problems('a.md', `---\nid: SPEC-1\nsurfcaes: x\n${FULL}---\n`)).toEqual(['3: the key `surfcaes` means nothing here, did you mean `surfaces`?'])
  })
})

describe('a card file from anywhere', () => {
  const ALIASES = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((name, index) => `${name}: &${name} [${new Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
    .join('\n')}\n`

  it.each([
    ['of aliases that multiply', 'a.yml', ALIASES, 'too large: more than 20000 values, counting what aliases repeat'],
    ['that is nested without end', 'a.yml', '['.repeat(5000), ''],
    ['that is nested too deep', 'a.yml', `id: ${'['.repeat(30)}${']'.repeat(30)}`, 'nested more than 24 deep'],
    ['of too many words', 'a.yml', '- a\n'.repeat(30_000), 'too large: more than 60000 words and signs'],
    ['that is too large', 'a.md', 'x'.repeat(10_000_000), 'cannot be read: larger than 262144 bytes'],
    ['that is binary', 'a.md', '\0', 'cannot be read: binary'],
    ['that repeats itself', 'a.yml', 'id: &a [*a]', '`*a` repeats something that does not stand before it'],
  ])('%s is a problem and no more', (_, path, text, message) => {
    const file = read(path, text)
    expect(file.cards).toEqual([])
    expect(file.problems.length).toBeGreaterThan(0)
    expect(file.problems.map((problem) => plain(problem.message)).join('\n')).toContain(message)
  })

  it('never throws', () => {
    const pieces = fc.constantFrom(
      'id: SPEC-1',
      '---',
      '# SPEC-1',
      'Given',
      '**Given**',
      ' - ',
      '- a',
      ': ',
      '[',
      '{',
      '&a',
      '*a',
      '\n',
      '\r\n',
      '\t',
      '"',
      "'",
      '|',
      '>',
      '!!str',
      '<<: x',
      '```',
      '\0',
      '\ud800',
      'surfaces: "["',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom('a.yml', 'a.md'), (parts, path) => {
        for (const { line } of read(path, parts.join('')).problems) expect(line).toBeGreaterThan(0)
      }),
      { seed: 20261121, numRuns: 500 },
    )
  })
})

describe('the index of specs', () => {
  const files = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries))
  const index = specIndex(
    {
      found: new Map(
        [...files({ 'specs/b.yml': `id: SPEC-1\n${FULL}`, 'specs/a.yml': `id: SPEC-API-41\n${FULL}status: draft\n` })].map(([path, text]) => [
          path,
          read(path, text),
        ]),
      ),
      unread: new Map([['specs/c.yml', 'a submodule']]),
    },
    [
      {
        found: new Map(
          [...files({ 'z.test.ts': '// @spec SPEC-1\ntest()', 'a.test.ts': '// @spec SPEC-1, SPEC-77\ntest()' })].map(([path, text]) => [
            path,
            testFile.extract(Buffer.from(text), path),
          ]),
        ),
        unread: new Map(),
      },
    ],
  )

  it('has every card by path, with its tests by path', () => {
    expect(index.cards.map((card) => card.id)).toEqual(['SPEC-API-41', 'SPEC-1'])
    expect(index.byId.get('SPEC-1')?.tests).toEqual([
      { path: 'a.test.ts', line: 1 },
      { path: 'z.test.ts', line: 1 },
    ])
  })

  it('knows the active cards that cover a path', () => {
    expect(cardsCovering(index, 'src/x/y.ts', new Search()).map((card) => card.id)).toEqual(['SPEC-1'])
    expect(cardsCovering(index, 'lib/x.ts', new Search())).toEqual([])
  })

  it('has a problem for each card file that was not read', () => {
    expect(index.problems.map(({ path, message }) => `${path} ${plain(message)}`)).toEqual(['specs/c.yml cannot be read: a submodule'])
  })

  it('gives an id that neither a card nor a test uses', () => {
    expect(nextFreeId(index)).toBe('SPEC-78')
  })
})
