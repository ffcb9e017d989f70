import { describe, expect, it } from 'vitest'
import { folderOfCaller } from '../../../src/cli/local/caller-folder.ts'

const own = '/srv/maestro'
const npm = { INIT_CWD: '/srv/shop/src', npm_lifecycle_event: 'maestro' }

describe('the folder of whoever calls', () => {
  it.each([
    ['is where npm was called, for a script of ours that npm runs in our own folder', npm, own, '/srv/shop/src'],
    ['is the same for the demo', { ...npm, npm_lifecycle_event: 'demo' }, own, '/srv/shop/src'],
    ['is the folder of the process without npm', {}, '/srv/shop', '/srv/shop'],
    ['is the folder of the process in a script of another package, which npm has put into the right one', npm, '/srv/shop', '/srv/shop'],
    ['is the folder of the process in any other script of ours', { ...npm, npm_lifecycle_event: 'self-check' }, own, own],
  ])('%s', (_what, env, cwd, expected) => {
    expect(folderOfCaller(env, cwd, own)).toBe(expected)
  })
})
