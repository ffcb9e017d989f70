import { describe, expect, test } from 'vitest'
import { parseSettings } from '../../src/config/parse.ts'
import { gates } from './gates.ts'
import { complaints, layer } from './read.ts'

describe('what a settings file may say', () => {
  test('everything that PRODUCT shows is read, and `off`, `on`, `yes` and `no` stay text', () => {
    const { value } = layer(`version: 1
mode: off
comment: never
trunks: ["~default", "release/**"]
retention: { inputs: digests-only }
public_titles: true
authors:
  - { apps: [yes, no, on], only: ["**/go.sum"], gates: { okr: off } }
gates:
  spec: { mode: warn, modes: { spec.orphaned-card: off }, coverage: 0.95 }
`)
    expect(value.mode).toBe('off')
    expect(value.authors).toEqual([{ apps: ['yes', 'no', 'on'], only: ['**/go.sum'], gates: { okr: 'off' } }])
    expect(value.gates).toEqual({ spec: { mode: 'warn', modes: { 'spec.orphaned-card': 'off' }, coverage: 0.95 } })
  })

  test('`off` stays text even where the file claims to be YAML 1.1', () => {
    expect(layer('%YAML 1.1\n---\nversion: 1\nmode: off\n').value.mode).toBe('off')
  })

  test('a byte order mark does not move the columns of the first line', () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('versoin: 1')])
    expect(complaints(marked)).toContain('1:1-1:8 settings.unknown-key unknown key `versoin`, did you mean `version`?')
    expect(complaints('\ufeffversoin: 1')).toEqual(complaints(marked))
  })

  test('an alias stands for what its anchor holds, the last one before it', () => {
    const { value } = layer('version: 1\nmode: &m warn\ngates: { spec: { mode: *m, tests: [&m "a/**", *m] } }')
    expect(value.gates?.['spec']).toEqual({ mode: 'warn', tests: ['a/**', 'a/**'] })
  })

  test('the organisation may set a floor, a repository may not', () => {
    const text = 'version: 1\nfloor: { "*": observe, spec: enforce }'
    expect(layer(text, 'organisation').value.floor).toEqual({ '*': 'observe', spec: 'enforce' })
    expect(complaints(text)).toEqual(['2:1-2:6 settings.not-here `floor` is set in the organisation’s file only'])
  })
})

describe('what is wrong is said at its place in words that help', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['', ['1:1-1:1 settings.wrong-type the file is empty; it needs at least `version: 1`']],
    ['mode: off', ['1:1-1:10 settings.missing-key `version: 1` is missing']],
    ['version: 2', ['1:10-1:11 settings.wrong-value `version` must be `1`, not `2`']],
    ['version: "1"', ['1:10-1:13 settings.wrong-value `version` must be `1`, not the text `"1"`']],
    ['- a', ['1:1-1:4 settings.wrong-type the file must be a map of keys and values, not a list']],
    ['version: 1\nmode: enforced', ['2:7-2:15 settings.wrong-value `mode` must be one of off, observe, warn, enforce; did you mean `enforce`?']],
    ['version: 1\nmode: false', ['2:7-2:12 settings.wrong-value `mode` must be one of off, observe, warn, enforce; did you mean `off`?']],
    ['version: 1\nmode: block', ['2:7-2:12 settings.wrong-value `mode` must be one of off, observe, warn, enforce']],
    ['version: 1\ngates:\n  spec: { mode: warn, covrage: 0.95 }\n', ['3:23-3:30 settings.unknown-key unknown key `covrage`, did you mean `coverage`?']],
    ['version: 1\ngates: { sepc: {} }', ['2:10-2:14 settings.unknown-gate unknown gate `sepc`, did you mean `spec`?']],
    ['version: 1\ngates: { blast-radius: {} }', ['2:10-2:22 settings.unknown-gate unknown gate `blast-radius`; here can be spec, okr']],
    ['version: 1\nauthors: [{ users: [a], gates: { okrr: off } }]', ['2:34-2:38 settings.unknown-gate unknown gate `okrr`, did you mean `okr`?']],
    [
      'version: 1\ngates: { spec: { modes: { spec.orphan-card: off } } }',
      ['2:27-2:43 settings.unknown-key unknown key `spec.orphan-card`, did you mean `spec.orphaned-card`?'],
    ],
    [
      'version: 1\ngates: { spec: { coverage: "0.9" } }',
      ['2:28-2:33 settings.wrong-type `gates.spec.coverage` must be a number, not the text `"0.9"`; did you mean `0.9`?'],
    ],
    ['version: 1\ngates: { spec: { coverage: 95 } }', ['2:28-2:30 settings.out-of-range `gates.spec.coverage` must be at most 1']],
    ['version: 1\ngates: { spec: { coverage: -1 } }', ['2:28-2:30 settings.out-of-range `gates.spec.coverage` must be at least 0']],
    ['version: 1\ngates: { spec: { depth: .inf } }', ['2:25-2:29 settings.wrong-type `Infinity` is no number that can be used']],
    ['version: 1\ngates: { spec: { depth: 1.5 } }', ['2:25-2:28 settings.wrong-type `gates.spec.depth` must be a whole number, not `1.5`']],
    [
      'version: 1\ngates: { spec: { strict: yes } }',
      ['2:26-2:29 settings.wrong-type `gates.spec.strict` must be true or false, not the text `"yes"`; did you mean `true`?'],
    ],
    [
      'version: 1\ngates: { spec: { tests: a/** } }',
      ['2:25-2:29 settings.wrong-type `gates.spec.tests` must be a list, not the text `"a/**"`; did you mean `["a/**"]`?'],
    ],
    [
      'version: 1\ngates: { spec: warn }',
      ['2:16-2:20 settings.wrong-type `gates.spec` must be a map of keys and values, not the text `"warn"`; did you mean `{ mode: warn }`?'],
    ],
    ['version: 1\ngates:\n  spec:\n', ['3:3-3:7 settings.wrong-type `gates.spec` must be a map of keys and values, not empty; did you mean `{}`?']],
    [
      'version: 1\ngates: { okr: { rules: [{ paths: [a], okr: 1 }] } }',
      ['2:44-2:45 settings.wrong-type `gates.okr.rules[0].okr` must be a text, not `1`; did you mean `"1"`?'],
    ],
    ['version: 1\ngates: { okr: { rules: [{ paths: [a] }] } }', ['2:25-2:39 settings.missing-key `okr` is missing in `gates.okr.rules[0]`']],
    [
      'version: 1\ngates: { okr: { rules: [{ paths: [a, "[b", /c], okr: X }] } }',
      [
        '2:38-2:42 settings.bad-glob `gates.okr.rules[0].paths[1]`: `[` without `]` in `[b`',
        "2:44-2:46 settings.bad-glob `gates.okr.rules[0].paths[2]`: `/c` starts with a slash; patterns are relative to the repository's root",
      ],
    ],
    ['version: 1\ntrunks: []', ['2:1-2:7 settings.out-of-range `trunks` is empty']],
    ['version: 1\ntrunks: ["[x"]', ['2:10-2:14 settings.bad-glob `trunks[0]`: `[` without `]` in `[x`']],
    ['version: 1\nauthors: [{ gates: { okr: off } }]', ['2:11-2:34 settings.missing-key `authors[0]` needs one of apps, users']],
    [
      'version: 1\nretention: { inputs: 30 }',
      ['2:22-2:24 settings.wrong-type `retention.inputs` must be a time such as `30d` or `12h`, or `digests-only`, not `30`'],
    ],
    ['version: 1\nretention: { inputs: 30y }', ['2:22-2:25 settings.wrong-value `retention.inputs` must be a time such as `30d` or `12h`, or `digests-only`']],
    [
      'version: 1\ngates: { okr: { limit: text } }',
      ['2:24-2:28 settings.wrong-type `gates.okr.limit` must be a whole number or a map of keys and values, not the text `"text"`'],
    ],
    ['version: 1\ngates: { okr: { limit: -1 } }', ['2:24-2:26 settings.out-of-range `gates.okr.limit` must be at least 0']],
    ['version: 1\ngates: { okr: { limit: { sfot: 1 } } }', ['2:17-2:22 settings.wrong-type `gates.okr.limit` has none of the forms that it can have']],
    ['version: 1\ngates: { okr: { limit: { soft: x } } }', ['2:32-2:33 settings.wrong-type `gates.okr.limit.soft` must be a whole number, not the text `"x"`']],
    ['version: 1\ngates: { okr: { limit: { soft: x, hard: y } } }', ['2:17-2:22 settings.wrong-type `gates.okr.limit` has none of the forms that it can have']],
    ['version: 1\nmode: off\nmode: warn', ['3:1-3:5 settings.duplicate-key the key `mode` is given twice']],
    ['version: 1\n---\nversion: 1', ['2:1-3:11 settings.yaml one document only; take out the `---`']],
    ['version: 1\ngates:\n\tspec: {}', ['3:1-3:2 settings.yaml indent with spaces, not with tabs']],
    ['version: !mine 1', ['1:16-1:17 settings.yaml the tag `!mine` means nothing here; leave it out']],
    ['version: 1\n<<: { mode: off }', ['2:1-2:3 settings.yaml merge keys (`<<`) are not part of YAML 1.2; write the keys out']],
    ['version: 1\nmode: *gone', ['2:7-2:12 settings.yaml `*gone` repeats something that is not there: no `&gone` stands before it']],
    ['version: 1\n? [a]\n: b', ['2:3-2:6 settings.yaml a key must be plain text']],
    ['version: 1\nmode: warn: x', ['2:7-2:8 settings.yaml a second `:` on this line; put the text in quotes']],
  ]
  test.each(table)('%j', (text, expected) => {
    expect(complaints(text)).toEqual(expected)
  })

  test('every error is told, in the order of the file', () => {
    const places = complaints('version: 3\nmode: x\nfoo: 1\ngates: { spec: { a: 1, depth: x } }\nmode: off\n').map((line) => line.split(' ')[0])
    expect(places).toEqual(['1:10-1:11', '2:7-2:8', '3:1-3:4', '4:18-4:19', '4:31-4:32', '5:1-5:5'])
  })

  test('the suggestion is given as data too', () => {
    const { diagnostics } = parseSettings('version: 1\nmdoe: off', { file: 'f', role: 'repository' }, gates)
    expect(diagnostics[0]).toMatchObject({ severity: 'error', code: 'settings.unknown-key', file: 'f', suggestion: 'mode' })
  })

  test('lines that end with CRLF count as lines and add no column', () => {
    expect(complaints('version: 1\r\n\r\nmode: nope\r\nfoo: 1\r\n').map((line) => line.split(' ')[0])).toEqual(['3:7-3:11', '4:1-4:4'])
  })

  test('columns count UTF-16 units, as editors do', () => {
    expect(complaints('version: 1\ngates: { spec: { cards: "ä😀", foo: 1 } }')[0]).toMatch(/^2:32-2:35 /)
  })

  test('a broken anchor is complained about once, however often it is repeated', () => {
    expect(complaints('version: 1\ngates: { okr: { rules: [&r { paths: [a], okr: X, foo: 1 }, *r, *r] } }')).toHaveLength(1)
  })

  test('what a message repeats from the file is short and without control characters', () => {
    const [complaint] = complaints(`version: 1\n"a\\u202e\\n${'x'.repeat(150)}": 1`)
    expect(complaint).toMatch(/unknown key `a\\u202e\\x0ax+…`/)
    expect(complaint!.length).toBeLessThan(260)
  })
})
