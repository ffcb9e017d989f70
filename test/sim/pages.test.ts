import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renderMarkdown } from '../../sim/pages/markdown.ts'
import { openSimple, startScene } from './app.ts'

const O = { owner: 'acme', repo: 'widgets' }

test('a pull request is shown with its check runs, their annotations and its comments', async () => {
  await using scene = await startScene()
  const { github, repo, octokit } = scene
  const pull = await openSimple(repo, { title: 'Faster <b>retries</b>', labels: ['latency'] })
  const output = {
    title: '2 things block',
    summary: '**bold** words',
    annotations: [{ path: 'a.ts', start_line: 3, end_line: 5, annotation_level: 'failure' as const, message: 'no <i>test</i>' }],
  }
  const run = await octokit.rest.checks.create({ ...O, name: 'Maestro decision', head_sha: pull.headSha, conclusion: 'failure', output })
  const comment = await octokit.rest.issues.createComment({ ...O, issue_number: 1, body: 'blocked, see `a.ts`' })
  await octokit.rest.reactions.createForIssueComment({ ...O, comment_id: comment.data.id, content: 'eyes' })
  const page = await (await fetch(pull.number === 1 ? comment.data.html_url : '')).text()
  expect(page).toContain('Faster &lt;b&gt;retries&lt;/b&gt; <span class="number">#1</span>')
  expect(page).toContain('<strong>bold</strong> words')
  expect(page).toContain('a.ts:3–5</span><p>no &lt;i&gt;test&lt;/i&gt;</p>')
  expect(page).toContain('blocked, see <code>a.ts</code>')
  expect(page).toContain('👀 1')
  const shown = await fetch(run.data.html_url ?? '', { redirect: 'manual' })
  expect(shown.headers.get('location')).toBe(`/acme/widgets/pull/1#run-${run.data.id}`)
  for (const path of ['/', '/acme/widgets/pulls', '/acme/widgets']) expect(await (await fetch(github.url + path)).text()).toContain('2 things block')
})

test('only the current run of a name is shown', async () => {
  await using scene = await startScene()
  const { github, repo, octokit } = scene
  const pull = await openSimple(repo)
  for (const title of ['outdated words', 'current words'])
    await octokit.rest.checks.create({ ...O, name: 'x', head_sha: pull.headSha, conclusion: 'success', output: { title, summary: title } })
  const page = await (await fetch(`${github.url}/acme/widgets/pull/1`)).text()
  expect(page).toContain('current words')
  expect(page).not.toContain('outdated words')
})

test('what is not there is 404, and pages take no posts', async () => {
  await using scene = await startScene()
  for (const path of ['/acme/widgets/pull/9', '/acme/nothing', '/acme/widgets/runs/1', '/%ff/x'])
    expect((await fetch(scene.github.url + path)).status).toBe(404)
  expect((await fetch(scene.github.url, { method: 'POST', body: 'x' })).status).toBe(405)
})

test('a page loads nothing and runs nothing', async () => {
  await using scene = await startScene()
  await openSimple(scene.repo, { body: '<script>alert(1)</script>\n\n![picture](https://example.com/x.png)<style>*{display:none}</style>' })
  const response = await fetch(`${scene.github.url}/acme/widgets/pull/1`)
  const page = await response.text()
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page).not.toMatch(/<script|src=|display:none/)
  expect(page).toContain('<img alt="picture" />')
})

test.each([
  ['a table', '| a | b |\n|---|---|\n| 1 | 2 |', '<td>1</td>'],
  ['a folded part', '<details><summary>more</summary>\n\n- one\n\n</details>', '<details><summary>more</summary>'],
  ['a task list', '- [x] done', '<input type="checkbox" disabled checked />'],
  ['a line break', 'one\ntwo', 'one<br />two'],
  ['a mention that was not escaped', 'ask @acme/security', '<b class="mention">@acme/security</b>'],
  ['a reference that was not escaped', 'see #12', '<b class="mention">#12</b>'],
  ['a mention in code', '`@acme/security`', '<code>@acme/security</code>'],
  ['a link', '[docs](https://example.com)', '<a href="https://example.com">docs</a>'],
  ['a link that would run', '[x](javascript:alert(1))', '<a>x</a>'],
])('%s is rendered as GitHub does', (_, source, rendered) => {
  expect(renderMarkdown(source)).toContain(rendered)
})

test('no Markdown brings an element that runs or loads', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '=',
    ' ',
    '\n',
    '`',
    '<script>',
    '</script>',
    '<img src=x onerror=',
    '<a href="javascript:',
    '<svg onload=',
    '<iframe src=',
    '<style>',
    '&lt;',
    '<!--',
    '-->',
    '](',
    '[x',
    '<details ontoggle=',
    'text',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const elements = renderMarkdown(pieces.join('')).match(/<[a-z][^>]*>/gi) ?? []
      for (const element of elements) expect(element).not.toMatch(/^<(?:script|svg|iframe|style)|\son[a-z]+=|\ssrc=|href="\s*javascript:/i)
    }),
    { seed: 7, numRuns: 500 },
  )
})
