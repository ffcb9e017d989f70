import { spec } from '../../../src/gates/spec/gate.ts'
import type { SpecOptions } from '../../../src/gates/spec/options.ts'
import { type Files, judgeScene, type Scene } from '../harness.ts'

/** A card of eight lines and more: the id is on the first, the surfaces on the seventh. */
export function card(id: number, surfaces: string, more: Partial<Record<'status' | 'acceptance' | 'expected', string>> = {}): string {
  return [
    `id: SPEC-${id}`,
    `title: Behaviour ${id}`,
    'given: a',
    'when: b',
    `then: ${more.expected ?? '[c]'}`,
    `acceptance: ${more.acceptance ?? '[d, e]'}`,
    `surfaces: [${surfaces}]`,
    `status: ${more.status ?? 'active'}`,
    '',
  ].join('\n')
}

export const BASE: Files = {
  'specs/SPEC-1.yml': card(1, 'src/a.ts'),
  'specs/SPEC-2.yml': card(2, 'src/b.ts'),
  'src/a.ts': 'a(1)',
  'src/b.ts': 'b(1)',
  'src/c.ts': 'c(1)',
  'src/a.test.ts': '// @spec SPEC-1\ntest()',
  'src/b.test.ts': '\n// @spec SPEC-2\ntest()',
}

export function without(files: Files, ...paths: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)))
}

/** Code of some length: line by line `name`, so that another name is other code. */
export function program(name: string, lines = 12): string {
  return Array.from({ length: lines }, (_, index) => `export function ${name}${index}(value: number) {\n  return value * ${index} + ${name}(value)\n}`).join(
    '\n',
  )
}

/** What the gate says of a change from BASE to BASE with these files. */
export function judged(files: Files, options: Partial<SpecOptions> = {}, scene: Partial<Scene> = {}) {
  return judgeScene(spec, { base: BASE, head: { ...BASE, ...files }, ...scene }, options)
}
