import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DecisionName } from '../../../db/find-decisions.ts'
import { shorten } from '../../cards/visible-text.ts'
import { type Rejudged, rejudge } from '../../conductor/rejudge.ts'
import { databaseUrlOf } from '../../environment.ts'
import { gates } from '../../gates/registry.ts'
import { tenantId } from '../../model/ids.ts'
import type { Json } from '../../model/json.ts'
import { BadUsage } from '../failures.ts'
import { firstDifference } from '../output/first-difference.ts'
import { jsonText } from '../output/terminal.ts'
import type { ExitCode, Session } from '../session.ts'

export interface RejudgeOptions {
  readonly tenant?: number
  readonly databaseUrl?: string
  readonly data?: string
}

/** Less could mean anything. */
const MIN_PREFIX = 6
const MAX_LISTED = 50
const MAX_VALUE = 2000

/** `maestro rejudge`. Throws BadUsage where no decision, or more than one, is of that name. */
export async function rejudgeRecorded(decision: string, options: RejudgeOptions, session: Session): Promise<ExitCode> {
  const name = decisionName(decision)
  const target = await databaseOf(options, session)
  // Loading the database takes longer than most other sub-commands take in all.
  const [{ connect }, { decisionsNamed }, { getInputs }] = await Promise.all([
    import('../../../db/connect.ts'),
    import('../../../db/find-decisions.ts'),
    import('../../../db/inputs.ts'),
  ])
  const database = await connect(target)
  try {
    const rows = await decisionsNamed(database.db, name, options.tenant === undefined ? undefined : tenantId(options.tenant))
    const [row] = rows
    if (!row) throw new BadUsage(`there is no decision ${decision}`)
    if (rows.some((other) => other.digest !== row.digest || other.tenant !== row.tenant)) {
      const all = rows.map((each) => `${each.id} (${each.digest}, installation ${each.tenant})`).join(', ')
      throw new BadUsage(`${decision} can mean several decisions: ${all}`)
    }
    const rejudged = await rejudge(
      row.inputsDigest,
      row.body,
      async (digests) => {
        const kept = await getInputs(database.db, row.tenant, digests)
        return new Map([...kept].flatMap(([digest, { bytes }]) => (bytes === undefined ? [] : [[digest, bytes] as const])))
      },
      gates,
    )
    session.terminal.out(outcomeText(rejudged, row.digest, row.body))
    return rejudged.kind === 'same' ? 0 : 1
  } finally {
    await database.close()
  }
}

/** An id is a decimal number of up to fifteen digits; whatever else is hexadecimal is a digest or its beginning. */
function decisionName(text: string): DecisionName {
  if (/^[0-9]{1,15}$/.test(text)) return { id: Number(text) }
  const digestStart = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(text.toLowerCase())?.[1]
  if (digestStart === undefined) throw new BadUsage('a decision is named by its id or its digest (sha256:…)')
  if (digestStart.length < MIN_PREFIX) throw new BadUsage(`give at least ${MIN_PREFIX} digits of the digest`)
  return { digestStart }
}

async function databaseOf(options: RejudgeOptions, { env, cwd }: Session): Promise<{ databaseUrl?: string; dataDir?: string }> {
  const databaseUrl =
    databaseUrlOf(options.databaseUrl, '--database-url') ?? (options.data === undefined ? databaseUrlOf(env['DATABASE_URL'], 'DATABASE_URL') : undefined)
  if (databaseUrl) return { databaseUrl }
  const given = options.data ?? env['DATA_DIR'] ?? './data'
  const dataDir = resolve(cwd, given)
  // Connecting would make an empty one.
  const found = await stat(join(dataDir, 'pglite')).catch(() => undefined)
  if (!found) throw new BadUsage(`there is no database in ${given}; name one with --data or DATABASE_URL`)
  return { dataDir }
}

function outcomeText(rejudged: Rejudged, digest: string, body: string): string {
  switch (rejudged.kind) {
    case 'same':
      return `same bytes: ${digest}\n`
    case 'missing':
      return `${rejudged.inputs.length} inputs are gone, so it cannot be judged again:\n${rejudged.inputs.slice(0, MAX_LISTED).join('\n')}\n`
    case 'other-gates':
      return rejudged.gates.map(({ id, then, now }) => `gate ${id} judged as version ${then} and is ${now ?? 'gone'} now\n`).join('')
    case 'different':
      return differenceText(body, rejudged.body)
  }
}

/** Both are our own canonical JSON. */
function differenceText(then: string, now: string): string {
  const difference = firstDifference(JSON.parse(then), JSON.parse(now))
  if (!difference) return 'other bytes, with the same values\n'
  return `other bytes, first at ${difference.pointer}\n- ${shown(difference.before)}\n+ ${shown(difference.after)}\n`
}

function shown(value: Json | undefined): string {
  return value === undefined ? '(nothing)' : shorten(jsonText(value, 0), MAX_VALUE)
}
