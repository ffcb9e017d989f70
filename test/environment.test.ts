import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BadEnvironment, readEnvironment } from '../src/environment.ts'

const { privateKey: KEY } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const CREDENTIALS = { APP_ID: '7', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'secret' }

/** @spec SPEC-11 */
describe('the environment', () => {
  it('without credentials asks for the wizard, with the embedded database', () => {
    expect(readEnvironment({})).toMatchObject({ credentials: undefined, databaseUrl: undefined, port: 3000, gitRoot: 'https://github.com' })
  })

  it.each([
    ['PEM', KEY],
    ['PEM on one line', KEY.replaceAll('\n', '\\n')],
    ['base64', Buffer.from(KEY).toString('base64')],
  ])('takes a key as %s', (_form, key) => {
    expect(readEnvironment({ ...CREDENTIALS, PRIVATE_KEY: key }).credentials?.privateKey).toBe(KEY)
  })

  it.each([
    ['no webhook secret', { WEBHOOK_SECRET: '' }, 'WEBHOOK_SECRET'],
    ['no key', { PRIVATE_KEY: '' }, 'PRIVATE_KEY'],
    ['no App id', { APP_ID: '' }, 'APP_ID'],
    ['an App id that is none', { APP_ID: '7; rm' }, 'APP_ID'],
    ['a key that is none', { PRIVATE_KEY: 'hello' }, 'PRIVATE_KEY'],
    ['a port that is none', { PORT: '80a' }, 'PORT'],
    ['a port that is too high', { PORT: '99999' }, 'PORT has to be a whole number from 0 to 65535, not "99999"'],
    ['nobody to work', { CONCURRENCY: '0' }, 'CONCURRENCY'],
    ['a key file that is not there', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/nonexistent/key.pem' }, 'PRIVATE_KEY_PATH cannot be read: ENOENT'],
    ['a log level that there is not', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL has to be one of trace, debug, info'],
    ['another kind of database', { DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    ['an address of a database that is none', { DATABASE_URL: 'postgres://[' }, 'DATABASE_URL'],
    ['a public address that is none', { PUBLIC_URL: 'maestro.acme.example' }, 'PUBLIC_URL'],
  ])('refuses to start with %s, and says which variable', (_what, change, name) => {
    expect(() => readEnvironment({ ...CREDENTIALS, ...change })).toThrow(BadEnvironment)
    expect(() => readEnvironment({ ...CREDENTIALS, ...change })).toThrow(name)
  })

  it('never repeats the address of a database, which may hold a password', () => {
    expect(() => readEnvironment({ DATABASE_URL: 'mysql://me:hunter2@db/x' })).toThrow(/^(?!.*hunter2)/)
  })

  it('finds GitHub Enterprise Server', () => {
    expect(readEnvironment({ ...CREDENTIALS, GHE_HOST: 'git.acme.example' })).toMatchObject({
      gitRoot: 'https://git.acme.example',
      credentials: { baseUrl: 'https://git.acme.example/api/v3' },
    })
  })
})
