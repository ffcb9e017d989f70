import { expect, it } from 'vitest'
import { logInWords } from '../../../src/cli/output/log-in-words.ts'

it('a log for a person is told in words, each once, and without lines of JSON', () => {
  const told: string[] = []
  const log = logInWords((words) => told.push(words))
  log.info('started')
  for (let again = 0; again < 3; again += 1) log.error({ err: new Error('git object 12ab is not in the repository'), subject: 'pr:1' }, 'a job failed')
  log.error(new Error('the port is in use'))
  log.error({ err: 'odd' })
  expect(told).toEqual(['a job failed: git object 12ab is not in the repository', 'the port is in use', expect.stringContaining('odd')])
})
