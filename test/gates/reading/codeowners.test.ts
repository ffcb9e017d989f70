import { describe, expect, it } from 'vitest'
import { CodeOwners } from '../../../src/gates/reading/codeowners.ts'

/** Rules and expectations follow «About code owners» in GitHub's documentation. */
/** @spec SPEC-19 */
describe('owners', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['of everything', '* @everyone', ['a.ts', 'deep/er/b.go'], []],
    ['of an ending, anywhere', '*.js @js', ['a.js', 'x/y/a.js'], ['a.ts']],
    ['of a folder at the root', '/build/logs/ @ops', ['build/logs/a', 'build/logs/x/b'], ['x/build/logs/a', 'build/logs']],
    ['of what lies in a folder, and no deeper', 'docs/* docs@example.com', ['docs/start.md'], ['docs/build/trouble.md']],
    ['of a folder anywhere', 'apps/ @apps', ['apps/a', 'x/apps/b/c'], ['apps.ts']],
    ['of a folder anywhere, by stars', '**/logs @ops', ['build/logs', 'scripts/logs/a', 'deeply/nested/logs/x/y'], ['logs.txt']],
    ['of a name anywhere', 'Makefile @build', ['Makefile', 'x/Makefile'], ['Makefile.inc']],
    ['of a path with a blank', 'my\\ docs/ @docs', ['my docs/a'], ['my/docs/a']],
  ])('%s', (_what, line, owned, others) => {
    const owners = new CodeOwners(line)
    for (const path of owned) expect(owners.of(path), path).toHaveLength(1)
    for (const path of others) expect(owners.of(path), path).toEqual([])
  })

  it('are those of the last rule that matches, which may be nobody', () => {
    const owners = new CodeOwners('* @all\n/apps/ @octocat # the apps\n/apps/github\n')
    expect(owners.of('README.md')).toEqual(['@all'])
    expect(owners.of('apps/x')).toEqual(['@octocat'])
    expect(owners.of('apps/github/x')).toEqual([])
  })

  it('are read past comments, empty lines and what GitHub cannot read', () => {
    const owners = new CodeOwners('# a comment\n\n!secret @nobody\n[a-z].ts @nobody\n* not-an-owner @me me@example.com\n{x} @braces')
    expect(owners.of('a.ts')).toEqual(['@me', 'me@example.com'])
    expect(owners.of('{x}')).toEqual(['@braces'])
    expect(owners.of('x')).toEqual(['@me', 'me@example.com'])
  })
})
