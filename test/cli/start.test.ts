import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Every module of ours and every package that is loaded with a file, before anything of it runs: what it imports, types apart. */
function loadedWith(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const text = file.endsWith('.ts') ? readFileSync(resolve(root, file), 'utf8') : ''
  for (const [, names = '', from = ''] of text.matchAll(/^(?:import|export) (.*?) from '([^']+)'/gms)) {
    if (/^type /.test(names)) continue
    if (from.startsWith('.')) loadedWith(relative(root, resolve(root, dirname(file), from)), seen)
    else if (!from.startsWith('node:')) seen.add(from)
  }
  return seen
}

describe('a command line that is only described', () => {
  it.each(['check', 'replay', 'config', 'spec', 'rego', 'rejudge', 'demo', 'serve', 'work', 'migrate'])('loads nothing of what %s does', (command) => {
    const loaded = [...loadedWith(`src/cli/${command}.ts`)]
    expect(loaded).toContain(`src/cli/${command}.ts`)
    expect(loaded.filter((name) => /^(?:db|sim|src\/(?:conductor|gates|rego|github|git|cards|config))\//.test(name))).toEqual([])
    expect(loaded.filter((name) => !/\.(?:ts|json)$/.test(name) && name !== 'commander')).toEqual([])
  })

  it('would be seen to load something', () => {
    const loaded = loadedWith('src/cli/check/judge-change.ts')
    expect(loaded).toContain('src/conductor/evaluate.ts')
    expect(loaded).toContain('lru-cache')
  })
})
