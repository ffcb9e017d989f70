import { describe, expect, it } from 'vitest'
import { failureOf } from '../../src/cli/failures.ts'

function nodeError(code: string, more: object = {}): Error {
  return Object.assign(new Error(`${code}: something`), { code, ...more })
}

describe('an error that an operator can do something about', () => {
  it.each([
    ['a port in use', nodeError('EADDRINUSE', { syscall: 'listen', port: 3000 }), 'port 3000 is in use by another process'],
    ['a port for the privileged', nodeError('EACCES', { syscall: 'listen', port: 80 }), 'port 80 may not be listened on by this user'],
    ['a host of another machine', nodeError('EADDRNOTAVAIL', { syscall: 'listen' }), 'HOST is no address of this machine'],
    ['a package that is not installed', nodeError('ERR_MODULE_NOT_FOUND'), 'run `npm ci`'],
  ])('is told in words and exits with 2: %s', (_what, error, words) => {
    expect(failureOf(error, false)).toMatchObject({ code: 2, words: expect.stringContaining(words) })
  })

  it.each([
    ['a file that may not be read', nodeError('EACCES', { syscall: 'open' })],
    ['anything else', new Error('oh')],
  ])('is not %s: that is trouble', (_what, error) => {
    expect(failureOf(error, false)).toMatchObject({ code: 3, words: expect.stringContaining('in trouble') })
  })
})
