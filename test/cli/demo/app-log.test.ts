import { expect, it } from 'vitest'
import { appLog } from '../../../src/cli/demo/app-log.ts'

it('the log of the app is told in words, each once, and without lines of JSON', () => {
  const told: string[] = []
  const log = appLog((words) => told.push(words))
  log.info('started')
  for (let again = 0; again < 3; again += 1) log.error({ err: new Error('git object 12ab is not in the repository'), subject: 'pr:1' }, 'a job failed')
  log.error({ err: 'odd' })
  expect(told).toEqual(['a job failed: git object 12ab is not in the repository', expect.any(String)])
})
