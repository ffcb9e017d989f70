import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { library } from '../../../policy/library/index.ts'
import { policyLibraryPage } from '../../../scripts/policy-library-page.ts'
import { runTests } from '../../../src/cli/rego/run-tests.ts'
import { FAMILIES } from '../../../src/gates/policy/options.ts'
import { speakersOf } from '../../../src/gates/policy/rules/speakers.ts'
import { compile, parseModule } from '../../../src/rego/index.ts'

const speaking = library.filter(({ name, text }) => speakersOf([{ name, module: parseModule(name, text) }]).length > 0)
const testOf = (name: string) => `policy/${name.replace(/\.rego$/, '_test.rego')}`

test('each family of the settings has rules, and each rule is in one of them', () => {
  for (const family of FAMILIES) expect(speaking.filter((rule) => rule.family === family).length).toBeGreaterThanOrEqual(4)
  expect(library.filter(({ family }) => !(FAMILIES as readonly string[]).includes(family))).toEqual([])
  expect(speaking.length).toBeGreaterThanOrEqual(26)
})

test.each(speaking)('$name has a package of its own name, tests beside it that pass, and strictly compiles', ({ family, name, text }) => {
  const rule = name.slice(name.lastIndexOf('/') + 1, -'.rego'.length)
  expect(parseModule(name, text).package.path.join('.')).toBe(`maestro.library.${family}.${rule}`)
  expect(existsSync(testOf(name))).toBe(true)
  const modules = [...library.filter((other) => other.family === family), { name: testOf(name), text: readFileSync(testOf(name), 'utf8') }]
  const outcomes = runTests({ modules, data: {} }, compile(modules, { strict: true }), { v0: false, chosen: () => true, coverage: undefined })
  expect(outcomes.filter(({ outcome }) => outcome !== 'pass')).toEqual([])
  expect(outcomes.length).toBeGreaterThanOrEqual(3)
})

test('a family rests on no other, for each can be left out', () => {
  for (const family of FAMILIES) expect(() => compile(library.filter((rule) => rule.family === family))).not.toThrow()
})

test('all families have the same notion of an example', () => {
  const bodies = library.filter(({ name }) => name.endsWith('/sample.rego')).map(({ text, family }) => text.replace(`maestro.library.${family}.`, ''))
  expect(bodies.length).toBeGreaterThan(1)
  expect(new Set(bodies).size).toBe(1)
})

test('a rule that does not say how to put things right has no entry on the page', () => {
  const [rule] = speaking
  expect(rule).toBeDefined()
  if (rule) expect(() => policyLibraryPage([{ ...rule, text: rule.text.replace(/^# {3}fix:.*\n/m, '') }])).toThrow('does not say its fix')
})
