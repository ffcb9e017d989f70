import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { braced, expanded } from '../../src/model/braces.ts'
import { expandedSize, GlobError, globSet, literalPrefix } from '../../src/model/glob.ts'

/** @spec SPEC-13 */
describe('globs', () => {
  it.each([
    ['src/**', 'src/a/b.ts', true],
    ['src/**', 'src', true],
    ['src/', 'src/a/b.ts', true],
    ['src/**/b.ts', 'src/b.ts', true],
    ['**/*.test.ts', 'a.test.ts', true],
    ['**/*.test.ts', 'x/y/a.test.ts', true],
    ['*.ts', 'x/a.ts', false],
    ['*', '.env', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['{a,b}/{c,d}.ts', 'b/d.ts', true],
    ['{a,b{1,2}}', 'b2', true],
    ['{a,b{1,2}}', 'b', false],
    ['{single}', '{single}', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['**', 'anything/at/all', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'aXbY', false],
    ['**/a/**/b', 'x/a/y/a/z/b', true],
    ['x/globstar/y', 'x/a/b/y', false],
    ['x/globstar/y', 'x/globstar/y', true],
    ['a\\[b*', 'a[bc', true],
  ])('%s on %s is %s', (pattern, path, expected) => {
    expect(globSet([pattern]).matches(path)).toBe(expected)
  })

  it('takes out what a later negated pattern matches, and lets a still later one bring it back', () => {
    const set = globSet(['src/**', '!src/gen/**', 'src/gen/keep.ts'])
    expect(['src/a.ts', 'src/gen/a.ts', 'src/gen/keep.ts'].map((path) => set.matches(path))).toEqual([true, false, true])
  })

  it.each([['a'.repeat(2000)], [''], ['/src/**'], ['[a'], [`${'{a,b}'.repeat(20)}`]])('refuses %s', (pattern) => {
    expect(() => globSet([pattern])).toThrow(GlobError)
  })

  it('answers at once where a backtracking matcher would not', () => {
    const stars = globSet([`${'*a'.repeat(300)}b`])
    expect(stars.matches('a'.repeat(4000))).toBe(false)
    expect(globSet([`${'**/a/'.repeat(150)}b`]).matches('a/'.repeat(1000))).toBe(false)
  })

  it('agrees with a plain recursive definition', () => {
    const piece = fc.constantFrom('a', 'b', '*', '?', '/', '**')
    const reference = (pattern: string[], path: string[]): boolean => {
      const [head, ...rest] = pattern
      if (head === undefined) return path.length === 0
      if (head === '**') return reference(rest, path) || (path.length > 0 && reference(pattern, path.slice(1)))
      return path.length > 0 && segment([...head], [...path[0]!]) && reference(rest, path.slice(1))
    }
    const segment = (pattern: string[], text: string[]): boolean => {
      const [head, ...rest] = pattern
      if (head === undefined) return text.length === 0
      if (head === '*') return segment(rest, text) || (text.length > 0 && segment(pattern, text.slice(1)))
      return text.length > 0 && (head === '?' || head === text[0]) && segment(rest, text.slice(1))
    }
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 8 }), (parts, text) => {
        const pattern = parts.join('')
        fc.pre(!pattern.startsWith('/') && !pattern.endsWith('/'))
        expect(globSet([pattern]).matches(text.join(''))).toBe(reference(pattern.split('/'), text.join('').split('/')))
      }),
      { seed: 3, numRuns: 2000 },
    )
  })

  it('says beforehand how large a pattern is with its braces expanded', () => {
    const piece = fc.constantFrom('{', '}', ',', 'a', '\\', '{a,b}', '{c,{d,e}f}')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const pattern = parts.join('')
        const patterns = expanded(braced(pattern))
        fc.pre(patterns.length <= 256)
        expect(expandedSize(pattern)).toBe(patterns.join('').length)
      }),
      { seed: 5, numRuns: 2000 },
    )
    expect(expandedSize('src/{a,b}.ts')).toBe(2 * 'src/a.ts'.length)
  })

  it('takes what stands for too many patterns for no larger than it looks, since it is refused before the work', () => {
    const many = '{a,b}'.repeat(9)
    expect(expandedSize(many)).toBe(many.length)
    expect(expandedSize(`${'{a,b}'.repeat(8)}c`)).toBe(256 * 9)
    expect(expandedSize('{a,b}'.repeat(1000))).toBe(5000)
  })

  it('counts the steps that a match takes, at most one for each character of pattern and path', () => {
    const stepsOf = (pattern: string, path: string) => {
      const steps = { count: 0 }
      globSet([pattern]).matches(path, steps)
      return steps.count
    }
    expect(stepsOf('src/a.ts', 'src/b.ts')).toBe(1)
    expect(stepsOf('src/**', 'lib/b.ts')).toBeLessThan(5)
    expect(stepsOf('**/*a*a*b', `x/${'a'.repeat(100)}`)).toBeGreaterThan(100)
    expect(stepsOf(`[${'abc'.repeat(100)}]*`, 'x')).toBeGreaterThan(299)
    const pattern = `${'*a'.repeat(300)}b`
    const path = 'a'.repeat(4000)
    expect(stepsOf(pattern, path)).toBeLessThanOrEqual(2 * pattern.length * path.length)
  })

  it('knows the folder that every match starts with', () => {
    expect(['src/api/**', 'src/a*.ts', '**', 'README.md', 'a/b/c.ts'].map(literalPrefix)).toEqual(['src/api/', 'src/', '', '', 'a/b/'])
  })
})
