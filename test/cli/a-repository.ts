import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Edit, type Scratch, scratchRepository } from '../git/scratch.ts'

export const SETTINGS = '.github/maestro.yml'
export const ENFORCE = 'version: 1\nmode: enforce\n'
export const OBSERVE = 'version: 1\nmode: observe\n'
export const BROKEN = 'version: 1\nmode: enforcee\n'

const CARD = `id: SPEC-1
title: Retries
given: [a call that fails]
when: [it is made]
then: [it is made again]
acceptance: [three tries]
surfaces: [src/api/**]
`

/** What the trunk starts with: enforced settings, a card, the code that it covers and a test that is bound to it. */
export const START: Readonly<Record<string, Edit>> = {
  [SETTINGS]: ENFORCE,
  'specs/SPEC-1.yml': CARD,
  'src/api/retry.ts': 'export const tries = 3\n',
  'src/api/retry.test.ts': "// @spec SPEC-1\nit('tries again', () => expect(tries).toBe(3))\n",
}

/** Code that no card covers: the spec gate's to block. */
export const UNCOVERED: Readonly<Record<string, Edit>> = { 'src/cart/total.ts': 'export const total = 1\n' }
/** Code that SPEC-1 covers. */
export const COVERED: Readonly<Record<string, Edit>> = { 'src/api/retry.ts': 'export const tries = 4\n' }

export interface Repository extends Scratch {
  /** Commits onto a branch that leaves the trunk where it is now, and puts HEAD there. */
  propose(edits: Readonly<Record<string, Edit>>, message?: string): string
  /** Writes a file beside git: settings on disk. Gives its path. */
  write(name: string, content: string): string
}

/** A repository with `START` on its trunk, made for one test: remove it. */
export function aRepository(start: Readonly<Record<string, Edit>> = START): Repository {
  const scratch = scratchRepository()
  const root = scratch.commit(start, { message: 'Start' })
  return {
    ...scratch,
    propose(edits, message = 'A change') {
      const tip = scratch.git(['rev-parse', 'refs/heads/main']) || root
      const commit = scratch.commit(edits, { message, branch: 'feature', from: tip })
      scratch.git(['symbolic-ref', 'HEAD', 'refs/heads/feature'])
      return commit
    },
    write(name, content) {
      const path = join(scratch.dir, name)
      writeFileSync(path, content)
      return path
    },
  }
}
