import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../src/config/parse.ts'
import { gates } from './gates.ts'
import { complaints } from './read.ts'

/** Generous for a slow machine, yet far below what work without bounds would take. */
const SOON = 5_000
const KB256 = 256 * 1024

function timed<T>(work: () => T): T {
  const start = performance.now()
  const result = work()
  expect(performance.now() - start).toBeLessThan(SOON)
  return result
}

function fill(piece: string): string {
  return piece.repeat(Math.floor(KB256 / piece.length))
}

describe('files made to hurt', () => {
  test('ten megabytes are refused without being read', () => {
    expect(timed(() => complaints(Buffer.alloc(10_000_000, 'a: 1\n')))).toEqual([
      '1:1-1:1 settings.too-large the settings are too large: 9766 KB, of 256 KB allowed',
    ])
  })

  test('a path without bytes is an error, not a missing file', () => {
    expect(parseSettings(undefined, { file: 'f', role: 'repository' }, gates)).toMatchObject({ ok: false, diagnostics: [{ code: 'settings.unreadable' }] })
  })

  test('a bomb of aliases is refused before it goes off', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`)
    const found = timed(() => complaints(`version: 1\na0: &a0 [lol]\n${levels.join('\n')}\n`))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/settings\.too-large .* aliases/)
  })

  test('a hundred aliases are enough for anybody, whatever little they stand for', () => {
    const aliases = (count: number) => `version: 1\ngates: { spec: { tests: [&a x, ${Array(count).fill('*a').join(', ')}] } }`
    expect(complaints(aliases(100))).toEqual([])
    expect(complaints(aliases(101))).toEqual([expect.stringMatching(/too-large .* more than 100 aliases/)])
  })

  test('large anchors repeated a few times count for all they stand for', () => {
    const list = `[${Array(3000).fill('x').join(', ')}]`
    expect(timed(() => complaints(`version: 1\ngates: { spec: { tests: &t ${list}, a: *t, b: *t, c: *t } }`))[0]).toMatch(/too-large .*10000 values/)
  })

  test('an anchor that holds itself is an error', () => {
    expect(complaints('version: 1\ngates: &g { spec: *g }')[0]).toMatch(/settings\.yaml `\*g` repeats something that is not there/)
  })

  test.each([
    ['100,000 keys', Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n'), 'settings.too-large'],
    ['10,000 brackets', '['.repeat(10_000), 'settings.too-large'],
    ['10,000 closed brackets', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'settings.too-large'],
    ['10,000 dashes', '- '.repeat(10_000), 'settings.too-large'],
    ['depth by indentation', Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'settings.too-large'],
    ['brackets', fill('['), 'settings.too-large'],
    ['maps', fill('{a: '), 'settings.too-large'],
    ['question marks', fill('? '), 'settings.too-large'],
    ['quotes', fill('"'), 'settings.too-large'],
    ['commas', `[${fill(',').slice(1)}`, 'settings.too-large'],
    ['anchors', fill('&a '), 'settings.too-large'],
    ['tags', fill('- !<tag:a> b\n'), 'settings.too-large'],
    ['documents', fill('---\n'), 'settings.too-large'],
    ['a long key', `${'k'.repeat(1000)}: 1`, 'settings.unknown-key'],
    ['a long key as a question', `? ${'k'.repeat(200_000)}\n: { a: 1 }`, 'settings.unknown-key'],
    ['tabs', fill('\t'), 'settings.wrong-type'],
    ['zeros', fill('\0'), 'settings.wrong-type'],
    ['bad UTF-8', Buffer.concat([Buffer.from('version: 1\nmode: '), Buffer.from([0xff])]), 'settings.unreadable'],
    ['UTF-16', Buffer.from('\ufeffversion: 1', 'utf16le'), 'settings.unreadable'],
  ])('%s', (_, content, code) => {
    expect(timed(() => complaints(content)).join('\n')).toContain(code)
  })

  test('bytes that are no UTF-8 are shown at their line', () => {
    expect(complaints(Buffer.from([0x61, 0x0a, 0x62, 0xc3, 0x28, 0x0a, 0xff]))).toEqual([
      '2:1-2:4 settings.unreadable the settings must be UTF-8 text, and this line is not',
    ])
  })

  test('thousands of errors are told as the first hundred', () => {
    const many = Array.from({ length: 3000 }, (_, index) => `  - { x${index}: 1 }`).join('\n')
    const found = timed(() => complaints(`version: 1\nauthors:\n${many}\n`))
    expect(found).toHaveLength(100)
    expect(found[0]).toMatch(/^2:1-/)
  })

  test('keys that JavaScript knows are only unknown keys, and nothing is polluted', () => {
    const found = complaints(
      'version: 1\n__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\ngates: { __proto__: {}, toString: {} }',
    )
    expect(found.map((line) => line.split(' ').slice(1, 4).join(' '))).toEqual([
      'settings.unknown-key unknown key',
      'settings.unknown-key unknown key',
      'settings.unknown-key unknown key',
      'settings.unknown-gate unknown gate',
    ])
    expect('polluted' in {}).toBe(false)
  })

  test('many patterns that each explode as far as they may are refused before they are tried', () => {
    const heavy = Array.from({ length: 250 }, (_, index) => `"${'{a,b}'.repeat(8)}${index}${'x'.repeat(900)}"`)
    expect(timed(() => complaints(`version: 1\ngates: { spec: { tests: [${heavy.join(', ')}] } }`))).toEqual([expect.stringMatching(/too-large .*patterns/)])
  })

  test('a pattern made to explode is refused at its line', () => {
    expect(complaints(`version: 1\ngates: { spec: { cards: "${'{a,b}'.repeat(20)}" } }`)[0]).toMatch(/^2:25-.* settings\.bad-glob .*more than 256 patterns/)
  })
})

const yamlish = fc.array(
  fc.oneof(
    fc.constantFrom(
      'version: 1\n',
      'gates:',
      ' spec:',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      ': ',
      '- ',
      '"',
      "'",
      '&a ',
      '*a',
      '|\n',
      '>\n',
      '? ',
      '!t ',
      '#',
      '\t',
      '\r\n',
    ),
    fc.constantFrom('mode: ', 'off', 'modes', 'authors', 'floor', '1', '.nan', '~', '<<', '%YAML 1.1\n', '---\n', '...\n', '😀', '\ufeff', '\u2028'),
    fc.string({ maxLength: 4, unit: 'binary' }),
  ),
  { maxLength: 60 },
)

describe('any input', () => {
  test('gives diagnostics that point inside the file, or a layer, and never throws', () => {
    const input = fc.oneof(
      yamlish.map((pieces) => Buffer.from(pieces.join(''))),
      yamlish.map((pieces) => Buffer.from(`version: 1\n${pieces.join('')}`)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    )
    fc.assert(
      fc.property(input, (bytes) => {
        const { ok, diagnostics } = parseSettings(bytes, { file: 'f', role: 'repository' }, gates)
        expect(ok).toBe(diagnostics.length === 0)
        const lines = new TextDecoder().decode(bytes).split('\n')
        for (const found of diagnostics) {
          expect(found.line).toBeGreaterThanOrEqual(1)
          expect(found.endLine).toBeLessThanOrEqual(lines.length)
          expect(found.column).toBeGreaterThanOrEqual(1)
          expect(found.column).toBeLessThanOrEqual(lines[found.line - 1]!.length + 1)
          expect(found.endColumn).toBeLessThanOrEqual(lines[found.endLine - 1]!.length + 1)
          expect(found.line < found.endLine || (found.line === found.endLine && found.column <= found.endColumn)).toBe(true)
          expect(found.message.length).toBeLessThan(500)
        }
        expect(diagnostics.map((found) => found.line)).toEqual(diagnostics.map((found) => found.line).toSorted((a, b) => a - b))
      }),
      { seed: 20261121, numRuns: 1500 },
    )
  })
})
