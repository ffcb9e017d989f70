import examples from '@octokit/webhooks-examples' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { events } from '../../src/app.ts'
import { MalformedPayload, Payload } from '../../src/handlers/payload.ts'
import type { Signal } from '../../src/handlers/signal.ts'

type Json = Record<string, unknown>
const all = examples as unknown as { name: string; examples: Json[] }[]

function payloads(event: string): Json[] {
  const found = all.find((entry) => entry.name === event)?.examples ?? []
  return found.map((payload) => ({ installation: { id: 7 }, ...payload }))
}

function handle(event: string, payload: Json): readonly Signal[] {
  return events[event]!(new Payload(payload))
}

function example(event: string, action: string): Json {
  const found = payloads(event).find((payload) => payload['action'] === action)
  if (!found) throw new Error(`no example of ${event}.${action}`)
  return found
}

/** @spec SPEC-1 */
describe('handlers', () => {
  it.each(Object.keys(events))('understand every documented example of %s', (event) => {
    const examples = payloads(event)
    if (event !== 'merge_group') expect(examples.length).toBeGreaterThan(0)
    for (const payload of examples) expect(handle(event, payload)).toBeInstanceOf(Array)
  })

  it.each([
    ['pull_request', 'opened'],
    ['pull_request_review', 'submitted'],
    ['check_suite', 'completed'],
    ['check_run', 'rerequested'],
    ['workflow_run', 'completed'],
    ['issue_comment', 'created'],
    ['merge_group', 'checks_requested'],
    ['push', ''],
    ['installation', 'created'],
    ['installation_repositories', 'added'],
    ['repository', 'renamed'],
  ])('refuse a %s payload (%s) whose parts are missing', (event, action) => {
    expect(() => handle(event, { action })).toThrow(MalformedPayload)
  })

  it('name the pull request, its head and its base', () => {
    const payload = example('pull_request', 'opened')
    expect(handle('pull_request', payload)).toEqual([
      expect.objectContaining({
        kind: 'pull',
        tenant: 7,
        number: 2,
        headSha: 'ec26c3e57ca3a959ca5aad62de7213c562f8c821',
        headRef: 'changes',
        baseRef: 'master',
        state: 'open',
        why: 'pull_request.opened',
      }),
    ])
  })

  it.each(['assigned', 'locked', 'milestoned', 'review_requested'])('let pull_request.%s pass, since it cannot change a decision', (action) => {
    expect(handle('pull_request', { ...example('pull_request', 'opened'), action })).toEqual([])
  })

  it('find the subjects of a check event by its head commit, since forks send no pull requests', () => {
    const payload = example('check_suite', 'completed')
    expect(handle('check_suite', { ...payload, pull_requests: [] })).toEqual([
      expect.objectContaining({ kind: 'head', sha: expect.stringMatching(/^[0-9a-f]{40}$/) }),
    ])
  })

  it('ignore check runs that merely started or ended', () => {
    expect(handle('check_run', example('check_run', 'created'))).toEqual([])
    expect(handle('check_run', example('check_run', 'rerequested'))).toHaveLength(1)
  })

  describe('of comments', () => {
    const person = { id: 5, login: 'author', type: 'User' }
    const comment = (body: string, change: Json = {}): Json => ({
      action: 'created',
      installation: { id: 7 },
      repository: { id: 9, full_name: 'acme/shop' },
      sender: person,
      issue: { number: 4, pull_request: {} },
      comment: { id: 11, body, user: person },
      ...change,
    })

    it('take a command of a person', () => {
      expect(handle('issue_comment', comment('thanks\r\n/maestro rerun'))).toEqual([
        expect.objectContaining({ kind: 'command', number: 4, commentId: 11, by: 'author', body: 'thanks\n/maestro rerun' }),
      ])
    })

    it.each<[string, Json]>([
      ['a plain comment', comment('looks good')],
      ['a comment on an issue', comment('/maestro rerun', { issue: { number: 4 } })],
      [
        'a bot',
        comment('/maestro rerun', { sender: { ...person, type: 'Bot' }, comment: { id: 1, body: '/maestro rerun', user: { ...person, type: 'Bot' } } }),
      ],
      ['an edit by somebody else', comment('/maestro rerun', { action: 'edited', sender: { id: 6, login: 'reviewer', type: 'User' } })],
      ['a deletion', comment('/maestro rerun', { action: 'deleted' })],
      ['a deleted account', comment('/maestro rerun', { comment: { id: 1, body: '/maestro rerun', user: null } })],
    ])('ignore %s', (_what, payload) => {
      expect(handle('issue_comment', payload)).toEqual([])
    })
  })

  it('ignore tags and deleted branches in pushes', () => {
    const payload = payloads('push').find((candidate) => candidate['deleted'] === false)!
    expect(handle('push', { ...payload, ref: 'refs/heads/main' })).toEqual([expect.objectContaining({ kind: 'push', ref: 'main' })])
    expect(handle('push', { ...payload, ref: 'refs/tags/v1' })).toEqual([])
    expect(handle('push', { ...payload, ref: 'refs/heads/main', deleted: true })).toEqual([])
  })

  it('refuse repository names that could not be GitHub names', () => {
    const payload = example('pull_request', 'opened')
    expect(() => handle('pull_request', { ...payload, repository: { ...(payload['repository'] as Json), full_name: 'a/../../b' } })).toThrow(MalformedPayload)
  })
})
