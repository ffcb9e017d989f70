import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileDocument } from '../../../../src/gates/policy/semantics/extract.ts'
import { read } from './reading.ts'

/** A sound file of each format, with places for anything to stand in. */
const FORMATS: Readonly<Record<string, string>> = {
  'package.json': '{"dependencies":{"a":"^1","b":"npm:c@1"},"overrides":{"d":{".":"1"}}}',
  'package-lock.json': '{"packages":{"":{"dependencies":{"a":"1"}},"node_modules/a":{"version":"1.0.0","license":"MIT"}}}',
  'npm-shrinkwrap.json': '{"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"file:x"}}}}}',
  'yarn.lock': '"a@^1", b@2:\n  version "1.0.0"\n  resolved "https://r.test/a/-/a-1.tgz"\n  dependencies:\n    c "^1"\n',
  'pnpm-lock.yaml':
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a: {specifier: ^1, version: 1.0.0}\npackages:\n  a@1.0.0:\n    resolution: {integrity: x}\n",
  'requirements.txt': 'a==1 \\\n  --hash=x\n-e git+https://h.test/b.git#egg=b\nc @ https://h.test/c.whl # why\n',
  'pyproject.toml': '[project]\ndependencies = ["a==1", "b"]\n[tool.poetry.dependencies]\nc = {git = "https://h.test/c"}\n',
  'poetry.lock': '[[package]]\nname = "a"\nversion = "1"\ngroups = ["main"]\n',
  'uv.lock':
    '[[package]]\nname = "a"\nsource = { registry = "https://h.test" }\n[[package]]\nname = "me"\nsource = { virtual = "." }\ndependencies = [{ name = "a" }]\n',
  'Pipfile.lock': '{"default":{"a":{"version":"==1"}}}',
  'go.mod': 'module m\nrequire (\n\ta v1 // indirect\n)\nreplace a => ../a\n',
  'Cargo.toml': '[dependencies]\na = "1"\nb = { git = "https://h.test/b" }\n',
  'Cargo.lock': '[[package]]\nname = "a"\nversion = "1"\nsource = "registry+https://h.test"\n',
  'Gemfile.lock': 'GEM\n  remote: https://h.test/\n  specs:\n    a (1)\n\nDEPENDENCIES\n  a (~> 1)!\n',
  'pom.xml': `<project><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><version>\${v}</version></dependency></dependencies></project>`,
  'libs.versions.toml': '[versions]\nv = "1"\n[libraries]\na = { module = "g:a", version.ref = "v" }\n',
  'composer.json': '{"require":{"a/b":"^1"}}',
  'composer.lock': '{"packages":[{"name":"a/b","version":"1","license":["MIT"]}]}',
  'packages.lock.json': '{"dependencies":{"net8.0":{"a":{"type":"Direct","resolved":"1"}}}}',
}
const names = Object.keys(FORMATS)
const SIGNS = [
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '@',
  ':',
  '/',
  '//',
  '\\',
  '\n',
  '  ',
  '=',
  '==',
  '#',
  '(',
  ')',
  ' => ',
  '<',
  '>',
  '&x;',
  '${',
  '..',
  'null',
  '1',
  '\0',
  '\u2028',
  'é',
  '__proto__',
  '-e ',
  '? ',
]

describe('manifests of strangers', () => {
  it('give facts whose places are lines of the text, or a problem, and never throw', () => {
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 12 }), fc.oneof(fc.constantFrom(...SIGNS), fc.string({ maxLength: 12 })))
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.array(edit, { maxLength: 6 }), (path, edits) => {
        let text = FORMATS[path] ?? ''
        for (const [where, cut, put] of edits) {
          const at = Math.floor(where * text.length)
          text = text.slice(0, at) + put + text.slice(at + cut)
        }
        const { facts, problem } = read(path, text)
        const lines = text.split('\n').length
        for (const fact of [...facts, ...(problem ? [problem] : [])]) {
          expect(fact.line).toBeGreaterThanOrEqual(1)
          expect(fact.line).toBeLessThanOrEqual(lines)
        }
        expect(read(path, text).facts).toEqual(facts)
      }),
      { seed: 20261127, numRuns: 2000 },
    )
  })

  it.each(names)('every one of these is read: %s', (path) => {
    const { facts, problem } = read(path, FORMATS[path] ?? '')
    expect(problem).toBeUndefined()
    expect(facts.length).toBeGreaterThan(0)
  })

  const LONG = 100_000
  const timed = names.filter((name) => name !== 'pnpm-lock.yaml') // Its time is that of the parser of YAML.
  const signs = ['"', ' ', '@', ':', '/', '//', '.git#', '[', '#', '\\\n', ' #', ' --', ', ', '/-/', '<a>', '"a@1", ', '\u2028.git#'] as const
  it.each(signs.map((sign) => [sign]))('are read in a time that grows as they do, full of %j', (sign) => {
    const full = sign.repeat(LONG / sign.length)
    const started = performance.now()
    for (const path of timed) read(path, `a${full}\n  ${full}\n`)
    const inside: readonly (readonly [string, string])[] = [
      ['package.json', JSON.stringify({ dependencies: { a: full, [full]: '1' }, overrides: { [full]: full } })],
      ['package-lock.json', JSON.stringify({ packages: { [`node_modules/${full}`]: { resolved: `https://h/${full}`, license: full } } })],
      ['composer.lock', JSON.stringify({ packages: [{ name: full, source: { url: full } }] })],
      ['Cargo.lock', `[[package]]\nname = ${JSON.stringify(full)}\nsource = ${JSON.stringify(full)}`],
      ['pyproject.toml', `[project]\ndependencies = [${JSON.stringify(`a${full}`)}, ${JSON.stringify(`a @ ${full}`)}]`],
    ]
    for (const [path, text] of inside) read(path, text)
    // A fifth of a second as a rule; what looks at each sign again for every other takes a minute.
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('nested without end are refused', () => {
    for (const text of ['{"overrides":'.repeat(50_000), '{"a":'.repeat(1000), `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`]) {
      for (const path of ['package.json', 'package-lock.json', 'pom.xml']) expect(read(path, text).problem).toBeDefined()
    }
  })

  it('are told of up to a number of dependencies, and the problem says that there are more', () => {
    const { facts, problem } = read('yarn.lock', Array.from({ length: 20_001 }, (_, index) => `p${index}@^1:\n  version "1.0.0"\n`).join('\n'))
    expect(facts).toHaveLength(20_000)
    expect(problem).toEqual({ line: 60_001, message: 'too large: more than 20000 dependencies' })
  })

  it('that are locks are read beyond a megabyte, and no further than is said', () => {
    const entries = Array.from({ length: 6000 }, (_, index) => [`node_modules/p${index}`, { version: '1.0.0', integrity: 'x'.repeat(200) }])
    const text = JSON.stringify({ packages: Object.fromEntries(entries) })
    expect(text.length).toBeGreaterThan(1024 * 1024)
    expect(read('package-lock.json', text).facts).toHaveLength(6000)
    expect(fileDocument.extract(Buffer.alloc(16 * 1024 * 1024 + 1, ' '), 'package-lock.json').problem).toBeDefined()
    expect(fileDocument.extract(Buffer.alloc(1024 * 1024 + 1, ' '), 'package.json').problem?.message).toBe('larger than 1048576 bytes')
  })

  it('have another variant for every format, since one blob may lie under two names', () => {
    const variants = [...names, 'x.json', 'x.toml', 'x.yaml', 'x.txt', 'x.xml'].map((path) => fileDocument.variant(path))
    expect(new Set(variants).size).toBe(names.length + 4) // x.txt and x.xml are both no document
  })
})
