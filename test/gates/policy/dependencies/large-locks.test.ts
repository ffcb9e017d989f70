import { expect, it } from 'vitest'
import { policy } from '../../../../src/gates/policy/gate.ts'
import { frameOf, ownersOf, twinOf } from '../../../../src/gates/policy/twin/build.ts'
import { twinNeeds } from '../../../../src/gates/policy/twin/needs.ts'
import { versionsOf } from '../../../../src/gates/policy/twin/versions.ts'
import { changeOf, gatherScene } from '../../harness.ts'

function lock(version: string): string {
  const packages = Array.from({ length: 3000 }, (_, index) => [
    `node_modules/p${index}`,
    { version: index === 2999 ? version : '1.0.0', integrity: 'x'.repeat(350) },
  ])
  return JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(packages) }, null, 1)
}

it('a lock file over the usual size says what it brings, and its lines are unread', () => {
  const scene = { base: { 'package-lock.json': lock('1.0.0') }, head: { 'package-lock.json': lock('2.0.0') }, maxFileBytes: 1024 * 1024 }
  const change = changeOf(scene)
  const facts = gatherScene(policy, scene, change, policy.settings.defaults)
  const document = twinOf(frameOf(change, {}), versionsOf(change, facts), ownersOf(facts))
  expect(document.change.files).toMatchObject([{ path: 'package-lock.json', format: 'json', unread: 'larger than 1048576 bytes', added: [] }])
  expect(document.facts.map(({ kind, name, version, effect }) => [kind, name, version, effect])).toEqual([
    ['dependency', 'p2999', '2.0.0', 'added'],
    ['dependency', 'p2999', '1.0.0', 'removed'],
  ])
})

it('of many lock files the first four may be large, and of other files none', () => {
  const head = Object.fromEntries(
    ['a', 'b', 'c', 'd', 'e'].flatMap((folder) => [
      [`${folder}/yarn.lock`, ''],
      [`${folder}/package.json`, '{}'],
    ]),
  )
  const { after } = twinNeeds(changeOf({ base: {}, head }))
  expect(after.documents).toMatchObject({ maxBytes: { 'a/yarn.lock': 16 * 1024 * 1024 } })
  expect(Object.keys('maxBytes' in after.documents ? (after.documents.maxBytes ?? {}) : {})).toEqual(
    ['a', 'b', 'c', 'd'].map((folder) => `${folder}/yarn.lock`),
  )
  expect(after.texts).not.toHaveProperty('maxBytes')
})
