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
  ])('refuses to start with %s, and says which variable', (_what, change, name) => {
    expect(() => readEnvironment({ ...CREDENTIALS, ...change })).toThrow(BadEnvironment)
    expect(() => readEnvironment({ ...CREDENTIALS, ...change })).toThrow(name)
  })

  it('finds GitHub Enterprise Server', () => {
    expect(readEnvironment({ ...CREDENTIALS, GHE_HOST: 'git.acme.example' })).toMatchObject({
      gitRoot: 'https://git.acme.example',
      credentials: { baseUrl: 'https://git.acme.example/api/v3' },
    })
  })
})
