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

  it('tell what is merged from what is closed', () => {
    const payload = example('pull_request', 'closed')
    const pull = payload['pull_request'] as Json
    const state = (change: Json) => (handle('pull_request', { ...payload, pull_request: { ...pull, ...change } })[0] as { state?: string }).state
    expect(state({ state: 'open', merged_at: null })).toBe('open')
    expect(state({ state: 'closed', merged_at: null })).toBe('closed')
    expect(state({ state: 'closed', merged_at: '2026-11-21T08:00:00Z' })).toBe('merged')
  })

  it('hear of a review that may approve, and not of a remark nor on what is closed', () => {
    const payload = example('pull_request_review', 'submitted')
    const review = (state: string, pull: Json = {}, action = 'submitted') =>
      handle('pull_request_review', {
        ...payload,
        action,
        review: { ...(payload['review'] as Json), state },
        pull_request: { ...(payload['pull_request'] as Json), state: 'open', ...pull },
      }).length
    expect([review('approved'), review('changes_requested'), review('commented'), review('commented', {}, 'dismissed')]).toEqual([1, 1, 0, 1])
    expect(handle('pull_request_review', { ...payload, action: 'dismissed' })).toMatchObject([{ kind: 'pull', topic: 'reviews' }])
    expect(review('approved', { state: 'closed' })).toBe(0)
    expect(review('approved', {}, 'edited')).toBe(0)
  })

  it('hear of a workflow run that is completed, and of no other', () => {
    const payload = example('workflow_run', 'completed')
    expect(handle('workflow_run', payload)).toHaveLength(1)
    for (const action of ['requested', 'in_progress']) expect(handle('workflow_run', { ...payload, action })).toEqual([])
  })

  it('tell a merge group that waits from one that is over', () => {
    const group = { head_ref: 'refs/heads/gh-readonly-queue/main/pr-1', head_sha: 'a'.repeat(40), base_ref: 'refs/heads/main', base_sha: 'b'.repeat(40) }
    const payload = { installation: { id: 7 }, repository: { id: 9, full_name: 'acme/shop' }, merge_group: group }
    expect(handle('merge_group', { ...payload, action: 'checks_requested' })).toMatchObject([{ kind: 'group', over: false, baseSha: 'b'.repeat(40) }])
    expect(handle('merge_group', { ...payload, action: 'destroyed' })).toMatchObject([{ kind: 'group', over: true }])
    expect(handle('merge_group', { ...payload, action: 'levitated' })).toEqual([])
  })

  it('tell a repository that is gone from one that changed', () => {
    const payload = (action: string, more: Json = {}): Json => ({ action, installation: { id: 7 }, repository: { id: 9, full_name: 'acme/shop', ...more } })
    expect(handle('repository', payload('deleted'))).toMatchObject([{ kind: 'repository', gone: true }])
    expect(handle('repository', payload('archived', { archived: true, private: true }))).toEqual([
      { kind: 'repository', tenant: 7, repo: { id: 9, fullName: 'acme/shop', visibility: 'private', archived: true }, gone: false },
    ])
    expect(handle('repository', payload('publicized', { private: false, visibility: 'public' }))).toMatchObject([{ repo: { visibility: 'public' } }])
  })

  it.each([
    ['an id of nothing', { number: 0 }],
    ['an id that is no whole number', { number: 1.5 }],
    ['a text that is too long', { state: 'x'.repeat(70_001) }],
    ['a branch with control characters', { head: { sha: 'a'.repeat(40), ref: 'a\nb' } }],
    ['a branch without a name', { head: { sha: 'a'.repeat(40), ref: '' } }],
    ['a commit that is none', { head: { sha: 'main', ref: 'main' } }],
  ])('refuse a pull request with %s', (_what, change) => {
    const payload = example('pull_request', 'opened')
    expect(() => handle('pull_request', { ...payload, pull_request: { ...(payload['pull_request'] as Json), ...change } })).toThrow(MalformedPayload)
  })

  it('find the subjects of a check event by its head commit, since forks send no pull requests', () => {
    const payload = example('check_suite', 'completed')
    expect(handle('check_suite', { ...payload, pull_requests: [] })).toEqual([
      expect.objectContaining({ kind: 'head', topic: 'runs', app: expect.any(Number), sha: expect.stringMatching(/^[0-9a-f]{40}$/) }),
    ])
  })

  it('ignore check runs that merely started or ended', () => {
    expect(handle('check_run', example('check_run', 'created'))).toEqual([])
    expect(handle('check_run', example('check_run', 'rerequested'))).toMatchObject([{ topic: 'asked', why: 'check_run.rerequested' }])
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
      ['a bot that goes by the id of the author', comment('/maestro rerun', { sender: { ...person, type: 'Bot' } })],
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

  describe('of installations', () => {
    const installation = (change: Json = {}): Json => ({
      action: 'created',
      installation: { id: 7, account: { login: 'acme', id: 70 } },
      repositories: [{ id: 9, full_name: 'acme/shop', private: true }],
      ...change,
    })

    it('name the account by its id, and every repository', () => {
      expect(handle('installation', installation())).toEqual([
        { kind: 'installation', tenant: 7, account: 'acme', accountId: 70, state: 'active' },
        { kind: 'repositories', tenant: 7, added: [{ id: 9, fullName: 'acme/shop', visibility: 'private' }], removed: [] },
      ])
    })

    it('take an enterprise, which has a slug and no login', () => {
      const account = { slug: 'acme-holding', id: 71 }
      expect(handle('installation', installation({ installation: { id: 7, account } }))[0]).toMatchObject({ account: 'acme-holding', accountId: 71 })
      expect(() => handle('installation', installation({ installation: { id: 7, account: { id: 71 } } }))).toThrow(MalformedPayload)
    })

    it.each([
      ['created', 'repositories', 'installation'],
      ['added', 'repositories_added', 'installation_repositories'],
    ])('lose none of very many repositories (%s), some in each signal', (action, list, event) => {
      const many = Array.from({ length: 2001 }, (_, index) => ({ id: index + 1, full_name: `acme/repo-${index}`, private: false }))
      const signals = handle(event, { repositories_removed: [], ...installation({ action, [list]: many }) }).filter((signal) => signal.kind === 'repositories')
      expect(signals.map(({ added }) => added.length)).toEqual([1000, 1000, 1])
      expect(signals.flatMap(({ added }) => added.map(({ id }) => id))).toEqual(many.map(({ id }) => id))
    })

    it('name what is taken away together with what is given', () => {
      const payload = installation({ action: 'removed', repositories_added: [], repositories_removed: [{ id: 9, full_name: 'acme/shop' }] })
      expect(handle('installation_repositories', payload)).toEqual([{ kind: 'repositories', tenant: 7, added: [], removed: [9] }])
    })

    it('say nothing of repositories when nothing is said', () => {
      expect(handle('installation', installation({ repositories: [] }))).toHaveLength(1)
    })
  })

  it('name the settings files that a push touches, and no other path', () => {
    const payload = payloads('push').find((candidate) => candidate['deleted'] === false)!
    const settings = (commits: unknown) =>
      handle('push', { ...payload, ref: 'refs/heads/main', commits }).flatMap((signal) => (signal.kind === 'push' ? signal.settings : []))
    const commits = [
      { added: ['.github/maestro.yml', 'a.ts'], modified: [], removed: [] },
      { added: [], modified: ['maestro.yml', '.github/maestro.yml'], removed: ['docs/not-maestro.yml'] },
      { added: null, removed: ['x/maestro.yml', 5] },
    ]
    expect(settings(commits)).toEqual(['.github/maestro.yml', 'maestro.yml', 'x/maestro.yml'])
    for (const none of [undefined, null, []]) expect(settings(none)).toEqual([])
    const many = Array.from({ length: 50 }, (_, index) => ({ added: [`${index}/maestro.yml`] }))
    expect(settings(many)).toHaveLength(10)
  })

  it('refuse repository names that could not be GitHub names', () => {
    const payload = example('pull_request', 'opened')
    expect(() => handle('pull_request', { ...payload, repository: { ...(payload['repository'] as Json), full_name: 'a/../../b' } })).toThrow(MalformedPayload)
  })
})
