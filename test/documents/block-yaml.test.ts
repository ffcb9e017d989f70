import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBlockYaml } from '../../src/documents/block-yaml.ts'
import { LOCK_FILES } from '../../src/documents/limits.ts'
import { plainValue } from '../../src/documents/located.ts'
import { readYaml } from '../../src/documents/yaml.ts'

const TEXT = `lockfileVersion: '9.0'

settings:
  autoInstallPeers: true
  empty: {}
  none:

importers:
  .:
    dependencies:
      '@scope/ui':
        specifier: ^1.0.0 || >=2
        version: 1.0.0(react@18.3.1)
      "quoted":
        version: 2.0.1

packages:

  a@1.0.0:
    resolution: {integrity: sha512-x/y+z==, tarball: https://r.test/a/-/a-1.tgz}
    engines: {node: '>=18, it''s', npm: ~, 'x': "y"}
    cpu: [x64, arm64]
    os: []
    list:
    - one
    - 2.50
    deeper:
      - x:y
      - 'three'
  forge@https://codeload.test/acme/forge/tar.gz/0123:
    version: 1e3
    hasBin: False
`

function full(text: string) {
  return readYaml(text, { limits: LOCK_FILES, mergeKeys: true })
}

describe('YAML as tools write it', () => {
  it('is read as all YAML is, lines too', () => {
    const read = readBlockYaml(TEXT, LOCK_FILES)
    expect(read && plainValue(read)).toEqual(plainValue(full(TEXT).documents[0]!))
    const lines = (root: typeof read) => {
      const found: string[] = []
      const walk = (node: typeof read, path: string) => {
        if (node?.kind === 'map') for (const [key, member] of node.members) found.push(`${path}/${key} ${member.line}`) && walk(member.node, `${path}/${key}`)
        if (node?.kind === 'list') for (const [index, item] of node.items.entries()) found.push(`${path}/${index} ${item.line}`)
      }
      walk(root, '')
      return found
    }
    expect(lines(read)).toEqual(lines(full(TEXT).documents[0]))
  })

  it('leaves out the text of block scalars, and reads on behind them', () => {
    const read = readBlockYaml('a:\n  deprecated: |-\n    b: 1\n\n      - c\n  d: >\n    e\nf: 1\n', LOCK_FILES)
    expect(read && plainValue(read)).toEqual({ a: { deprecated: null, d: null }, f: 1 })
  })

  it.each([
    ['an anchor', 'a: &x 1\nb: 2\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge key', 'a:\n  <<: {b: 1}\n'],
    ['a comment', 'a: 1 # b\n'],
    ['a comment line', 'a: 1\n# b\nc: 2\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['a key given twice', 'a: 1\na: 2\n'],
    ['a key given twice in brackets', 'a: {b: 1, b: 2}\n'],
    ['a text of several lines', 'a: b\n  c\nd: 1\n'],
    ['a quoted text of several lines', "a: 'b\n  c'\n"],
    ['an escape', 'a: "\\x41"\n'],
    ['brackets in brackets', 'a: {b: {c: 1}}\n'],
    ['brackets over several lines', 'a: {b: 1,\n  c: 2}\n'],
    ['an explicit key', '? a\n: b\n'],
    ['a list of mappings', 'a:\n  - b: 1\n'],
    ['a negative number', 'a: -1\n'],
    ['a hexadecimal number', 'a: 0x10\n'],
    ['a space that is none to YAML', 'a: \u00a0\n'],
    ['a tab', 'a:\tb\n'],
    ['a depth that no level has', 'a:\n    b: 1\n  c: 2\n'],
    ['a scalar', 'a\n'],
    ['nothing', ''],
    ['too much', `a: [${'1, '.repeat(600_001)}1]\n`],
  ])('is not %s', (_what, text) => {
    expect(readBlockYaml(text, LOCK_FILES)).toBeUndefined()
  })

  it('says the same as all of YAML wherever it says anything', () => {
    const signs = [
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      ', ',
      ': ',
      ':',
      '- ',
      '-',
      '#',
      ' #',
      '\n',
      '\n  ',
      '  ',
      '&a',
      '*a',
      '!',
      '|',
      '>',
      '%',
      '@',
      '`',
      '?',
      '~',
      '1',
      '.',
      '0',
      'e',
      '+',
      '\\',
      '<<',
      '---',
      'null',
      "''",
      'é',
    ]
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 6 }), fc.array(fc.constantFrom(...signs), { maxLength: 3 }))
    const pieces = TEXT.split('\n\n')
    let said = 0
    fc.assert(
      fc.property(fc.constantFrom(...pieces), fc.array(edit, { maxLength: 4 }), (piece, edits) => {
        let text = piece
        for (const [where, cut, put] of edits) {
          const at = Math.floor(where * text.length)
          text = text.slice(0, at) + put.join('') + text.slice(at + cut)
        }
        const read = readBlockYaml(text, LOCK_FILES)
        if (read === undefined || /[|>][-+]?\s*$/m.test(text)) return
        said += 1
        const { documents, problems } = full(text)
        expect(problems).toEqual([])
        expect(plainValue(read)).toEqual(plainValue(documents[0]!))
      }),
      { seed: 20261127, numRuns: 6000 },
    )
    expect(said).toBeGreaterThan(1000)
  })

  it.each(["'", "''", '"', "'a',", ',', ': ', ' ', '- ', '\n', ' \n', '{', 'a:\n', '1'])('takes a time that grows as the text does, full of %j', (sign) => {
    const full = sign.repeat(400_000 / sign.length)
    const started = performance.now()
    for (const text of [full, `a: ${full}`, `a: {${full}}`, `a: [${full}]`, `a: {b: ${full}}`, `'${full}': b`, `a:\n  - ${full}`, `a: |\n  ${full}\nb: 1`])
      readBlockYaml(text, LOCK_FILES)
    // Some tens of milliseconds as a rule; looking at each sign again for every other takes minutes.
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
