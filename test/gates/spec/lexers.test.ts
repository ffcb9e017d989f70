// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are programs
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeDigest } from '../../../src/gates/spec/code/code-digest.ts'
import { lex } from '../../../src/gates/spec/lex/languages.ts'
import type { Text } from '../../../src/gates/spec/lex/token.ts'
import { testFile } from '../../../src/gates/spec/tests/test-file.ts'

const PATHS = ['a.ts', 'a.tsx', 'a.py', 'a.go', 'A.java', 'a.rb', 'a.rs'] as const
const SEED = { seed: 20261121 }

/** Pieces that lexers stumble over, so that random texts of them reach deep. */
const PIECES =
  '\' " ` \'\'\' """ // /* */ # ## r# r#" "# #" b\' \'a \\ \\\' \\" ( ) [ ] { } ${ #{ <<~A <<A A =begin =end __END__ %w[ %q( %r{ ?x / /= [/ < </ /> > <a </a> <> </> <T,> => = == + ++ - -- . : ; , @ @spec SPEC-1 tag: spec: it #[ return x 1 é 😀 \u2028 \ufeff \t'
    .split(' ')
    .concat(['\n', '\r\n', '\r', ' ', '\n\n  ', '\n=begin\n', '\n=end\n', '\nA\n'])
const program = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

/** A text that counts how often it is looked at, slices by their length. */
class CountingText implements Text {
  steps = 0
  readonly length: number
  readonly #text: string
  constructor(text: string) {
    this.#text = text
    this.length = text.length
  }
  charCodeAt(at: number): number {
    this.steps += 1
    return this.#text.charCodeAt(at)
  }
  slice(start: number, end: number): string {
    this.steps += Math.max(0, end - start)
    return this.#text.slice(start, end)
  }
}

function stepsFor(text: string, path: string): number {
  const counting = new CountingText(text)
  lex(counting, path)
  return counting.steps
}

describe.each(PATHS)('the lexer for %s', (path) => {
  it('never throws, and gives tokens that follow each other within the text', () => {
    fc.assert(
      fc.property(program, (text) => {
        let end = 0
        for (const token of lex(text, path)?.tokens ?? []) {
          expect(token.start).toBeGreaterThanOrEqual(token.kind === 'dedent' ? 0 : end)
          expect(token.end).toBeLessThanOrEqual(text.length)
          end = Math.max(end, token.end)
        }
      }),
      { ...SEED, numRuns: 400 },
    )
  })

  it('leaves nothing out but white space', () => {
    fc.assert(
      fc.property(program, (text) => {
        const covered = new Array<boolean>(text.length).fill(false)
        for (const token of lex(text, path)?.tokens ?? []) covered.fill(true, token.start, token.end)
        const left = [...covered.keys()].filter((at) => !covered[at]).map((at) => text[at])
        expect(left.join('').replaceAll(/[\s\ufeff\\]/g, '')).toBe('')
      }),
      { ...SEED, numRuns: 300 },
    )
  })

  it('gives each token the line it starts on', () => {
    fc.assert(
      fc.property(program, (text) => {
        for (const token of lex(text, path)?.tokens ?? []) expect(token.line).toBe(text.slice(0, token.start).split('\n').length)
      }),
      { ...SEED, numRuns: 200 },
    )
  })

  it('looks at each character a bounded number of times, whatever is repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join('').repeat(500)
        expect(stepsFor(text, path)).toBeLessThan(30 * text.length + 1000)
      }),
      { ...SEED, numRuns: 300 },
    )
  })

  it('does so on one long line', () => {
    for (const unit of ['"', '/[', '`${', '<a', '<', '#{', '(', '@spec(', '<<A ', "'", 'r#"', '/*', '\\', '#[', '%q(']) {
      const text = unit.repeat(Math.ceil(50_000 / unit.length))
      expect(stepsFor(text, path), unit).toBeLessThan(40 * text.length)
    }
  })
})

describe('bindings are read', () => {
  it('on the line they stand on, in a comment anywhere in a program', () => {
    const comment: Readonly<Record<string, string>> = { py: '#', rb: '#' }
    const tests: Readonly<Record<string, string>> = {
      py: 'def test_x(): pass',
      rb: "it('x') { }",
      go: 'func TestX(t *testing.T) {}',
      java: '@Test void x() {}',
      rs: '#[test]\nfn x() {}',
    }
    const lines = fc.array(fc.constantFrom('', 'x = 1', 'y = "s"', 'f(1)', 'a = [1, 2]'), { maxLength: 20 })
    fc.assert(
      fc.property(fc.constantFrom(...PATHS), lines, lines, fc.integer({ min: 1, max: 999 }), (path, before, after, number) => {
        const mark = `${comment[path.split('.')[1] ?? ''] ?? '//'} @spec SPEC-${number}`
        const text = [...before, mark, ...after, tests[path.split('.')[1] ?? ''] ?? "test('x', () => {})"].join('\n')
        expect(testFile.extract(Buffer.from(text), path).bindings).toEqual([{ id: `SPEC-${number}`, line: before.length + 1 }])
      }),
      SEED,
    )
  })

  it('from any bytes without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...PATHS), (bytes, path) => {
        expect(() => [testFile.extract(bytes, path), codeDigest.extract(bytes, path)]).not.toThrow()
      }),
      SEED,
    )
  })
})
