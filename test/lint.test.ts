import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const FORBIDDEN = [
  ['src/model/a.ts', '../config/x.ts'],
  ['src/model/b.ts', 'node:fs'],
  ['src/gates/okr/a.ts', '../../conductor/x.ts'],
  ['src/gates/okr/b.ts', '../../github/x.ts'],
  ['src/gates/okr/c.ts', 'node:fs'],
  ['src/gates/okr/d.ts', 'drizzle-orm'],
  ['src/cards/a.ts', '../gates/okr/x.ts'],
  ['src/config/a.ts', 'node:fs'],
  ['src/git/a.ts', '../github/x.ts'],
  ['src/github/a.ts', '../../db/connect.ts'],
  ['src/conductor/a.ts', '../github/x.ts'],
  ['src/conductor/b.ts', 'drizzle-orm'],
  ['src/handlers/a.ts', '@octokit/rest'],
  ['src/rego/a.ts', '../model/json.ts'],
  ['src/rego/b.ts', '../opa/engine.ts'],
  ['src/documents/a.ts', '../gates/x.ts'],
  ['src/opa/a.ts', '../conductor/x.ts'],
  ['src/opa/b.ts', 'drizzle-orm'],
  ['src/gates/okr/f.ts', '../../opa/engine.ts'],
  ['src/conductor/d.ts', '../opa/engine.ts'],
  ['db/a.ts', '../src/conductor/x.ts'],
] as const

const ALLOWED = [
  ['src/gates/okr/e.ts', '../../model/json.ts'],
  ['src/conductor/c.ts', '../gates/registry.ts'],
  ['src/github/b.ts', '../git/mirror.ts'],
  ['db/b.ts', 'drizzle-orm'],
  ['src/documents/b.ts', '../model/phrase.ts'],
  ['src/gates/policy/a.ts', '../../documents/yaml.ts'],
  ['src/opa/c.ts', '../rego/index.ts'],
  ['src/opa/d.ts', '../model/trouble.ts'],
] as const

describe('the direction of imports', () => {
  let folder = ''
  let refused = new Set<string>()

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lint-'))
    await cp(join(root, 'biome.json'), join(folder, 'biome.json'))
    for (const [path, source] of [...FORBIDDEN, ...ALLOWED]) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), `import { x } from '${source}'\n\nexport const y = x\n`)
    }
    const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/biome'), ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '.'], {
      cwd: folder,
      encoding: 'utf8',
    })
    refused = new Set([...`${stdout}${stderr}`.matchAll(/^(\S+?):\d+:\d+ lint\/style\/noRestrictedImports/gm)].map((match) => match[1]!))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each(FORBIDDEN)('does not let %s import %s', (path) => {
    expect(refused).toContain(path)
  })

  it.each(ALLOWED)('lets %s import %s', (path) => {
    expect(refused).not.toContain(path)
  })
})
