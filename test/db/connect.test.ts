import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../db/connect.ts'
import { DataFolderInUse, lockFolder } from '../../db/folder-lock.ts'
import { installationState, saveInstallation } from '../../db/installations.ts'
import { migrate } from '../../db/migrate.ts'
import { eachDatabase } from './databases.ts'
import { newTenant } from './samples.ts'

/** @spec SPEC-12 */
describe('the data folder', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maestro-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('belongs to one connection at a time and keeps what was written', async () => {
    const dataDir = join(folder, 'data')
    const tenant = newTenant()
    const first = await connect({ dataDir })
    await migrate(first)
    await saveInstallation(first.db, tenant, { account: 'acme', state: 'active' })
    await expect(connect({ dataDir })).rejects.toThrow(DataFolderInUse)
    await first.close()
    const second = await connect({ dataDir })
    expect(await installationState(second.db, tenant)).toBe('active')
    await second.close()
  })

  it('is refused to a second process, and free again as soon as the first is killed', async () => {
    const module = new URL('../../db/folder-lock.ts', import.meta.url)
    const hold = `import { lockFolder } from ${JSON.stringify(module.href)}; lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: fileURLToPath(new URL('.', module)),
    })
    await once(holder.stdout, 'data')
    expect(() => lockFolder(folder)).toThrow(DataFolderInUse)
    const exited = once(holder, 'exit')
    holder.kill('SIGKILL')
    await exited
    lockFolder(folder)()
  })
})

eachDatabase((name, open) => {
  it('is migrated once, however many try at the same time', async () => {
    await using fresh = await open()
    const databases = [fresh.database, ...(name === 'postgres' ? [await fresh.again(), await fresh.again()] : [])]
    if (name === 'postgres') await fresh.database.db.execute(sql`drop schema public cascade; drop schema drizzle cascade; create schema public`)
    await Promise.all(databases.map(migrate))
    await migrate(fresh.database)
    await saveInstallation(fresh.database.db, newTenant(), { account: 'acme', state: 'active' })
  })

  it.runIf(name === 'postgres')('survives the loss of its idle connections', async () => {
    await using fresh = await open()
    const { client } = fresh.database
    if (client.kind !== 'postgres') throw new Error('expected PostgreSQL')
    const onLost = vi.fn()
    const fragile = await connect({ databaseUrl: client.url, applicationName: 'fragile', onLost })
    await fresh.database.db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'fragile'`)
    await vi.waitFor(() => expect(onLost).toHaveBeenCalled())
    expect(await installationState(fragile.db, newTenant())).toBeUndefined()
    await fragile.close()
  })
})
