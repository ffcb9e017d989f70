import { describe, expect, test } from 'vitest'
import { runsADay } from '../../../../src/gates/policy/semantics/cron.ts'
import { saidOf, testFixtures } from './said.ts'

const path = '.github/workflows/flow.yml'
const job = (more: string) => `on: push\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n${more}    steps: []\n`
const scheduled = (cron: string) => `on:\n  schedule:\n    - cron: '${cron}'\npermissions: {}\njobs: {}\n`
const tf = 'infra/main.tf'
const instance = (type: string, more = '') => `resource "aws_instance" "web" {\n  instance_type = "${type}"\n${more}}\n`
const numbers = (count: number) => `[${[...Array(count).keys()].join(', ')}]`

describe('found', () => {
  testFixtures([
    { title: 'a workflow that polls every five minutes', path, after: scheduled('*/5 * * * *'), says: ['warn spending.frequent-schedule:3'] },
    {
      title: 'a matrix that multiplies by one more axis',
      path,
      before: job(`    strategy:\n      matrix:\n        a: ${numbers(9)}\n`),
      after: job(`    strategy:\n      matrix:\n        a: ${numbers(9)}\n        b: ${numbers(6)}\n`),
      says: ['warn spending.large-matrix:4'],
    },
    {
      title: 'a runner of 64 cores in place of the usual one',
      path,
      before: job(''),
      after: job('').replace('ubuntu-24.04', 'ubuntu-latest-64-cores'),
      says: ['warn spending.costly-runner:5'],
    },
    {
      title: 'a machine that grows by two zeros',
      path: tf,
      before: instance('m5.large'),
      after: instance('m5.24xlarge'),
      says: ['warn spending.large-machine:2'],
    },
    { title: 'a machine with GPUs', path: tf, after: instance('p4d.24xlarge'), says: ['warn spending.large-machine:2'] },
    {
      title: 'forty machines where there were four',
      path: tf,
      before: instance('m5.large', '  count = 4\n'),
      after: instance('m5.large', '  count = 40\n'),
      says: ['warn spending.many-machines:2'],
    },
  ])
  test('what surely costs more than the budget blocks, and what may do so warns', () => {
    const cost = { usd: { value: 30, low: 20, high: 50, source: 'history' }, ci_mins: { value: 90, low: 20, high: 200, source: 'prior' } }
    expect(saidOf([], { budgets: { usd: 10, ci_mins: 60 } }, { cost })).toEqual(['deny spending.over-budget', 'warn spending.over-budget'])
  })
})

describe('left alone', () => {
  testFixtures([
    { title: 'a nightly run', path, after: scheduled('17 3 * * *'), says: [] },
    { title: 'less often than before', path, before: scheduled('*/5 * * * *'), after: scheduled('*/20 * * * *'), says: [] },
    { title: 'three systems by three versions', path, after: job('    strategy:\n      matrix:\n        os: [a, b, c]\n        v: [1, 2, 3]\n'), says: [] },
    {
      title: 'a matrix that only a run can tell',
      path,
      after: job('    strategy:\n      matrix: $' + '{{ fromJSON(needs.plan.outputs.matrix) }}\n'),
      says: [],
    },
    {
      title: 'one more version in a matrix that was large',
      path,
      before: job(`    strategy:\n      matrix:\n        a: ${numbers(50)}\n`),
      after: job(`    strategy:\n      matrix:\n        a: ${numbers(51)}\n`),
      says: [],
    },
    { title: 'a large machine for another large one', path: tf, before: instance('r5.16xlarge'), after: instance('r6i.16xlarge'), says: [] },
    { title: 'a usual machine', path: tf, after: instance('t3.medium'), says: [] },
    { title: 'a number that a variable gives', path: tf, after: instance('m5.large', '  count = var.size\n'), says: [] },
  ])
  test('a budget that is kept, and a cost that is not known', () => {
    expect(saidOf([], { budgets: { usd: 10 } }, { cost: { usd: { value: 3, low: 1, high: 9, source: 'prior' } } })).toEqual([])
    expect(saidOf([], { budgets: { usd: 10 } })).toEqual([])
  })
})

describe('how often a schedule fires', () => {
  test.each([
    ['* * * * *', 1440],
    ['*/5 * * * *', 288],
    ['0 * * * *', 24],
    ['0 9-17 * * 1-5', 6.429],
    ['0 0 * * 0', 0.143],
    ['0 0 * * 7', 0.143],
    ['0 0 1 * *', 0.033],
    ['15,45 3 * jan *', 0.167],
    ['0 0 1 * 1', 0.176],
  ])('%s', (cron, runs) => {
    expect(runsADay(cron)).toBe(runs)
  })
  test.each(['', '@daily', '61 * * * *', '* * * *', '*/0 * * * *', '5-2 * * * * *', 'x * * * *'])('%s is none', (cron) => {
    expect(runsADay(cron)).toBeUndefined()
  })
})
