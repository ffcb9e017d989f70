import { describe, expect, it } from 'vitest'
import { RegoErrors } from '../../../src/rego/errors.ts'
import { countWork } from '../counted-work.ts'

const counted = await countWork()
const { parseModule } = await import('../../../src/rego/syntax/parse.ts')

describe('work grows with length', () => {
  it.each<[string, (times: number) => string]>([
    ['rules', (times) => 'p if {\n\tinput.x == "a"\n\ty := f([1, 2, {"a": b}])\n}\n\n'.repeat(times)],
    ['lists like comprehensions', (times) => `p := ${'[a | b, '.repeat(100)}${'1, '.repeat(times)}${']'.repeat(100)}\n`],
    ['comments', (times) => '# comment\np := 1 # x\n'.repeat(times)],
    ['wide characters on one line', (times) => `p := [${'"😀", '.repeat(times)}]`],
    ['strings', (times) => `p := "${'\\n'.repeat(times)}"\n`],
    ['a long failure', (times) => 'p if { [a | b, '.repeat(times)],
    ['a long line of names', (times) => 'p '.repeat(times)],
    ['annotations', (times) => '# METADATA\n# title: x\np := 1\n\n'.repeat(times)],
  ])('%s', async (_, shape) => {
    const work = (times: number): Promise<number> => {
      const text = `package a\n${shape(times)}`
      return counted(() => tryParse(text))
    }
    const short = await work(500)
    expect(short).toBeGreaterThan(500)
    // Eight times as long: a square would take 64 times as much.
    expect(await work(4000)).toBeLessThan(short * 10)
  })
})

function tryParse(text: string): void {
  try {
    parseModule('a.rego', text)
  } catch (error) {
    if (!(error instanceof RegoErrors)) throw error
  }
}
