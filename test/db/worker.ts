/**
 * A process for queue.test.ts to kill: works on the queue of DATABASE, says `started <key>` for each try, and ends a try
 * only when `WORK` is `finish`.
 */
import { connect } from '../../db/connect.ts'
import { openQueue } from '../../db/queue.ts'

const database = await connect({ databaseUrl: process.env['DATABASE'] })
const queue = await openQueue(database)
await queue.work(async (job) => {
  process.stdout.write(`started ${job.key}\n`)
  if (process.env['WORK'] !== 'finish') await new Promise(() => {})
})
