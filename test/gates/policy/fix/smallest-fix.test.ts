import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patchOf } from '../../../../src/gates/policy/fix/patch.ts'
import { smallestFix } from '../../../../src/gates/policy/fix/smallest-fix.ts'
import { type FileVersions, NO_VERSION, versionWith } from '../../../../src/gates/policy/twin/versions.ts'
import { oid } from '../../../../src/model/ids.ts'

const entry = { oid: oid('a'.repeat(40)), kind: 'file' } as const

function modified(path: string, before: string, after: string): FileVersions {
  return { file: { path, status: 'modified', before: entry, after: entry }, before: versionWith(path, before), after: versionWith(path, after) }
}

function added(path: string, after: string): FileVersions {
  return { file: { path, status: 'added', after: entry }, before: NO_VERSION, after: versionWith(path, after) }
}

/** Nothing may say BAD. */
const clean = (versions: readonly FileVersions[]) => !versions.some(({ after }) => after.text?.includes('BAD'))
/** Nothing may be granted on everything. */
const narrow = (versions: readonly FileVersions[]) =>
  !versions.some(({ after }) => after.document?.facts.some(({ kind, action }) => kind === 'iam.grant' && action === '*'))

/** @spec SPEC-19 */
describe('the smallest fix', () => {
  it('takes back the lines that are bad and no other', () => {
    const lines = Array.from({ length: 120 }, (_, index) => `line ${index}\n`)
    const fresh = lines.map((line, index) => (index % 2 === 1 ? line : index === 40 || index === 90 ? `BAD ${line}` : `good ${line}`))
    const fix = smallestFix([modified('a.txt', lines.join(''), fresh.join(''))], clean)
    expect(fix).toMatchObject({ parts: 2, lines: 4, isMinimal: true })
    expect(fix?.files[0]?.text).toBe(fresh.join('').replaceAll('BAD ', ''))
    expect(fix?.tests).toBeLessThan(150)
  })

  it('finds the line of a new text file', () => {
    expect(smallestFix([added('new.txt', 'a\nb\nBAD\nc\n')], clean)?.files).toMatchObject([{ path: 'new.txt', text: 'a\nb\nc\n' }])
  })

  it('takes a statement out of a policy and leaves JSON that is one', () => {
    const statement = (action: string) => `    { "Effect": "Allow", "Action": "${action}", "Resource": "*" }`
    const text = `{\n  "Version": "2012-10-17",\n  "Statement": [\n${statement('s3:GetObject')},\n${statement('*')}\n  ]\n}\n`
    const [file] = smallestFix([added('iam/policy.json', text)], narrow)?.files ?? []
    expect(JSON.parse(file?.text ?? '')).toMatchObject({ Statement: [{ Action: 's3:GetObject' }] })
  })

  it('takes a key along with its only value, so that nothing empty is left', () => {
    const text = 'jobs:\n  a:\n    steps:\n      - uses: x@v1\n        with:\n          ref: BAD\n      - run: ok\n'
    const [file] = smallestFix([added('ci.yml', text)], clean)?.files ?? []
    expect(file?.text).toBe('jobs:\n  a:\n    steps:\n      - uses: x@v1\n      - run: ok\n')
  })

  it('never finds a way out by making a file unreadable', () => {
    const broken = (versions: readonly FileVersions[]) => versions.some(({ after }) => after.document?.problem !== undefined)
    const text = '{\n  "a": {\n    "b": "BAD",\n    "c": 1\n  }\n}\n'
    let made = 0
    smallestFix([added('x.json', text)], (versions) => {
      if (broken(versions)) made += 1
      return clean(versions)
    })
    expect(made).toBe(0)
  })

  it('is none where taking back everything is not enough, or would be all', () => {
    expect(smallestFix([added('a.txt', 'x\n')], () => false)).toBeUndefined()
    expect(smallestFix([added('a.txt', 'BAD\n')], clean)).toBeUndefined()
    expect(smallestFix([], clean)).toBeUndefined()
  })

  it('brings back what was removed, and whole what has no lines', () => {
    const removed: FileVersions = { file: { path: 'LICENSE', status: 'removed', before: entry }, before: versionWith('LICENSE', 'MIT\n'), after: NO_VERSION }
    const kept = (versions: readonly FileVersions[]) => !versions.some(({ file }) => file.status === 'removed')
    expect(smallestFix([removed, added('a.txt', 'x\n')], kept)?.files).toMatchObject([{ path: 'LICENSE', text: undefined }])
  })

  it('is told as a patch', () => {
    const fix = smallestFix([modified('a.txt', 'a\nb\nc\n', 'a\nBAD\nb\nc\nd\n')], clean)
    expect(patchOf(fix!)).toBe('--- a/a.txt\n+++ b/a.txt\n@@ -1,5 +1,4 @@\n a\n-BAD\n b\n c\n d\n')
  })

  it('leaves nothing denied, and nothing of it can be left out', () => {
    const line = fc.constantFrom('ok\n', 'BAD one\n', 'BAD two\n', 'fine\n')
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), fc.array(line, { maxLength: 20 }), (old, fresh) => {
        const before = old.map((each) => each.replace('BAD', 'was')).join('')
        const versions = [modified('a.txt', before, fresh.join('')), added('b.txt', 'ok\n')]
        const fix = smallestFix(versions, clean)
        if (clean(versions)) return
        expect(fix?.isMinimal).toBe(true)
        expect(fix?.files.every(({ text }) => !text?.includes('BAD'))).toBe(true)
      }),
      { seed: 20261127, numRuns: 200 },
    )
  })
})
