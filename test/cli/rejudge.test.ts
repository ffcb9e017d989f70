import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '../../db/connect.ts'
import { record } from '../../db/decisions.ts'
import type { Input } from '../../db/inputs.ts'
import { migrate } from '../../db/migrate.ts'
import { observe } from '../../db/subjects.ts'
import { evaluate, NO_INTERVENTIONS } from '../../src/conductor/evaluate.ts'
import { extractMemo } from '../../src/conductor/facts/extract-memo.ts'
import { packInputs } from '../../src/conductor/inputs/pack-inputs.ts'
import { resolveSettings } from '../../src/config/layers.ts'
import { gates } from '../../src/gates/registry.ts'
import type { Gate } from '../../src/model/gate.ts'
import { oid, repoId, type TenantId, tenantId } from '../../src/model/ids.ts'
import { canonicalJson, type Json } from '../../src/model/json.ts'
import { changeOf } from '../gates/harness.ts'
import { scratchFolder } from '../git/scratch.ts'
import { memoryReader } from '../model/memory-reader.ts'
import { maestro } from './command-line.ts'

const { dir, remove } = scratchFolder()
const repo = repoId(2)

/** What `record` takes for pull request `number`, made by judging it. */
async function evaluated(tenant: TenantId, number: number, judges: readonly Gate[] = gates) {
  const files = { 'src/a.ts': 'export const a = 1\n', 'specs/SPEC-1.yml': 'id: SPEC-1\n' }
  const change = { ...changeOf({ head: files }), subject: { kind: 'pull_request' as const, tenant, repo, number } }
  const reader = memoryReader({ [change.head.tree]: files, [change.base.tree]: {}, [change.trunk.tree]: {} })
  const governing = { ...resolveSettings({}, judges), notice: { state: 'defaults' as const, trunk: [], proposed: [] } }
  const evaluation = await evaluate(change, governing, judges, { reader, memo: extractMemo(), providers: {}, maxFileBytes: 1e6 })
  const { manifest, inputs } = packInputs(evaluation, governing.notice, NO_INTERVENTIONS)
  return { decision: evaluation.decision, body: canonicalJson(evaluation.decision as unknown as Json), inputsDigest: manifest, inputs }
}

interface Named {
  readonly id: number
  readonly digest: string
}
let same: Named
let other: Named
let purged: Named
let older: Named
let elsewhere: Named

beforeAll(async () => {
  const database = await connect({ dataDir: dir })
  await migrate(database)
  async function keep(tenant: TenantId, number: number, made: Awaited<ReturnType<typeof evaluated>>, inputs: readonly Input[] = made.inputs): Promise<Named> {
    const subject = { kind: 'pull_request' as const, tenant, repo, number }
    await observe(database.db, subject, { state: 'open', headSha: oid('a'.repeat(40)), headRef: 'feature', baseRef: 'main' })
    return database.transaction((tx) => record(tx, { ...made, inputs, retentionMs: 1e9, contributions: [], publish: {}, why: 'pushed' }))
  }
  const tenant = tenantId(7)
  same = await keep(tenant, 1, await evaluated(tenant, 1))
  const made = await evaluated(tenant, 2)
  other = await keep(tenant, 2, { ...made, body: made.body.replace('"verdict":"pass"', '"verdict":"block"') })
  const gone = await evaluated(tenant, 3)
  purged = await keep(
    tenant,
    3,
    gone,
    gone.inputs.filter((input) => input.digest === gone.inputsDigest),
  )
  older = await keep(
    tenant,
    4,
    await evaluated(
      tenant,
      4,
      gates.map((gate) => (gate.id === 'spec' ? { ...gate, version: '0' } : gate)),
    ),
  )
  elsewhere = await keep(tenantId(8), 1, { ...(await evaluated(tenant, 1)), decision: { ...(await evaluated(tenantId(8), 1)).decision } })
  await database.close()
}, 60_000)
afterAll(remove)

function rejudge(name: string | number, ...more: readonly string[]) {
  return maestro(['rejudge', String(name), '--data', dir, ...more], { env: { DATABASE_URL: 'postgres://never.invalid/asked' } })
}

describe('maestro rejudge', () => {
  it('gives the same bytes from the kept inputs alone', async () => {
    expect(await rejudge(same.id)).toMatchObject({ code: 0, out: `same bytes: ${same.digest}\n`, err: '' })
  })

  it('takes a digest, or the beginning of one, with or without its name', async () => {
    const start = other.digest.slice('sha256:'.length, 'sha256:'.length + 12)
    for (const name of [other.digest, `sha256:${start}`, start.toUpperCase()]) expect((await rejudge(name)).out).toContain('other bytes')
  })

  it('asks which one is meant when several installations have it', async () => {
    const ran = await rejudge(same.digest)
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('can mean several decisions') })
    expect(await rejudge(same.digest, '--tenant', '7')).toMatchObject({ code: 0 })
    expect(elsewhere.digest).toBe(same.digest)
  })

  it('shows the first member that differs', async () => {
    expect(await rejudge(other.id)).toMatchObject({ code: 1, out: 'other bytes, first at /verdict\n- "block"\n+ "pass"\n' })
  })

  it('lists the inputs that are gone', async () => {
    const { code, out } = await rejudge(purged.id)
    expect(code).toBe(1)
    expect(out).toMatch(/^\d+ inputs are gone, so it cannot be judged again:\n(?:sha256:[0-9a-f]{64}\n)+$/)
  })

  it('names the gates that are not what they were', async () => {
    const now = gates.find((gate) => gate.id === 'spec')?.version
    expect(await rejudge(older.id)).toMatchObject({ code: 1, out: `gate spec judged as version 0 and is ${now} now\n` })
  })

  it.each([
    ['an id that there is not', ['999999'], 'there is no decision 999999'],
    ['a digest that there is not', ['sha256:000000000'], 'there is no decision'],
    ['another installation', ['1', '--tenant', '99'], 'there is no decision 1'],
    ['a beginning that could be anything', ['abc'], 'at least 6'],
    ['a name that is neither', ['%'], 'by its id or its digest'],
    ['an installation that is no number', ['1', '--tenant', 'acme'], 'whole number'],
  ])('exits with 2 for %s', async (_what, [name = '', ...more], words) => {
    expect(await rejudge(name, ...more)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
  })

  it('makes no database where there is none', async () => {
    const nowhere = join(dir, 'nowhere')
    expect(await maestro(['rejudge', '1', '--data', nowhere])).toMatchObject({ code: 2, err: expect.stringContaining('there is no database') })
    expect(() => rmSync(nowhere)).toThrow('ENOENT')
  })

  it('says that the data folder is in use', async () => {
    const database = await connect({ dataDir: dir })
    try {
      expect(await rejudge(same.id)).toMatchObject({ code: 2, err: expect.stringContaining('in use') })
    } finally {
      await database.close()
    }
  })
})
