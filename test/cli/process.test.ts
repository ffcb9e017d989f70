import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { COVERED, UNCOVERED } from './a-repository.ts'
import { repository } from './command-line.ts'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

function maestro(cwd: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } })
}

describe('the process', () => {
  it('exits with the code of its verdict, and prints JSON and nothing else', () => {
    const { dir, propose, commit } = repository()
    propose(UNCOVERED)
    const blocked = maestro(dir, 'check', '--format', 'json')
    expect(blocked).toMatchObject({ status: 1, stderr: '' })
    expect(JSON.parse(blocked.stdout)).toMatchObject({ verdict: 'block' })
    commit({ 'src/cart/total.ts': null, ...COVERED }, { branch: 'feature' })
    expect(maestro(dir, 'check')).toMatchObject({ status: 0, stderr: '' })
    expect(maestro(dir, 'check', '--nope')).toMatchObject({ status: 2, stdout: '' })
  })

  it('has every sub-command', () => {
    const { dir } = repository()
    const { stdout, status } = maestro(dir, 'help')
    expect(status).toBe(0)
    for (const name of ['check', 'replay', 'config', 'spec', 'rejudge', 'demo', 'serve', 'work', 'migrate'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'))
  })
})
