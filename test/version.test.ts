import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { codeVersion } from '../src/version.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'version-'))
  for (const folder of ['src/gates', 'db']) mkdirSync(join(root, folder), { recursive: true })
  write('src/gates/a.ts', 'export const a = 1\n')
  write('db/schema.ts', 'export {}\n')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text)
}

/** @spec SPEC-15 */
it('is another one for every change of the code and of what it stands on, and of nothing else', () => {
  const seen = [codeVersion(root)]
  const changes = [
    () => write('src/gates/a.ts', 'export const a = 2\n'),
    () => write('src/gates/b.ts', ''),
    () => write('package-lock.json', '{}'),
    () => write('db/0001.sql', 'select 1'),
  ]
  for (const change of changes) {
    change()
    seen.push(codeVersion(root))
  }
  expect(new Set(seen).size).toBe(seen.length)
  write('src/README.md', 'words')
  write('notes.ts', 'export {}')
  expect(codeVersion(root)).toBe(seen.at(-1))
})

it('is that of this code unless another place is named', () => {
  expect(codeVersion()).toBe(codeVersion(join(import.meta.dirname, '..')))
  expect(codeVersion()).toMatch(/^[0-9a-f]{16}$/)
})
