import { describe, expect, it } from 'vitest'
import { keptLately } from '../../../src/conductor/inputs/kept-lately.ts'
import { digestOf } from '../../../src/model/digest.ts'
import { instant, later, tenantId } from '../../../src/model/ids.ts'

const DAY = 24 * 3600 * 1000
const now = instant('2026-11-21T08:00:00Z')
const [a, b] = ['a', 'b'].map((text) => ({ digest: digestOf(text), media: 'application/json', bytes: Buffer.from(text) }))
const tenant = tenantId(1)

/** @spec SPEC-3 */
describe('inputs that were kept lately', () => {
  it('are not given to the database again', () => {
    const kept = keptLately()
    kept.note(tenant, [a!], 30 * DAY, now)
    expect(kept.unsure(tenant, [a!, b!], 30 * DAY, later(now, DAY / 2))).toEqual([b])
  })

  it('are kept anew before a decision could outlive them', () => {
    const kept = keptLately()
    kept.note(tenant, [a!], 30 * DAY, now)
    // 2 % here, as the database may have left 2 % when it was told: 4 % of 30 days in all.
    expect(kept.unsure(tenant, [a!], 30 * DAY, later(now, 0.59 * DAY))).toEqual([])
    expect(kept.unsure(tenant, [a!], 30 * DAY, later(now, 0.61 * DAY))).toEqual([a])
    expect(kept.unsure(tenant, [a!], 60 * DAY, now)).toEqual([a])
    expect(kept.unsure(tenant, [a!], 7 * DAY, later(now, 2 * DAY))).toEqual([])
  })

  it('are another installation’s only if that one kept them too', () => {
    const kept = keptLately()
    kept.note(tenant, [a!], 30 * DAY, now)
    expect(kept.unsure(tenantId(2), [a!], 30 * DAY, now)).toEqual([a])
  })

  it('are always written where only digests are kept, since nothing promises that they are there', () => {
    const kept = keptLately()
    kept.note(tenant, [a!], 0, now)
    expect(kept.unsure(tenant, [a!], 0, now)).toEqual([a])
  })
})
