import { describe, expect, it } from 'vitest'
import { codeLines, firstChanged } from '../../../src/gates/spec/code/code-lines.ts'
import { spec } from '../../../src/gates/spec/gate.ts'
import { type Files, judgeScene, outline, reasonsOf } from '../harness.ts'
import { BASE, without } from './example.ts'

const lines = (text: string, path = 'a.ts') => codeLines.extract(Buffer.from(text), path)
const LONG = ['// what', 'f(1)', '', 'f(2) // two', 'f(3)', 'f(4)'].join('\n')

/** @spec SPEC-6 */
describe('a finding about changed code', () => {
  const base: Files = { ...without(BASE, 'src/a.test.ts'), 'src/a.ts': LONG, 'src/c.ts': LONG }
  const judge = (files: Files, renames = {}) => outline(judgeScene(spec, { base, head: { ...base, ...files }, renames }))

  it('stands at the first line whose code changed', () => {
    expect(judge({ 'src/a.ts': LONG.replace('f(3)', 'g(3)') })).toContain('spec.unbound-surface block src/a.ts:5')
    expect(judge({ 'src/c.ts': `// more\n${LONG.replace('// two', '').replace('f(4)', 'g(4)')}` })).toContain('spec.behaviour-without-card block src/c.ts:7')
  })

  it('stands at the first line of code in a file that is new', () => {
    expect(judge({ 'src/new.ts': LONG })).toContain('spec.behaviour-without-card block src/new.ts:2')
  })

  it('names that line as what it rests on', () => {
    const result = judgeScene(spec, { base, head: { ...base, 'src/c.ts': LONG.replace('f(4)', 'g(4)') } })
    expect(reasonsOf(result, 'spec.behaviour-without-card')).toMatchObject([{ path: 'src/c.ts', line: 6 }])
    expect(result.facts[0]?.sources).toContainEqual(expect.objectContaining({ path: 'src/c.ts', line: 6 }))
  })
})

describe('the first line that changed', () => {
  it.each([
    ['where a line is put in', LONG.replace('f(3)', 'g()\nf(3)'), 5],
    ['where one is taken away, the next one', LONG.replace('f(3)\n', ''), 5],
    ['at the end, when what was there is taken away', LONG.replace('\nf(4)', ''), 5],
    ['nowhere, when only comments differ', LONG.replace('// two', '// 2').replace('\n\n', '\n\n\n'), undefined],
    ['nowhere, when the file is not read', '\0', undefined],
  ])('is found %s', (_where, now, line) => {
    expect(firstChanged(lines(LONG), lines(now))).toBe(line)
  })

  it('is not known of what was not there, or is very long', () => {
    expect(firstChanged(undefined, lines(LONG))).toBeUndefined()
    const long = (name: string) => lines(`${'f(1)\n'.repeat(5000)}${name}()`)
    expect(firstChanged(long('g'), long('h'))).toBeUndefined()
  })
})
