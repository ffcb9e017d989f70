import { expect, test } from 'vitest'
import { unmatchedGlobs } from '../../src/config/unmatched-globs.ts'
import { gates } from './gates.ts'
import { layer, told } from './read.ts'

const paths = ['specs/a.yml', 'src/api/a.ts', 'src/api/b.test.ts', 'go.sum']

test('patterns that match nothing are warned about at their place, those that match are not', () => {
  const own = layer(`version: 1
trunks: ["release/**"]
authors: [{ users: [a], only: ["go.sum", "go.mod"], gates: { okr: off } }]
gates:
  spec:
    cards: specs/**/*.yml
    tests: ["**/*.{test,spec}.ts", "tests/**", "!src/web/**"]
    required: never
  okr:
    rules:
      - { paths: ["src/api/**", "src/apis/**"], okr: X }
`)
  expect(unmatchedGlobs(own, paths, gates).map(told)).toEqual([
    '3:42-3:50 settings.unmatched-glob `go.mod` in `authors[0].only[1]` matches no file',
    '7:36-7:46 settings.unmatched-glob `tests/**` in `gates.spec.tests[1]` matches no file',
    '7:48-7:61 settings.unmatched-glob `!src/web/**` in `gates.spec.tests[2]` matches no file',
    '11:33-11:46 settings.unmatched-glob `src/apis/**` in `gates.okr.rules[0].paths[1]` matches no file',
  ])
})

test('only what the file itself says is checked, not the defaults', () => {
  expect(unmatchedGlobs(layer('version: 1'), [], gates)).toEqual([])
})

test('a hundred warnings are enough', () => {
  const own = layer(`version: 1\ngates: { spec: { tests: [${Array.from({ length: 150 }, (_, index) => `gone/${index}`).join(', ')}] } }`)
  expect(unmatchedGlobs(own, paths, gates)).toHaveLength(100)
})

test('patterns made to be slow cost bounded work, and the others are still checked', () => {
  const slow = `${'{a,*}'.repeat(7)}${'*a'.repeat(300)}b`
  const own = layer(`version: 1\ngates: { spec: { tests: [${Array(50).fill(JSON.stringify(slow)).join(', ')}, gone/**] } }`)
  const many = Array.from({ length: 5000 }, (_, index) => `${'a'.repeat(200)}${index}`)
  const start = performance.now()
  expect(unmatchedGlobs(own, many, gates).map(told)).toEqual([expect.stringMatching(/`gone\/\*\*`/)])
  expect(performance.now() - start).toBeLessThan(10_000)
})
