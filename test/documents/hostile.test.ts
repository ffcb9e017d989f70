import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everyNode } from '../../src/documents/access.ts'
import { type Format, formatOf, readDocument } from '../../src/documents/formats.ts'
import type { Limits } from '../../src/documents/limits.ts'

const LIMITS: Limits = { lexemes: 2000, values: 300, depth: 12, key: 100 }

/** Pieces that mean something in one format or another. */
const PIECES: Readonly<Record<Format, readonly string[]>> = {
  xml: [
    '<',
    '>',
    '/',
    '</a>',
    '<a>',
    '<a b="c"/>',
    '<!-- ',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?xml?>',
    '<!DOCTYPE a [',
    '<!ENTITY b "c">',
    '&b;',
    '&amp;',
    '\n',
    'text',
  ],
  yaml: [
    'a',
    ': ',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&x ',
    '*x',
    '<<: *x',
    '|\n',
    '>',
    '"',
    "'",
    '---\n',
    '...\n',
    '# c',
    '~',
    '!!str ',
    '\t',
    '%YAML 1.2\n',
    '? ',
  ],
  json: ['{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', 'e9', 'true', 'null', '//', '/*', '*/', '\n', '\\u12'],
  toml: ['a', ' = ', '\n', '[', ']', '[[', ']]', '.', '"', '"""', "'''", '1', '{', '}', ',', '#', '2026-11-27', 'true', '\\'],
  hcl: [
    'a',
    ' = ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    '${',
    '}',
    '<<EOT\n',
    'EOT\n',
    'resource ',
    '"b" ',
    '(',
    ')',
    ',',
    '?',
    ':',
    '#',
    '/*',
    '*/',
    '1',
    'for x in y :',
    '%{',
  ],
  dockerfile: [
    'FROM ',
    'RUN ',
    'COPY ',
    '--from=',
    'a',
    ' ',
    '\\\n',
    '\n',
    '"',
    '[',
    ']',
    ',',
    '$x',
    '${',
    '}',
    '# escape=`\n',
    'ONBUILD ',
    '<<EOF\n',
    'EOF\n',
    'HEALTHCHECK ',
  ],
}

function textFor(format: Format): fc.Arbitrary<string> {
  const pieces = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES[format]) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) }),
    {
      maxLength: 80,
    },
  )
  return pieces.map((parts) => parts.join(''))
}

describe.each(Object.keys(PIECES) as Format[])('%s', (format) => {
  test('whatever stands there, reading ends without throwing, within its limits, and each place is a line of the text', () => {
    fc.assert(
      fc.property(textFor(format), (text) => {
        const lines = text.split('\n').length
        const { documents, problems } = readDocument(format, text, LIMITS)
        let values = 0
        for (const node of documents.flatMap((root) => [...everyNode(root)])) {
          values += 1
          expect(node.line).toBeGreaterThanOrEqual(1)
          expect(node.last).toBeGreaterThanOrEqual(node.line)
          expect(node.last).toBeLessThanOrEqual(lines)
          if (node.kind === 'map') for (const { line } of node.members.values()) expect(line >= 1 && line <= lines).toBe(true)
        }
        // A line of a Dockerfile is an instruction of a few values, and JSON is bound by its words.
        expect(values).toBeLessThanOrEqual(format === 'dockerfile' ? text.length * 8 + 8 : LIMITS.lexemes)
        for (const { line } of problems) expect(line >= 1 && line <= lines).toBe(true)
      }),
      { numRuns: 300, seed: 20261127 },
    )
  })
  test('the same text gives the same reading', () => {
    fc.assert(
      fc.property(textFor(format), (text) => {
        expect(readDocument(format, text, LIMITS)).toEqual(readDocument(format, text, LIMITS))
      }),
      { numRuns: 50, seed: 20261127 },
    )
  })
  test.each([
    ['brackets', '['.repeat(20_000)],
    ['braces with keys', '{"a":'.repeat(20_000)],
    ['quotes', '"'.repeat(20_000)],
    ['blanks', ' '.repeat(50_000)],
    ['lines', 'a\n'.repeat(20_000)],
    ['stars and marks', '&a *a '.repeat(10_000)],
    ['filled in again and again', `a = "${'$'}{`.repeat(5000)],
    ['nothing but zero bytes', '\0'.repeat(10_000)],
  ])(
    'a hostile text ends: %s',
    (_, text) => {
      expect(() => readDocument(format, text)).not.toThrow()
    },
    20_000,
  )
})

test.each([
  ['.github/workflows/ci.yml', 'yaml'],
  ['a.YAML', 'yaml'],
  ['tsconfig.json', 'json'],
  ['poetry.lock', 'toml'],
  ['main.tf', 'hcl'],
  ['Dockerfile', 'dockerfile'],
  ['build/Dockerfile.prod', 'dockerfile'],
  ['app.Containerfile', 'dockerfile'],
  ['a.txt', undefined],
  ['yarn.lock', undefined],
  ['Dockerfile/readme', undefined],
])('%s is read as %s', (path, format) => {
  expect(formatOf(path)).toBe(format)
})
