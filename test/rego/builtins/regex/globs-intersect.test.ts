import { describe, expect, it } from 'vitest'
import { family } from '../../../../src/rego/builtins/regex/family.ts'
import { globsIntersect } from '../../../../src/rego/builtins/regex/globs-intersect.ts'
import { caller, countingHost, refusal } from '../calling.ts'

const call = caller(family)

describe('regex.globs_match', () => {
  it.each([
    ['b.*', 'bar', true],
    ['b.*', 'foo', false],
    ['[a-z]+\\[[0-9]+\\]', 'foo\\[1\\]', true],
    ['[a-z]+\\[[0-9]+\\]', 'foo["bar"]', false],
    ['a.a.', '.b.b', true],
    ['a.a.', '.b.c', true],
    ['[a-c]+', '[c-e]+', true],
    ['[a-c]+', '[d-e]+', false],
    ['a*', 'b*', false],
    ['.*', 'anything', true],
    ['a.*z', 'abc', false],
    ['a.*z', 'a.+', true],
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['', '', true],
    ['', 'a', false],
    ['a+b', 'aaab', true],
    ['a+b', 'b', false],
    ['a*b', 'b', true],
    ['x[a-c]*y', 'x.b.y', true],
    ['\\.', '.', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(call('regex.globs_match', a, b)).toBe(expected)
  })

  it.each([
    ['pqrs]', "input:pqrs], pos:5, set-close ']' with no preceding '[': the input provided is invalid"],
    ['+a', "input:+a, pos:1, flag '+' must be preceded by a non-flag: the input provided is invalid"],
    ['a**', "input:a**, pos:3, flag '*' must be preceded by a non-flag: the input provided is invalid"],
    ['[a', 'input:[a, pos:2, found [ without matching ]: the input provided is invalid'],
    ['[z-a]', "input:[z-a], pos:4, range is out of order: 'a' comes before 'z' in Unicode: the input provided is invalid"],
    ['[-a]', "input:[-a], pos:2, range character '-' must be preceded by a Unicode character: the input provided is invalid"],
    ['[a-]', "input:[a-], pos:3, range character '-' must be followed by a Unicode character: the input provided is invalid"],
    ['a\\', 'input:a\\, pos:1, input ends with a \\ (escape) character: the input provided is invalid'],
  ])('%s is refused', (pattern, message) => {
    expect(refusal(() => call('regex.globs_match', pattern, 'a'))).toBe(message)
  })

  it('takes the product of the lengths in steps, where trying all ways would take forever', () => {
    const host = countingHost()
    expect(globsIntersect('.*a'.repeat(300), '.+b'.repeat(300), host)).toBe(false)
    expect(host.spent()).toBeLessThan(100_000)
  })
})
