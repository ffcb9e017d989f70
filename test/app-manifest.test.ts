import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { events } from '../src/app.ts'
import { manifestFor } from '../src/cli/setup-wizard.ts'
import { WEBHOOK_PATH } from '../src/webhooks.ts'

const text = readFileSync(new URL('../app.yml', import.meta.url), 'utf8')
const manifest = parse(text) as { hook_attributes: { url: string }; default_events: string[]; default_permissions: Record<string, string> }

/** GitHub sends these to every App; they cannot be subscribed to. */
const ALWAYS_SENT = ['installation', 'installation_repositories']

/** @spec SPEC-1 */
describe('the manifest of the App', () => {
  it('subscribes to exactly the events that have a handler', () => {
    expect([...manifest.default_events, ...ALWAYS_SENT].toSorted()).toEqual(Object.keys(events).toSorted())
  })

  it('never asks to write contents', () => {
    expect(manifest.default_permissions['contents']).toBe('read')
    expect(
      Object.entries(manifest.default_permissions)
        .filter(([, level]) => level === 'write')
        .map(([name]) => name),
    ).toEqual(['checks', 'pull_requests', 'statuses'])
  })

  it('sends its hook to where the server listens', () => {
    expect(new URL(manifest.hook_attributes.url).pathname).toBe(WEBHOOK_PATH)
  })

  it('is registered by the wizard with the address that GitHub reaches', () => {
    const registered = parse(manifestFor('https://governor.acme.example', text)) as typeof manifest
    expect(registered).toEqual({ ...manifest, hook_attributes: { ...manifest.hook_attributes, url: 'https://governor.acme.example/api/github/webhooks' } })
  })
})
