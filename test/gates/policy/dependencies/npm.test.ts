import { describe, expect, it } from 'vitest'
import { dependencies, read } from './reading.ts'

describe('package.json', () => {
  const text = JSON.stringify(
    {
      name: 'shop',
      dependencies: { left: '^1.2.0', exact: '2.0.1', other: 'npm:@scope/real@~3.1', forge: 'acme/tool#main', mirror: 'git+ssh://git@git.acme.test/x.git' },
      devDependencies: { tarball: 'https://files.acme.test/x.tgz', near: 'file:../near', local: 'workspace:*' },
      optionalDependencies: { fsevents: '*' },
      peerDependencies: { react: '>=18', vue: '>=3' },
      peerDependenciesMeta: { vue: { optional: true } },
      overrides: { parent: { '.': '1.0.0', child: 'https://github.com/acme/child' }, mine: '$left', 'deep@^1': '1.5.0' },
      resolutions: { '**/@scope/forced': '4.0.0' },
    },
    null,
    2,
  )

  it('says what is asked for, what for, and where each comes from', () => {
    expect(dependencies('web/package.json', text)).toEqual({
      left: { line: 4, range: '^1.2.0', scope: 'runtime', direct: true, source: 'registry' },
      exact: { line: 5, range: '2.0.1', version: '2.0.1', scope: 'runtime', direct: true, source: 'registry' },
      '@scope/real': { line: 6, range: 'npm:@scope/real@~3.1', scope: 'runtime', direct: true, source: 'registry' },
      forge: { line: 7, range: 'acme/tool#main', scope: 'runtime', direct: true, source: 'git', host: 'github.com' },
      mirror: { line: 8, range: 'git+ssh://git@git.acme.test/x.git', scope: 'runtime', direct: true, source: 'git', host: 'git.acme.test' },
      tarball: { line: 11, range: 'https://files.acme.test/x.tgz', scope: 'development', direct: true, source: 'url', host: 'files.acme.test' },
      near: { line: 12, range: 'file:../near', scope: 'development', direct: true, source: 'path' },
      local: { line: 13, range: 'workspace:*', scope: 'development', direct: true, source: 'path' },
      fsevents: { line: 16, range: '*', scope: 'optional', direct: true, source: 'registry' },
      react: { line: 19, range: '>=18', scope: 'runtime', direct: true, source: 'registry' },
      vue: { line: 20, range: '>=3', scope: 'optional', direct: true, source: 'registry' },
      parent: { line: 29, range: '1.0.0', version: '1.0.0', direct: false, source: 'registry' },
      child: { line: 30, range: 'https://github.com/acme/child', direct: false, source: 'git', host: 'github.com' },
      deep: { line: 33, range: '1.5.0', version: '1.5.0', direct: false, source: 'registry' },
      '@scope/forced': { line: 36, range: '4.0.0', version: '4.0.0', direct: false, source: 'registry' },
    })
  })

  it('tells every detail, null where the file does not say', () => {
    expect(read('package.json', '{"dependencies":{"left":"^1"}}').facts).toEqual([
      {
        kind: 'dependency',
        line: 1,
        ecosystem: 'npm',
        name: 'left',
        version: null,
        range: '^1',
        scope: 'runtime',
        direct: true,
        source: 'registry',
        host: null,
        licence: null,
        install_script: null,
        manifest: 'package.json',
      },
    ])
  })

  it('shows no user name or token of an address', () => {
    const found = dependencies('package.json', '{"dependencies":{"a":"git+https://user:secret@git.acme.test/a.git"}}')
    expect(found).toMatchObject({ a: { range: 'git+https://git.acme.test/a.git', host: 'git.acme.test' } })
  })

  it('is not looked for among what is installed', () => {
    expect(read('node_modules/a/package.json', text).facts).toEqual([])
    expect(read('docs/my-package.json', text).facts).toEqual([])
  })
})

describe('package-lock.json', () => {
  const resolved = (name: string, version: string) => `https://npm.acme.test/${name}/-/${name.replace(/.*\//, '')}-${version}.tgz`

  it('of version 3 says licences, install scripts and what is direct, of workspaces too', () => {
    const packages = {
      '': { name: 'shop', dependencies: { esbuild: '^0.25' }, devDependencies: { vitest: '^3' } },
      'packages/web': { version: '1.0.0', dependencies: { chalk: '^5' } },
      'node_modules/web': { resolved: 'packages/web', link: true },
      'node_modules/esbuild': { version: '0.25.0', resolved: resolved('esbuild', '0.25.0'), integrity: 'sha512-x', hasInstallScript: true, license: 'MIT' },
      'node_modules/vitest': { version: '3.0.0', resolved: 'https://mirror.acme.test/vitest/-/vitest-3.0.0.tgz', dev: true, license: '(MIT OR Apache-2.0)' },
      'node_modules/vitest/node_modules/chalk': { version: '4.0.0', resolved: resolved('chalk', '4.0.0'), dev: true, license: { type: 'ISC' } },
      'node_modules/@scope/moved': { version: '1.0.0', resolved: 'https://files.acme.test/moved.tgz', integrity: 'sha512-x', optional: true },
      'node_modules/alias': { name: 'real', version: '2.0.0', integrity: 'sha512-x', devOptional: true },
      'node_modules/forge': { version: '0.1.0', resolved: 'git+ssh://git@github.com/acme/forge.git#0123456' },
    }
    const found = dependencies('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }, null, 1))
    expect(found).toMatchObject({
      web: { source: 'path' },
      esbuild: { version: '0.25.0', scope: 'runtime', direct: true, source: 'registry', host: 'npm.acme.test', licence: 'MIT', install_script: true },
      vitest: { scope: 'development', direct: true, source: 'registry', host: 'mirror.acme.test', licence: '(MIT OR Apache-2.0)', install_script: false },
      chalk: { version: '4.0.0', direct: false, licence: 'ISC' },
      '@scope/moved': { scope: 'optional', direct: false, source: 'url', host: 'files.acme.test' },
      real: { scope: 'optional', source: 'registry' },
      forge: { source: 'git', host: 'github.com' },
    })
    expect(Object.keys(found)).toHaveLength(7)
  })

  it('of version 1 is read to its depths, and says nothing of licences and scripts', () => {
    const text = JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        a: {
          version: '1.0.0',
          resolved: resolved('a', '1.0.0'),
          integrity: 'sha512-x',
          dependencies: { b: { version: '2.0.0', dev: true, integrity: 'sha512-x' } },
        },
        c: { version: 'git+https://git.acme.test/c.git#1', from: 'c@git' },
        d: { version: 'file:../d' },
      },
    })
    expect(dependencies('npm-shrinkwrap.json', text)).toEqual({
      a: { line: 1, version: '1.0.0', scope: 'runtime', source: 'registry', host: 'npm.acme.test' },
      b: { line: 1, version: '2.0.0', scope: 'development', source: 'registry' },
      c: { line: 1, version: 'git+https://git.acme.test/c.git#1', scope: 'runtime', source: 'git', host: 'git.acme.test' },
      d: { line: 1, version: 'file:../d', scope: 'runtime', source: 'path' },
    })
  })

  it('has no value in the document: what it says is told as facts', () => {
    expect(read('package-lock.json', '{"packages":{"node_modules/a":{"version":"1.0.0"}}}')).toMatchObject({ values: [], facts: [{ name: 'a' }] })
  })
})

describe('yarn.lock', () => {
  it('of Yarn 1', () => {
    const text = `# yarn lockfile v1


"@babel/code-frame@^7.0.0", "@babel/code-frame@^7.1.0":
  version "7.1.0"
  resolved "https://registry.yarnpkg.com/@babel/code-frame/-/code-frame-7.1.0.tgz#abc"
  integrity sha512-x
  dependencies:
    "@babel/highlight" "^7.0.0"

"alias@npm:real@^2":
  version "2.0.0"
  resolved "https://registry.yarnpkg.com/real/-/real-2.0.0.tgz#abc"

"forge@https://github.com/acme/forge.git":
  version "0.1.0"
  resolved "https://github.com/acme/forge.git#0123"

"near@file:./near":
  version "0.0.0"
`
    expect(dependencies('yarn.lock', text)).toEqual({
      '@babel/code-frame': { line: 4, version: '7.1.0', range: '^7.0.0, ^7.1.0', source: 'registry', host: 'registry.yarnpkg.com' },
      real: { line: 11, version: '2.0.0', range: 'npm:real@^2', source: 'registry', host: 'registry.yarnpkg.com' },
      forge: { line: 15, version: '0.1.0', range: 'https://github.com/acme/forge.git', source: 'git', host: 'github.com' },
      near: { line: 19, version: '0.0.0', range: 'file:./near', source: 'path' },
    })
  })

  it('of later Yarns, which say what the project itself asks for', () => {
    const text = `__metadata:
  version: 8
  cacheKey: 10c0

"chalk@npm:^5.0.0, chalk@npm:^5.3.0":
  version: 5.3.0
  resolution: "chalk@npm:5.3.0"
  dependencies:
    ansi: "npm:^1.0.0"
  checksum: 10c0/abc
  languageName: node
  linkType: hard

? "ansi@npm:^1.0.0"
:
  version: 1.0.0
  resolution: "ansi@npm:1.0.0"
  linkType: hard

"forge@https://github.com/acme/forge.git":
  version: 0.1.0
  resolution: "forge@https://github.com/acme/forge.git#commit=0123"
  linkType: hard

"shop@workspace:.":
  version: 0.0.0-use.local
  resolution: "shop@workspace:."
  dependencies:
    chalk: "npm:^5.3.0"
  languageName: unknown
  linkType: soft
`
    expect(dependencies('yarn.lock', text)).toEqual({
      chalk: { line: 5, version: '5.3.0', range: 'npm:^5.0.0, npm:^5.3.0', direct: true, source: 'registry' },
      ansi: { line: 14, version: '1.0.0', range: 'npm:^1.0.0', direct: false, source: 'registry' },
      forge: { line: 20, version: '0.1.0', range: 'https://github.com/acme/forge.git', direct: false, source: 'git', host: 'github.com' },
    })
  })

  it('says where it is none, as after a merge that was not finished', () => {
    expect(read('yarn.lock', 'a@^1:\n  version "1.0.0"\n<<<<<<< HEAD\n')).toMatchObject({
      facts: [{ name: 'a' }],
      problem: { line: 3, message: 'not a line of a yarn.lock' },
    })
  })
})

describe('pnpm-lock.yaml', () => {
  it('of version 9', () => {
    const text = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      react:
        specifier: ^18.0.0
        version: 18.3.1
      '@scope/ui':
        specifier: ^1.0.0
        version: 1.0.0(react@18.3.1)
    devDependencies:
      vitest:
        specifier: ^3.0.0
        version: 3.0.0
packages:
  react@18.3.1:
    resolution: {integrity: sha512-x}
  '@scope/ui@1.0.0':
    resolution: {integrity: sha512-x, tarball: https://npm.acme.test/@scope/ui/-/ui-1.0.0.tgz}
  vitest@3.0.0:
    resolution: {integrity: sha512-x}
  loose@1.1.0:
    resolution: {integrity: sha512-x}
  forge@https://codeload.github.com/acme/forge/tar.gz/0123:
    resolution: {tarball: https://codeload.github.com/acme/forge/tar.gz/0123}
    version: 0.1.0
`
    expect(dependencies('pnpm-lock.yaml', text)).toEqual({
      react: { line: 16, version: '18.3.1', range: '^18.0.0', scope: 'runtime', direct: true, source: 'registry' },
      '@scope/ui': { line: 18, version: '1.0.0', range: '^1.0.0', scope: 'runtime', direct: true, source: 'registry', host: 'npm.acme.test' },
      vitest: { line: 20, version: '3.0.0', range: '^3.0.0', scope: 'development', direct: true, source: 'registry' },
      loose: { line: 22, version: '1.1.0', direct: false, source: 'registry' },
      forge: { line: 24, version: '0.1.0', direct: false, source: 'git', host: 'codeload.github.com' },
    })
  })

  it.each([
    ['5.4', '/@scope/ui/1.0.0_react@18.3.1', '/esbuild/0.25.0', '1.0.0_react@18.3.1'],
    ['6.0', '/@scope/ui@1.0.0(react@18.3.1)', '/esbuild@0.25.0', '1.0.0(react@18.3.1)'],
  ])('of version %s, which says what is for development and what runs scripts', (version, ui, esbuild, wanted) => {
    const text = `lockfileVersion: '${version}'
specifiers:
  '@scope/ui': ^1.0.0
dependencies:
  '@scope/ui': ${wanted}
packages:
  ${ui}:
    resolution: {integrity: sha512-x}
    dev: false
  ${esbuild}:
    resolution: {integrity: sha512-x}
    requiresBuild: true
    dev: true
`
    expect(dependencies('pnpm-lock.yaml', text)).toEqual({
      '@scope/ui': { line: 7, version: '1.0.0', range: '^1.0.0', scope: 'runtime', direct: true, source: 'registry', install_script: false },
      esbuild: { line: 10, version: '0.25.0', scope: 'development', direct: false, source: 'registry', install_script: true },
    })
  })

  it('keeps packages apart whose keys begin alike', () => {
    const long = `@scope/${'a'.repeat(120)}`
    const text = `lockfileVersion: '9.0'\npackages:\n  '${long}@1.0.0':\n    resolution: {integrity: x}\n  '${long}b@1.0.0':\n    resolution: {integrity: x}\n`
    expect(Object.keys(dependencies('pnpm-lock.yaml', text))).toEqual([long, `${long}b`])
  })
})
