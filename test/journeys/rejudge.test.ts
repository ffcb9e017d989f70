import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { latestDecision } from '../../db/decisions.ts'
import { getInputs, purgeInputs } from '../../db/inputs.ts'
import { type InputReader, rejudge } from '../../src/conductor/rejudge.ts'
import { gates } from '../../src/gates/registry.ts'
import { type Digest, instant, later, repoId, tenantId } from '../../src/model/ids.ts'
import { eachWorld, type JourneyRepository, SERVES_NOTHING, SETTINGS, type World } from './a-world.ts'

eachWorld((open) => {
  let world: World
  beforeAll(async () => {
    world = await open()
  })
  afterAll(async () => {
    const { violations } = world.github
    await world[Symbol.asyncDispose]()
    expect(violations).toEqual([])
  })

  /** A decision, and what judges it again from what is kept. */
  async function decided(name: string, settings = SETTINGS) {
    const shop = await world.repository(name, { '.github/maestro.yml': settings })
    const pull = await shop.opened(SERVES_NOTHING)
    const row = await latestDecision(world.database.db, { tenant: tenantId(shop.installation), repo: repoId(shop.repo.id), key: `pr:${pull.number}` })
    if (!row) throw new Error('nothing was decided')
    return { shop, pull, row, again: () => rejudge(row.inputsDigest, row.body, kept(shop), gates) }
  }

  function kept(shop: JourneyRepository): InputReader {
    return async (digests) => {
      const found = await getInputs(world.database.db, tenantId(shop.installation), digests)
      return new Map([...found].flatMap(([digest, { bytes }]) => (bytes ? [[digest, bytes] as const] : [])))
    }
  }

  it('is named on the check run by what `maestro rejudge` takes', async () => {
    const { shop, row } = await decided('named')
    const run = shop.latest(row.headSha).find(({ name }) => name === 'Maestro decision')
    expect(run?.text).toContain(`maestro rejudge ${row.id}`)
    expect(run?.summary).toContain(`recorded as decision \`${row.id}\`, \`${row.digest}\``)
  })

  it('gives the same bytes after a force-push and with the cache gone', async () => {
    const { shop, pull, row, again } = await decided('kept')
    await shop.repo.pushTo(pull.number, await shop.commit({ 'src/latency/c.ts': 'c' }))
    await world.settled()
    await rm(join(world.folder, 'cache'), { recursive: true, force: true })
    expect(await again()).toEqual({ kind: 'same', body: row.body })
    const next = await shop.opened({ 'src/latency/d.ts': 'd' })
    expect(shop.checks(next.headSha)['Maestro decision']).toBe('success')
  })

  it('names what is gone once the inputs are purged', async () => {
    const { row, again } = await decided('purged')
    await purgeInputs(world.database.db, later(instant(new Date()), 31 * 24 * 3600 * 1000), 100_000)
    expect(await again()).toEqual({ kind: 'missing', inputs: [row.inputsDigest] })
  })

  it('has nothing to go by where only digests are kept', async () => {
    const { row, again } = await decided('digests-only', `${SETTINGS}retention: { inputs: digests-only }\n`)
    expect(await again()).toEqual({ kind: 'missing', inputs: [row.inputsDigest] })
  })

  it('does not judge by bytes that somebody changed', async () => {
    const { shop, row, again } = await decided('tampered')
    const manifest = (await kept(shop)([row.inputsDigest])).get(row.inputsDigest)
    const { settings } = JSON.parse(Buffer.from(manifest ?? []).toString('utf8')) as { settings: Digest }
    const bytes = (await kept(shop)([settings])).get(settings)
    const lenient = Buffer.from(
      Buffer.from(bytes ?? [])
        .toString('utf8')
        .replaceAll('enforce', 'observe'),
    )
    await world.database.db.execute(sql`update inputs set bytes = ${lenient} where digest = ${settings} and tenant = ${shop.installation}`)
    expect(await again()).toEqual({ kind: 'missing', inputs: [settings] })
  })

  it('does not take a changed manifest either, however well it is made', async () => {
    const { shop, row, again } = await decided('tampered-manifest')
    const manifest = (await kept(shop)([row.inputsDigest])).get(row.inputsDigest)
    const changed = JSON.stringify({ ...JSON.parse(Buffer.from(manifest ?? []).toString('utf8')), gates: [] })
    await world.database.db.execute(sql`update inputs set bytes = ${Buffer.from(changed)} where digest = ${row.inputsDigest} and tenant = ${shop.installation}`)
    expect(await again()).toEqual({ kind: 'missing', inputs: [row.inputsDigest] })
  })
})
