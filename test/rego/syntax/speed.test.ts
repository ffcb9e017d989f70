import { describe, expect, it } from 'vitest'
import { RegoErrors } from '../../../src/rego/errors.ts'
import { parseModule } from '../../../src/rego/syntax/parse.ts'
import { leastThreadTime } from '../thread-time.ts'

const rule = (index: number): string =>
  `deny contains msg if {\n\tinput.file.prefix == "svc-${index}"\n\tinput.file.action != "create"\n\tmsg := sprintf("rule ${index}: %s of %s", [input.file.action, input.file.path])\n}\n\n`

function policy(rules: number): string {
  return `package a\n\n${Array.from({ length: rules }, (_, index) => rule(index)).join('')}`
}

describe('speed, once warm', () => {
  it('1,000 rules are read in less than 25 ms, and 500 lines in less than 5 ms', () => {
    const large = policy(1000)
    const small = policy(83)
    expect(large.split('\n').length).toBeGreaterThan(6000)
    expect(small.split('\n').length).toBeGreaterThan(495)
    expect(leastThreadTime(30, () => parseModule('a.rego', large))).toBeLessThan(25)
    expect(leastThreadTime(30, () => parseModule('a.rego', small))).toBeLessThan(5)
  })
})

describe('time grows with length', () => {
  const shapes: readonly (readonly [string, (times: number) => string])[] = [
    ['rules', (times) => 'p if {\n\tinput.x == "a"\n\ty := f([1, 2, {"a": b}])\n}\n\n'.repeat(times)],
    ['lists like comprehensions', (times) => `p := ${'[a | b, '.repeat(100)}${'1, '.repeat(times)}${']'.repeat(100)}\n`],
    ['comments', (times) => '# comment\np := 1 # x\n'.repeat(times)],
    ['wide characters on one line', (times) => `p := [${'"😀", '.repeat(times)}]`],
    ['strings', (times) => `p := "${'\\n'.repeat(times)}"\n`],
    ['a long failure', (times) => 'p if { [a | b, '.repeat(times)],
    ['a long line of names', (times) => 'p '.repeat(times)],
  ]
  it.each(shapes)('%s', (_, shape) => {
    const time = (times: number): number => {
      const text = `package a\n${shape(times)}`
      return leastThreadTime(5, () => tryParse(text))
    }
    time(1000)
    // Sixteen times as long: a square would take 256 times as long, and noise is far below the line between.
    expect(time(16_000)).toBeLessThan(Math.max(time(1000), 0.5) * 80)
  })
})

function tryParse(text: string): void {
  try {
    parseModule('a.rego', text)
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
  }
}
