import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { git } from '../../sim/git.ts'
import { NoMergeGroup } from '../../sim/merge-queue.ts'
import { Impossible } from '../../sim/repository.ts'
import { commit, openSimple, startHook, startScene } from './app.ts'

const O = { owner: 'acme', repo: 'widgets' }

async function start(options: Parameters<typeof startScene>[0] = {}) {
  const hook = await startHook()
  const scene = await startScene({ ...options, webhook: { url: hook.url } })
  return {
    ...scene,
    hook,
    async [Symbol.asyncDispose]() {
      await scene.github.stop()
      await hook[Symbol.asyncDispose]()
    },
  }
}

test('a delivery is signed and labelled as GitHub does it', async () => {
  await using scene = await start()
  await openSimple(scene.repo)
  await scene.github.idle()
  const { headers, body, payload } = scene.hook.heard.find((one) => one.event === 'pull_request')!
  const { WEBHOOK_SECRET, APP_ID } = scene.github.environment
  expect(headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`)
  expect(headers['x-github-delivery']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(headers).toMatchObject({ 'x-github-hook-installation-target-type': 'integration', 'x-github-hook-installation-target-id': APP_ID })
  expect(headers['user-agent']).toMatch(/^GitHub-Hookshot\//)
  expect(payload).toMatchObject({
    action: 'opened',
    number: 1,
    installation: { id: scene.installation },
    sender: { login: 'author' },
    repository: { full_name: 'acme/widgets' },
  })
})

test('everything that can happen is told as GitHub describes it', async () => {
  await using scene = await start()
  const { repo, github, hook, octokit } = scene
  const issue = repo.openIssue('Slow', 'reviewer')
  const pull = await openSimple(repo, { closes: [issue] })
  const n = pull.number
  await repo.edit(n, { title: 'Better', body: 'More.' }, 'author')
  await repo.label(n, 'bug', 'reviewer')
  await repo.unlabel(n, 'bug', 'reviewer')
  await repo.setDraft(n, true, 'author')
  await repo.setDraft(n, false, 'author')
  const comment = await repo.comment(n, 'reviewer', 'one')
  await repo.editComment(comment.id, 'two')
  await repo.deleteComment(comment.id)
  const review = await repo.review(n, 'reviewer', 'APPROVED', 'fine')
  await repo.dismissReview(n, review.id, 'reviewer')
  const run = await octokit.rest.checks.create({ ...O, name: 'x', head_sha: pull.headSha, conclusion: 'success' })
  repo.rerequestCheckRun(run.data.id, 'author')
  await repo.rerequestCheckSuite(pull.headSha, 'author')
  await repo.completeWorkflowRun({ headSha: pull.headSha, headBranch: 'feature', path: '.github/workflows/ci.yml', by: 'author' })
  await repo.pushTo(n, await commit(repo, 'feature', { 'more.txt': 'y\n' }))
  await repo.close(n, 'author')
  await repo.reopen(n, 'author')
  const group = await repo.mergeQueue.create([n], 'reviewer')
  await repo.mergeQueue.destroy(group, 'invalidated', 'reviewer')
  await repo.merge(n, 'reviewer', { deleteBranch: true })
  repo.rename('gadgets', 'author')
  await repo.renameDefaultBranch('trunk', 'author')
  github.suspend(scene.installation)
  github.unsuspend(scene.installation)
  github.changeRepositories(scene.installation, { removed: [repo] })
  github.changeRepositories(scene.installation, { added: [repo] })
  github.uninstall(scene.installation)
  await github.idle()
  expect(github.violations).toEqual([])
  expect(github.deliveries.every((delivery) => delivery.status === 202)).toBe(true)
  const told = new Set(hook.heard.map((one) => (one.payload.action ? `${one.event}.${one.payload.action}` : one.event)))
  expect([...told].sort()).toMatchInlineSnapshot(`
    [
      "check_run.completed",
      "check_run.created",
      "check_run.rerequested",
      "check_suite.completed",
      "check_suite.requested",
      "check_suite.rerequested",
      "installation.created",
      "installation.deleted",
      "installation.suspend",
      "installation.unsuspend",
      "installation_repositories.added",
      "installation_repositories.removed",
      "issue_comment.created",
      "issue_comment.deleted",
      "issue_comment.edited",
      "merge_group.checks_requested",
      "merge_group.destroyed",
      "pull_request.closed",
      "pull_request.converted_to_draft",
      "pull_request.dequeued",
      "pull_request.edited",
      "pull_request.enqueued",
      "pull_request.labeled",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.reopened",
      "pull_request.synchronize",
      "pull_request.unlabeled",
      "pull_request_review.dismissed",
      "pull_request_review.submitted",
      "push",
      "repository.edited",
      "repository.renamed",
      "workflow_run.completed",
    ]
  `)
})

describe('a push', () => {
  test('names the files that each commit touches, a merge against its first parent', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    const first = await commit(repo, 'main', { 'new.txt': 'x\n', 'README.md': 'changed\n' })
    await repo.push({ branch: 'main', to: first, by: 'author' })
    await openSimple(repo, {}, { 'merged.txt': 'x\n' })
    await repo.merge(1, 'reviewer')
    await github.idle()
    const [pushed, merged] = hook
      .of('push')
      .filter(({ ref }) => ref === 'refs/heads/main')
      .slice(-2)
      .map(({ commits }) => commits as { id: string; added: string[]; modified: string[] }[])
    expect(pushed).toMatchObject([{ id: first, added: ['new.txt'], modified: ['README.md'], removed: [] }])
    expect(merged?.at(-1)).toMatchObject({ added: ['merged.txt'], modified: [], removed: [] })
  })
})

describe('a push to a head branch', () => {
  test('moves the pull request and its refs, and comes as push and synchronize', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    const before = (await openSimple(repo)).headSha
    const after = await commit(repo, 'feature', { 'more.txt': 'y\n' })
    await repo.push({ branch: 'feature', to: after, by: 'author' })
    await github.idle()
    expect(hook.of('pull_request', 'synchronize')).toMatchObject([{ before, after, pull_request: { head: { sha: after } } }])
    expect(hook.of('push').at(-1)).toMatchObject({ ref: 'refs/heads/feature', before, after, forced: false, created: false, commits: [{ id: after }] })
    expect(hook.of('check_suite', 'requested').at(-1)).toMatchObject({ check_suite: { head_sha: after } })
    expect(await git(repo.gitDir, ['rev-parse', 'refs/pull/1/head'])).toBe(after)
    expect(await git(repo.gitDir, ['rev-parse', 'refs/pull/1/merge^2'])).toBe(after)
  })

  test('is seen to be forced when the old head is left behind', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    const { headSha: before } = await openSimple(repo)
    const after = await commit(repo, 'main', { 'other.txt': 'z\n' })
    await repo.pushTo(1, after)
    await github.idle()
    expect(hook.of('push').at(-1)).toMatchObject({ before, after, forced: true })
    expect(repo.pullRequest(1).headSha).toBe(after)
  })

  test('with git itself is told once somebody synchronizes', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    await openSimple(repo)
    const after = await commit(repo, 'feature', { 'more.txt': 'y\n' })
    await git(repo.gitDir, ['update-ref', 'refs/heads/feature', after])
    await git(repo.gitDir, ['update-ref', 'refs/heads/new', after])
    await repo.synchronize('author')
    await repo.synchronize('author')
    await github.idle()
    expect(hook.of('pull_request', 'synchronize')).toHaveLength(1)
    expect(hook.of('push').filter((push) => push['ref'] === 'refs/heads/new')).toMatchObject([{ created: true }])
  })

  test('made with git alone is taken up when a pull request is opened for it', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    const head = await commit(repo, 'main', { 'change.txt': 'x\n' })
    await git(repo.gitDir, ['update-ref', 'refs/heads/by-hand', head])
    const opened = await Promise.all(['by-hand', head].map((name) => repo.openPullRequest({ title: 'A change', head: name, author: 'author' })))
    await github.idle()
    expect(opened.map((pull) => pull.number).sort()).toEqual([1, 2])
    expect(opened[0]).toMatchObject({ headRef: 'by-hand', headSha: head })
    await repo.synchronize('author')
    await github.idle()
    expect(hook.of('push').filter((push) => push['ref'] === 'refs/heads/by-hand')).toMatchObject([{ created: true, after: head }])
    expect(hook.of('pull_request', 'opened')).toHaveLength(2)
  })

  test('in a fork reaches the base repository, and its check events name no pull request', async () => {
    await using scene = await start()
    const { repo, github, hook, octokit } = scene
    await openSimple(repo, { fromFork: true })
    const after = await commit(repo, 'refs/pull/1/head', { 'more.txt': 'y\n' })
    await repo.pushTo(1, after)
    await octokit.rest.checks.create({ ...O, name: 'x', head_sha: after })
    await github.idle()
    expect(hook.of('push').filter((push) => push['ref'] !== 'refs/heads/main')).toEqual([])
    expect(hook.of('pull_request', 'synchronize')).toMatchObject([{ after, pull_request: { head: { label: 'author:feature', repo: { fork: true } } } }])
    expect(hook.of('check_run', 'created')).toMatchObject([{ check_run: { head_sha: after, pull_requests: [] } }])
    expect(await git(repo.gitDir, ['rev-parse', 'refs/pull/1/head'])).toBe(after)
  })

  test('that deletes the branch closes the pull request and keeps its head', async () => {
    await using scene = await start()
    const { repo, github, hook } = scene
    const { headSha } = await openSimple(repo)
    await repo.push({ branch: 'feature', to: undefined, by: 'author' })
    await github.idle()
    expect(hook.of('pull_request', 'closed')).toMatchObject([{ pull_request: { merged: false, state: 'closed' } }])
    expect(await git(repo.gitDir, ['rev-parse', 'refs/pull/1/head'])).toBe(headSha)
  })
})

test('a pull request stacked on a merged one is pointed at its base when the branch goes', async () => {
  await using scene = await start()
  const { repo, github, hook } = scene
  await openSimple(repo, { headRef: 'parent' })
  await openSimple(repo, { headRef: 'child', base: 'parent' }, { 'child.txt': 'c\n' })
  const merged = await repo.merge(1, 'reviewer', { deleteBranch: true })
  await github.idle()
  expect(hook.of('pull_request', 'edited')).toMatchObject([
    { number: 2, changes: { base: { ref: { from: 'parent' } } }, pull_request: { base: { ref: 'main', sha: merged } } },
  ])
  expect(hook.of('pull_request', 'closed')).toMatchObject([{ number: 1, pull_request: { merged: true, merge_commit_sha: merged } }])
  expect(repo.pullRequest(2).state).toBe('open')
})

test('what does not merge is not merged', async () => {
  await using scene = await start()
  const { repo } = scene
  await openSimple(repo, {}, { 'README.md': 'one\n' })
  await repo.push({ branch: 'main', to: await commit(repo, 'main', { 'README.md': 'two\n' }), by: 'reviewer' })
  await expect(repo.merge(1, 'reviewer')).rejects.toThrow(Impossible)
  await expect(repo.mergeQueue.create([1], 'reviewer')).rejects.toThrow(NoMergeGroup)
  expect(repo.pullRequest(1).state).toBe('open')
})

test.each([
  ['a head that is not there', { head: 'nothing' }],
  ['a base that is not there', { base: 'nothing' }],
  ['an issue that is not there', { closes: [9] }],
])('no pull request is opened for %s', async (_, over) => {
  await using scene = await start()
  await expect(openSimple(scene.repo, over)).rejects.toThrow(Impossible)
  await scene.github.idle()
  expect(scene.hook.of('pull_request')).toEqual([])
  expect((await openSimple(scene.repo)).number).toBe(1)
})

test('a merge group holds its pull requests in order, and lands them when it is done', async () => {
  await using scene = await start()
  const { repo, github, hook, root } = scene
  await openSimple(repo, { headRef: 'one' }, { 'one.txt': '1\n' })
  await openSimple(repo, { headRef: 'two' }, { 'two.txt': '2\n' })
  const group = await repo.mergeQueue.create([1, 2], 'reviewer')
  expect(group).toMatchObject({ headRef: `refs/heads/gh-readonly-queue/main/pr-2-${root}`, baseSha: root })
  expect((await git(repo.gitDir, ['ls-tree', '--name-only', group.headSha])).split('\n')).toEqual(['README.md', 'one.txt', 'two.txt'])
  await repo.mergeQueue.destroy(group, 'merged', 'reviewer')
  await github.idle()
  expect(hook.of('merge_group')).toMatchObject([
    { action: 'checks_requested', merge_group: { head_sha: group.headSha } },
    { action: 'destroyed', reason: 'merged' },
  ])
  expect(await git(repo.gitDir, ['rev-parse', 'main'])).toBe(group.headSha)
  expect([repo.pullRequest(1).mergedAt, repo.pullRequest(2).mergedAt]).not.toContain(undefined)
})

test('renaming the default branch takes the pull requests along', async () => {
  await using scene = await start()
  const { repo, github, hook } = scene
  await openSimple(repo)
  await repo.renameDefaultBranch('trunk', 'author')
  await github.idle()
  expect(repo.pullRequest(1).baseRef).toBe('trunk')
  expect(hook.of('repository', 'edited')).toMatchObject([{ changes: { default_branch: { from: 'main' } }, repository: { default_branch: 'trunk' } }])
  expect(await git(repo.gitDir, ['symbolic-ref', 'HEAD'])).toBe('refs/heads/trunk')
})

test('a suite is told to be completed when the last of its runs is, and again only when it comes out otherwise', async () => {
  await using scene = await start()
  const { github, octokit, hook, root } = scene
  const one = await octokit.rest.checks.create({ ...O, name: 'one', head_sha: root })
  await octokit.rest.checks.create({ ...O, name: 'two', head_sha: root, conclusion: 'success' })
  await github.idle()
  expect(hook.of('check_suite', 'completed')).toEqual([])
  await octokit.rest.checks.update({ ...O, check_run_id: one.data.id, conclusion: 'success' })
  await octokit.rest.checks.update({ ...O, check_run_id: one.data.id, conclusion: 'success' })
  await octokit.rest.checks.update({ ...O, check_run_id: one.data.id, conclusion: 'failure' })
  await github.idle()
  expect(hook.of('check_suite', 'completed').map((payload) => (payload['check_suite'] as { conclusion: string }).conclusion)).toEqual(['success', 'failure'])
})

test('an App hears only what it subscribed to, and requests for its checks', async () => {
  await using scene = await start()
  const { github, hook } = scene
  const quiet = await github.createRepository({ owner: 'calm', name: 'place' })
  github.install({ account: 'calm', repositories: [quiet], events: ['push'] })
  await quiet.push({ branch: 'main', to: await commit(quiet, undefined, { a: 'a' }), by: 'author' })
  await openSimple(quiet)
  await github.idle()
  const told = hook.heard.filter((one) => (one.payload['repository'] as { name?: string } | undefined)?.name === 'place').map((one) => one.event)
  expect(told).toEqual(['push', 'check_suite', 'push', 'check_suite'])
})

test('nobody hears of a repository that the App is not installed on', async () => {
  await using scene = await start()
  const { github, hook } = scene
  await github.idle()
  const before = hook.heard.length
  const elsewhere = await github.createRepository({ owner: 'elsewhere', name: 'place' })
  await elsewhere.push({ branch: 'main', to: await commit(elsewhere, undefined, { a: 'a' }), by: 'author' })
  await openSimple(elsewhere)
  await github.idle()
  expect(hook.heard).toHaveLength(before)
})

test('a delivery that fails is on record and can be sent again under its GUID', async () => {
  await using hook = await startHook(() => (hook.heard.length === 1 ? 500 : 202))
  await using scene = await startScene({ webhook: { url: hook.url } })
  const { github } = scene
  await github.idle()
  const failed = github.deliveries[0]!
  expect(failed).toMatchObject({ event: 'installation', status: 500, redelivery: false })
  expect(await github.redeliver(failed.guid)).toMatchObject({ guid: failed.guid, status: 202, redelivery: true })
  expect(hook.heard[1]!.body).toBe(hook.heard[0]!.body)
  expect(github.redeliver('nothing')).toBeUndefined()
})

test('a hook that is not there leaves an error on record and stops nothing', async () => {
  const gone = await startHook()
  await gone[Symbol.asyncDispose]()
  await using scene = await startScene({ webhook: { url: gone.url } })
  await scene.github.idle()
  expect(scene.github.deliveries).toMatchObject([{ status: undefined, error: expect.stringContaining('ECONNREFUSED') }])
})

test('anything at all can be delivered: unsigned, wrongly signed, not JSON', async () => {
  await using scene = await start()
  const { github, hook } = scene
  await github.idle()
  hook.heard.length = 0
  await github.deliver('push', { odd: true }, { signature: undefined, guid: 'g-1' })
  await github.deliver('push', {}, { signature: 'sha256=00' })
  await github.deliver('push', undefined, { body: 'not json' })
  expect(hook.heard.map((one) => [one.headers['x-github-delivery'] === 'g-1', one.headers['x-hub-signature-256']])).toEqual([
    [true, undefined],
    [false, 'sha256=00'],
    [false, expect.stringMatching(/^sha256=[0-9a-f]{64}$/)],
  ])
  expect(hook.heard[2]!.body).toBe('not json')
})
