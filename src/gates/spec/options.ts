import { type Glob, type GlobSet, globSet } from '../../model/glob.ts'
import type { JsonSchema } from '../../model/json.ts'
import type { Path } from '../../model/path.ts'
import { CODE_EXTENSIONS } from './lex/languages.ts'

export type SpecOptions = {
  readonly cards: Glob | readonly Glob[]
  readonly tests: readonly Glob[]
  readonly surfaces: readonly Glob[]
  readonly ignore: readonly Glob[]
  readonly coverage: number
  readonly required: 'behaviour' | 'all' | 'none'
}

const SCRIPT = '{ts,tsx,mts,cts,js,jsx,mjs,cjs}'

export const specDefaults: SpecOptions = {
  cards: 'specs/**/*.{yml,yaml,md}',
  tests: [
    `**/*.{test,spec}.${SCRIPT}`,
    `**/__tests__/**/*.${SCRIPT}`,
    '**/test_*.py',
    '**/*_test.py',
    '**/*_test.go',
    '**/src/test/**/*.java',
    '**/*{Test,Tests,IT}.java',
    '**/*_{spec,test}.rb',
    '**/tests/**/*.rs',
  ],
  surfaces: [`**/*.{${CODE_EXTENSIONS.join(',')}}`],
  ignore: [
    '**/node_modules/**',
    '**/vendor/**',
    '**/dist/**',
    '**/testdata/**',
    '**/{test,tests,spec,__tests__,__mocks__}/**',
    '**/conftest.py',
    '**/*.d.{ts,mts,cts}',
    `**/*.config.${SCRIPT}`,
    '**/*.min.js',
  ],
  coverage: 0.95,
  required: 'behaviour',
}

const glob: JsonSchema = { type: 'string', format: 'glob', minLength: 1, maxLength: 1024 }
const globs: JsonSchema = { type: 'array', maxItems: 200, items: glob }

export const specSchema: JsonSchema = {
  type: 'object',
  description: 'Asks that changed behaviour is described by a Spec Card and shown by a test that is bound to it with `@spec`.',
  additionalProperties: false,
  properties: {
    cards: {
      title: 'Cards',
      description: 'The files that hold Spec Cards, in YAML or Markdown: a path pattern or a list of them.',
      anyOf: [glob, { type: 'array', minItems: 1, maxItems: 100, items: glob }],
    },
    tests: { title: 'Tests', description: 'The test files whose `@spec` marks count. They are no surfaces.', ...globs },
    surfaces: { title: 'Surfaces', description: 'The code whose changes owe a proof, unless it is a test, a card or ignored.', ...globs },
    ignore: { title: 'Ignored', description: 'Code that owes no proof although it is among the surfaces: generated files, configuration.', ...globs },
    coverage: {
      title: 'Coverage',
      description: 'The least share of the changed surfaces that must be covered by an active card with a test bound to it: 0 to 1.',
      type: 'number',
      minimum: 0,
      maximum: 1,
    },
    required: {
      title: 'What needs a card',
      description:
        '`behaviour`: files whose code changed, comments, documentation and white space aside. `all`: every changed file among the surfaces, renamed ones too. `none`: only what a card already covers.',
      enum: ['behaviour', 'all', 'none'],
    },
  },
}

export function cardGlobs({ cards }: SpecOptions): readonly Glob[] {
  return typeof cards === 'string' ? [cards] : cards
}

/** Says what a path is to the gate. */
export class PathRoles {
  readonly #surfaces: GlobSet
  readonly #others: readonly GlobSet[]
  readonly #cards: GlobSet
  readonly #tests: GlobSet

  constructor(options: SpecOptions) {
    this.#surfaces = globSet(options.surfaces)
    this.#cards = globSet(cardGlobs(options))
    this.#tests = globSet(options.tests)
    this.#others = [this.#tests, globSet(options.ignore), this.#cards]
  }

  /** Code that owes a proof when it changes. */
  isSurface(path: Path): boolean {
    return this.#surfaces.matches(path) && !this.#others.some((set) => set.matches(path))
  }

  isTest(path: Path): boolean {
    return this.#tests.matches(path)
  }

  isCard(path: Path): boolean {
    return this.#cards.matches(path)
  }
}

/** One judgement asks for the same roles several times, and compiling patterns takes longer than matching them. */
const known = new WeakMap<SpecOptions, PathRoles>()

export function rolesOf(options: SpecOptions): PathRoles {
  const roles = known.get(options) ?? new PathRoles(options)
  known.set(options, roles)
  return roles
}
