import { expect, it, vi } from 'vitest'
import { openQueue } from '../../db/queue.ts'
import { repoId, tenantId } from '../../src/model/ids.ts'
import { eachDatabase } from './databases.ts'

const tenant = tenantId(7)
const repo = repoId(11)

eachDatabase((_name, open) => {
  it('gives the reasons of many events of one subject to one job', async () => {
    await using fresh = await open()
    const queue = await openQueue(fresh.database, {
      onError: (e) => {
        throw e
      },
    })
    const seen: (readonly string[])[] = []
    await fresh.database.transaction(async (tx) => {
      for (const reason of ['opened', 'labeled', 'opened']) await queue.enqueue(tx, { tenant, repo, key: 'pr:1', reason })
    })
    await queue.work(async (job) => {
      seen.push(job.reasons)
    })
    await vi.waitFor(() => expect(seen).toEqual([['opened', 'labeled']]))
    await queue.stop()
  })
})
