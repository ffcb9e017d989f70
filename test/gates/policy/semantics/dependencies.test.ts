import { describe, expect, test } from 'vitest'
import type { ChangedFact } from '../../../../src/gates/policy/twin/facts-of-change.ts'
import { saidOf, testFixtures } from './said.ts'

/** A package as a lock file tells of it. */
function dependency(
  effect: 'added' | 'removed',
  name: string,
  version: string | null,
  more: Readonly<Record<string, string | boolean | null>> = {},
): ChangedFact {
  return {
    kind: 'dependency',
    effect,
    path: 'package-lock.json',
    line: 7,
    ecosystem: 'npm',
    name,
    version,
    range: null,
    scope: 'runtime',
    direct: true,
    source: 'registry',
    licence: null,
    install_script: false,
    manifest: 'package.json',
    ...more,
  }
}

describe('found', () => {
  test.each<[title: string, facts: readonly ChangedFact[], says: readonly string[]]>([
    [
      'event-stream (2018): the version that brought flatmap-stream',
      [
        dependency('removed', 'event-stream', '3.3.5'),
        dependency('added', 'event-stream', '3.3.6'),
        dependency('added', 'flatmap-stream', '0.1.1', { direct: false }),
      ],
      ['deny dependencies.known-malicious:7', 'deny dependencies.known-malicious:7'],
    ],
    [
      'event-stream-like: a new dependency of a dependency runs a script',
      [dependency('added', 'flat-map', '1.0.0', { direct: false, install_script: true })],
      ['warn dependencies.install-script:7'],
    ],
    [
      'ua-parser-js (October 2021): a version gains a script, and is known for harm',
      [dependency('removed', 'ua-parser-js', '0.7.28'), dependency('added', 'ua-parser-js', '0.7.29', { install_script: true })],
      ['warn dependencies.install-script:7', 'deny dependencies.known-malicious:7'],
    ],
    ['chalk and debug (September 2025)', [dependency('added', 'debug', '4.4.2')], ['deny dependencies.known-malicious:7']],
    ['crossenv (2017): a name that deceives', [dependency('added', 'crossenv', '6.1.1')], ['deny dependencies.known-malicious:7']],
    ['ultralytics (December 2024)', [dependency('added', 'ultralytics', '8.3.41', { ecosystem: 'pypi' })], ['deny dependencies.known-malicious:7']],
    ['a package under the GPL', [dependency('added', 'readline', '1.0.0', { licence: 'GPL-3.0-or-later' })], ['warn dependencies.copyleft-licence:7']],
    [
      'Elastic and HashiCorp: a new version under a licence against competitors',
      [dependency('removed', 'x', '1.0.0', { licence: 'MPL-2.0' }), dependency('added', 'x', '2.0.0', { licence: 'BUSL-1.1' })],
      ['warn dependencies.copyleft-licence:7'],
    ],
    [
      'a package over plain HTTP',
      [dependency('added', 'x', null, { source: 'url', range: 'http://acme.example/x.tgz' })],
      ['deny dependencies.outside-registry:7'],
    ],
    ['a branch of a repository', [dependency('added', 'x', null, { source: 'git', range: 'github:acme/x#main' })], ['warn dependencies.outside-registry:7']],
    ['colors (2022): any version will do', [dependency('added', 'colors', null, { range: '*' })], ['warn dependencies.any-version:7']],
  ])('%s', (_, facts, says) => {
    expect(saidOf(facts)).toEqual(says)
  })
  testFixtures([
    {
      title: 'curl | bash in an image',
      path: 'Dockerfile',
      after: 'FROM debian:12\nRUN curl -fsSL https://deb.acme.example/setup | bash -\n',
      says: ['warn dependencies.download-and-run:2'],
    },
    { title: 'an image without a version', path: 'Dockerfile', after: 'FROM redis\n', says: ['warn dependencies.mutable-image:1'] },
    {
      title: 'latest in a pod',
      path: 'deploy/a.yaml',
      after: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: ghcr.io/acme/a:latest\n',
      says: ['warn dependencies.mutable-image:6'],
    },
  ])
})

describe('left alone', () => {
  test.each<[title: string, facts: readonly ChangedFact[]]>([
    ['the last good version of event-stream', [dependency('added', 'event-stream', '3.3.4')]],
    [
      'esbuild from one version to the next, with its script',
      [dependency('removed', 'esbuild', '0.20.0', { install_script: true }), dependency('added', 'esbuild', '0.21.0', { install_script: true })],
    ],
    ['one of two licences may be chosen', [dependency('added', 'x', '1.0.0', { licence: '(MIT OR GPL-3.0-only)' })]],
    ['a linker’s exception', [dependency('added', 'x', '1.0.0', { licence: 'GPL-2.0-only WITH Classpath-exception-2.0' })]],
    ['a tool under the GPL', [dependency('added', 'x', '1.0.0', { licence: 'GPL-3.0-only', scope: 'development' })]],
    ['a licence that is not known', [dependency('added', 'x', '1.0.0')]],
    ['a repository at a whole commit', [dependency('added', 'x', null, { source: 'git', range: `github:acme/x#${'a'.repeat(40)}` })]],
    ['a neighbour in the repository', [dependency('added', 'x', null, { source: 'path', range: 'file:../x' })]],
    ['a package of a test’s fixture', [dependency('added', 'event-x', '1.0.0', { install_script: true, path: 'test/fixtures/package-lock.json' })]],
    ['harm that is taken out', [dependency('removed', 'event-stream', '3.3.6')]],
  ])('%s', (_, facts) => {
    expect(saidOf(facts)).toEqual([])
  })
  testFixtures([
    { title: 'an image by its digest', path: 'Dockerfile', after: `FROM redis@sha256:${'a'.repeat(64)}\n`, says: [] },
    { title: 'a stage of the same file', path: 'Dockerfile', after: 'FROM golang:1.23 AS build\nRUN make\nFROM build\nRUN make test\n', says: [] },
    { title: 'nothing to build on', path: 'Dockerfile', after: 'FROM scratch\nCOPY a /a\n', says: [] },
    { title: 'an image that was without a version', path: 'Dockerfile', before: 'FROM redis\n', after: 'FROM redis:latest\n', says: [] },
    { title: 'a version that an argument gives', path: 'Dockerfile', after: 'ARG V=1\nFROM redis:$V\n', says: [] },
    { title: 'a download that is unpacked', path: 'Dockerfile', after: 'FROM debian:12\nRUN curl -fsSL https://acme.example/a.tgz | tar xz\n', says: [] },
  ])
})
