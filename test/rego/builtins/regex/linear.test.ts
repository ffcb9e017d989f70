import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains } from '../../../../src/rego/builtins/regex/code-points.ts'
import { boundedUpTo } from '../../../../src/rego/builtins/regex/linear.ts'
import { parsePattern } from '../../../../src/rego/builtins/regex/parse.ts'
import type { Pattern } from '../../../../src/rego/builtins/regex/syntax.ts'
import { patterns, repetitiveTexts } from './patterns.ts'

/** A backtracking matcher that counts the characters it reads, and stops at more than `most`. */
class Backtracker {
  read = 0
  private readonly points: readonly number[]
  private readonly most: number
  constructor(text: string, most: number) {
    this.points = Array.from(text, (character) => character.codePointAt(0) ?? 0)
    this.most = most
  }

  /** All matches, from left to right. */
  search(pattern: Pattern): void {
    for (let from = 0; from <= this.points.length && this.read <= this.most; ) {
      let end = -1
      const found = this.go(pattern, from, (at) => {
        end = at
        return true
      })
      from = found && end > from ? end : from + 1
    }
  }

  private go(pattern: Pattern, at: number, then: (at: number) => boolean): boolean {
    if (this.read > this.most) return true
    switch (pattern.kind) {
      case 'empty':
        return then(at)
      case 'char':
        if (at >= this.points.length || !contains(pattern.set, this.points[at] ?? 0)) return false
        this.read += 1
        return then(at + 1)
      case 'assert':
        return this.holds(pattern.what, at) && then(at)
      case 'capture':
        return this.go(pattern.of, at, then)
      case 'sequence':
        return this.row(pattern.items, 0, at, then)
      case 'choice':
        return pattern.items.some((item) => this.go(item, at, then))
      case 'repeat':
        return this.again(pattern, 0, at, then)
    }
  }

  private row(items: readonly Pattern[], i: number, at: number, then: (at: number) => boolean): boolean {
    const item = items[i]
    return item === undefined ? then(at) : this.go(item, at, (next) => this.row(items, i + 1, next, then))
  }

  private again(repeat: Pattern & { kind: 'repeat' }, count: number, at: number, then: (at: number) => boolean): boolean {
    const more = (): boolean => count < repeat.max && this.go(repeat.of, at, (next) => next > at && this.again(repeat, count + 1, next, then))
    if (count < repeat.min) return more()
    return repeat.lazy ? then(at) || more() : more() || then(at)
  }

  private holds(what: string, at: number): boolean {
    const newline = (point: number | undefined): boolean => point === undefined || point === 10
    const word = (point: number | undefined): boolean => point !== undefined && /^\w$/.test(String.fromCodePoint(point))
    if (what === 'text-begin') return at === 0
    if (what === 'text-end') return at === this.points.length
    if (what === 'line-begin') return newline(this.points[at - 1])
    if (what === 'line-end') return newline(this.points[at])
    return word(this.points[at - 1]) !== word(this.points[at])
  }
}

/** More than `boundedUpTo` allows for each character. */
const perCharacter = 128

describe('the proof that a pattern is linear', () => {
  it('holds for a backtracking matcher that counts', () => {
    let proven = 0
    fc.assert(
      fc.property(patterns, fc.array(repetitiveTexts, { minLength: 1, maxLength: 5 }), (source, texts) => {
        const parsed = parsePattern(source)
        if (parsed === undefined || boundedUpTo(parsed.pattern) !== Number.POSITIVE_INFINITY) return
        proven += 1
        for (const text of texts) {
          const most = perCharacter * (text.length + 1)
          const backtracker = new Backtracker(text, most)
          backtracker.search(parsed.pattern)
          expect(backtracker.read).toBeLessThanOrEqual(most)
        }
      }),
      { numRuns: 2000, seed: 20261127 },
    )
    expect(proven).toBeGreaterThan(500)
  })

  it('counts more than that where it says nothing', () => {
    for (const source of ['(a+)+b', '[a-c]+x', '(a|a)*b', 'm|m[ab]*|a(?:[ab]*x)?']) {
      const pattern = parsePattern(source)?.pattern
      if (pattern === undefined) throw new Error(source)
      expect(boundedUpTo(pattern)).not.toBe(Number.POSITIVE_INFINITY)
      const text = `m${'a'.repeat(1000)}`
      const backtracker = new Backtracker(text, perCharacter * text.length)
      backtracker.search(pattern)
      expect(backtracker.read).toBeGreaterThan(perCharacter * text.length)
    }
  })
})
